/// Class names from labels as they are written, text or number.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/sampling/data/data_set.h"

namespace baryscope {

/// Collects spellings row by row and sorts them into classes at the end. Where all spellings are
/// finite numbers, equal numbers are one class ("1", "1.0", "+1") whose name is the shortest
/// spelling, and classes ascend as numbers, past 2^53 by all their digits; else every spelling is a
/// class, and they ascend by their bytes.
class ClassNames {
 public:
  /// The number of a spelling, in order of appearance.
  int add(std::string_view spelling);
  [[nodiscard]] std::size_t n_spellings() const { return m_spellings.size(); }

  /// Replaces the numbers that add() gave by classes, and returns their names. Spellings that no
  /// label has (their rows were left out) are no classes.
  std::vector<std::string> finish(std::vector<int>& labels) const;

 private:
  std::map<std::string, int, std::less<>> m_numbers;
  std::vector<std::string> m_spellings;
  int m_last = -1;
};

/// Replaces the numbers of `names` in data.labels by classes. Throws DataError for a set without
/// points or with one class.
void settle_classes(DataSet& data, const ClassNames& names, const std::string& path);

}  // namespace baryscope
