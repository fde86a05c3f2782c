/// A study as JSON and as a table: what `--output x.json` and `--output x.csv` write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sampling/studies/evaluation.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// product.md §4: {"schema":1,"baryscope":…,"sampler":{…},"data":{…},"counts":{…},"complex":{…},
/// "diagnostics":{…}}; with several studies {"schema":1,"reports":[…]}. `evaluations` stand beside
/// their study, or are empty.
std::string to_sampling_report(const std::vector<std::shared_ptr<const SamplingStudy>>& studies,
                               const std::vector<SamplingEvaluation>& evaluations);

/// The resampled set: the data's columns, then origin, simplex, coordinates; originals first, in
/// their order, verbatim.
/// What a person should know of that table beside what the study says of the data.
std::optional<std::string> table_note(const SamplingStudy& study);
std::string to_resampled_csv(const SamplingStudy& study);

}  // namespace baryscope
