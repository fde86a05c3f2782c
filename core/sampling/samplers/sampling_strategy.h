/// How many points each class gets: imbalanced-learn's `sampling_strategy` as one text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/sampling/data/data_set.h"

namespace baryscope {

/// The canonical text: a word, a ratio in (0, 1], or "a=500,b=300". Throws UsageError "expected …"
/// for what is none of these, whatever the data.
std::string canonical_strategy(std::string_view text);

/// New points of every class, [n_classes]. auto and "not majority": every class but the largest
/// grows to its size; minority: only the smallest does; "not minority", all: likewise. A ratio r of
/// two classes: ⌊r · majority⌋ points of the other class afterwards. Totals "a=500": of that class
/// afterwards; others stay. Of equally large classes the lower index is majority or minority.
/// Throws UsageError for an unknown class, a total below what is there, a ratio for another number
/// of classes or below the present one; SamplerError where a word finds a single class.
std::vector<std::size_t> new_points(const DataSet& data, const std::string& strategy);

}  // namespace baryscope
