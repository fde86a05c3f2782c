#include "core/sampling/samplers/sampling_space.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/geometry/exact_scaling.h"
#include "core/sampling/data/column_scale.h"

namespace baryscope {

SamplingSpace::SamplingSpace(const DataSet& data, const SamplerOptions& options)
    : m_data(data), m_options(options) {
  if (options.standardize) {
    m_scaled = scaled(fit_column_scale(data.points), data.points);
  } else if (const ExactScaling scaling = scaling_for_distances(data.points);
             !scaling.is_identity()) {
    m_scaled = scaling(data.points);
  }
}

const Matrix& SamplingSpace::points() const { return m_scaled ? *m_scaled : m_data.points; }

const NeighborIndex& SamplingSpace::index() const {
  if (!m_index) {
    m_index = std::make_unique<const NeighborIndex>(points());
  }
  return *m_index;
}

std::vector<int> SamplingSpace::count_others(std::span<const int> rows, int label, int& k,
                                             const Watch& watch) const {
  const Neighbors found = index().find_for_own(rows, k, watch);
  k = found.k;
  std::vector<int> counts(rows.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::int32_t neighbor : found.of(static_cast<int>(i))) {
      counts[i] += m_data.labels[static_cast<std::size_t>(neighbor)] != label ? 1 : 0;
    }
  }
  return counts;
}

int ClassWork::cut_neighbors(std::size_t n_others) {
  const int asked = space.options().k_neighbors;
  const int k = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(asked), n_others));
  if (n_others == 0) {
    notes.push_back("class " + class_name() + " has one point: it reproduces itself");
  } else if (k < asked) {
    notes.push_back("class " + class_name() + " has " +
                    to_text(static_cast<std::int64_t>(n_others + 1)) +
                    " points: k = " + to_text(std::int64_t{k}));
  }
  sampled.k = k;
  return k;
}

std::vector<double> border_shares(const ClassWork& work, int& k) {
  const std::vector<int> others =
      work.space.count_others(work.rows, work.sampled.label, k, work.watch);
  std::vector<double> shares;
  shares.reserve(others.size());
  for (const int count : others) {
    shares.push_back(k > 0 ? static_cast<double>(count) / k : 0);
  }
  return shares;
}

std::vector<int> find_danger(ClassWork& work) {
  int m = work.space.options().m_neighbors;
  const std::vector<int> others =
      work.space.count_others(work.rows, work.sampled.label, m, work.watch);
  std::vector<int> danger;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (2 * others[i] >= m && others[i] < m) {
      danger.push_back(static_cast<int>(i));
    }
  }
  if (danger.empty()) {
    work.notes.push_back("class " + work.class_name() + " has no point in danger: of the " +
                         to_text(std::int64_t{m}) +
                         " nearest neighbours of each point fewer than half, or all, are of other "
                         "classes; no point is added; use smote, or a smaller or larger "
                         "m-neighbors");
  }
  return danger;
}

std::vector<int> all_positions(const ClassWork& work) {
  std::vector<int> positions(work.rows.size());
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

}  // namespace baryscope
