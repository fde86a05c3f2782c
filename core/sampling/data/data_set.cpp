#include "core/sampling/data/data_set.h"

#include <algorithm>

#include "core/text/direction.h"

namespace baryscope {

std::string DataSet::class_words(int label) const {
  return isolated(classes[static_cast<std::size_t>(label)]);
}

std::vector<std::size_t> DataSet::class_counts() const {
  std::vector<std::size_t> counts(classes.size());
  for (const int label : labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  return counts;
}

int DataSet::majority() const {
  const std::vector<std::size_t> counts = class_counts();
  return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

std::vector<int> DataSet::rows_of(int label) const {
  std::vector<int> rows;
  for (int row = 0; row < n_points(); ++row) {
    if (labels[static_cast<std::size_t>(row)] == label) {
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace baryscope
