/// The scores of a triple by name, for mechanisms that leave the choice (MechanismTraits).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/mechanism_traits.h"

namespace baryscope {

struct ScoreInfo {
  std::string name;  ///< "unsigned-triple"
  TripleScore score = TripleScore::trilinear;
  bool has_scale = true;  ///< is divided by √d
  int least_width = 1;    ///< numbers that a vector must have at least
};

const std::vector<ScoreInfo>& triple_scores();
std::vector<std::string> triple_score_names();
/// Throws UsageError with the known names and the nearest.
const ScoreInfo& triple_score(std::string_view name);
const ScoreInfo& triple_score(TripleScore score);

}  // namespace baryscope
