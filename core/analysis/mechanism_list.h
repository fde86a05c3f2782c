/// The mechanisms by name: their traits, the options that matter to each, their formula in words.
/// The only place that knows their names: elsewhere traits are asked, and a name is looked up where
/// it comes in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/mechanism_traits.h"

namespace baryscope {

/// The headings under which mechanisms are listed; what they do is told by their traits.
enum class MechanismFamily { pairwise, differential, signed_weights, triple, order };

struct MechanismInfo : MechanismTraits {
  std::string name;  ///< "rectified-differential"
  MechanismFamily family = MechanismFamily::pairwise;
  std::string title;                 ///< "rectified differential attention"
  std::string summary;               ///< one sentence for --list and tooltips
  std::string formula;               ///< plain Unicode: "w_j = max(0, P_j − λP'_j)"; no braces
  std::vector<std::string> options;  ///< ids of the options that change its numbers
  std::string attainable_set;        ///< "conv(V) − λ·conv(V)", science.md §3
};

/// In the order of product.md §3.
const std::vector<MechanismInfo>& mechanisms();
/// Throws UsageError with the known names and the nearest.
const MechanismInfo& mechanism(std::string_view name);

/// The first of a rule, over single keys where there is one.
const MechanismInfo& mechanism_of(WeightRule rule);
/// What is meant where nothing else is named: softmax over single keys.
const MechanismInfo& plain_mechanism();
/// The softmax over tuples of `n_keys` keys: the one that is made for so many, else by its order.
const MechanismInfo& tuple_mechanism(int n_keys);

}  // namespace baryscope
