/// The mechanisms by name: their family, the options that matter to each, their formula in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

enum class MechanismFamily { pairwise, differential, signed_weights, triple, order };

struct MechanismInfo {
  std::string name;  ///< "rectified-differential"
  MechanismFamily family = MechanismFamily::pairwise;
  std::string title;                 ///< "rectified differential attention"
  std::string summary;               ///< one sentence for --list and tooltips
  std::string formula;               ///< plain Unicode: "w_j = max(0, P_j − λP'_j)"
  std::vector<std::string> options;  ///< ids of the options that change its numbers
  bool needs_key_prime = false;      ///< K' (and V' where triple-wise)
  bool needs_second_query_key = false;
  bool needs_negative_value = false;
  bool weights_may_be_negative = false;
  std::string attainable_set;  ///< "conv(V) − λ·conv(V)", science.md §3
};

/// In the order of product.md §3.
const std::vector<MechanismInfo>& mechanisms();
/// Throws UsageError with the known names and the nearest.
const MechanismInfo& mechanism(std::string_view name);

}  // namespace baryscope
