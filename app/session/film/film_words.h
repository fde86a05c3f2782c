/// What a frame of a film says beside what its still does: the value that is swept, and captions
/// with the numbers filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/session/finished.h"
#include "core/options/option_table.h"

namespace baryscope {

/// Names that a caption may fill in beside those of options: "hull_distance", "formula", ….
const std::vector<std::string>& measure_names();

/// Throws UsageError for a {placeholder} that is neither an option nor a measure, with the nearest,
/// and for braces that do not close. "{{" and "}}" are braces.
void check_caption(std::string_view caption, const OptionTable& table);

/// The caption with the numbers of what is shown: options as they are set (λ as it was run), and of
/// the query that is shown `inside_hull` ("inside the hull"), `hull_distance`, `weight_sum`,
/// `weight_abs_sum`, `negative_mass`, `entropy`, `gauge`, `log_sum_exp`; `formula` with the
/// mechanism's numbers in it, `finding` and `title` of the picture. What the picture does not have
/// is "–".
std::string filled_caption(std::string_view caption, const Finished& shown);

/// The value behind the title (in place of the finding where there is no title), the caption in
/// place of the finding.
void add_film_words(const std::string& value, const std::string& caption, Scene& scene);

}  // namespace baryscope
