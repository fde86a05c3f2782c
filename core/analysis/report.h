/// The report: an Analysis as JSON (product.md §4), and the finding in words.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/analysis/analysis.h"

namespace baryscope {

/// `{"schema":1,…}`; several analyses give `{"schema":1,"reports":[…]}` in order of layer, head.
std::string to_report(const Analysis& analysis);
std::string to_report(std::span<const std::shared_ptr<const Analysis>> analyses);

/// "“bakery” reads its sentence · MiniLM layer 5 head 3 · pairwise softmax"
std::string title(const Analysis& analysis);
/// "inside the hull; 41 % from bakery, 33 % from [CLS], 9 % from library"
/// and, of a model that answers, "the model says: between (99.8 %)" (whether that is true, a text
/// alone does not tell).
std::string finding(const Analysis& analysis);
/// What the model answers at a token: "between (99.8 %)", or the entries of a vector that matter:
/// "apple 0.17, pear −0.17"; empty where it has no readout.
std::string prediction_words(const Analysis& analysis, int position);

}  // namespace baryscope
