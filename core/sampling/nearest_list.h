/// The k nearest points seen so far, by distance and then by index.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace baryscope {

/// Σ_c (a_c − b_c)² in order of the columns: the distance that decides everywhere.
inline double squared_distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    const double difference = a[c] - b[c];
    sum += difference * difference;
  }
  return sum;
}

/// The same where it is at most `most`; else the sum may stop early, past `most` (a sum of squares
/// only grows, in floating point too).
inline double squared_distance_up_to(std::span<const double> a, std::span<const double> b,
                                     double most) {
  constexpr std::size_t stride = 16;
  double sum = 0;
  for (std::size_t begin = 0; begin < a.size() && sum <= most; begin += stride) {
    for (std::size_t c = begin; c < std::min(a.size(), begin + stride); ++c) {
      const double difference = a[c] - b[c];
      sum += difference * difference;
    }
  }
  return sum;
}

/// A heap of (squared distance, index), the worst on top.
class NearestList {
 public:
  /// Empties the list; k ≥ 1. The point `excluded` is never taken (−1: none is excluded).
  void restart(int k, std::int32_t excluded) {
    m_k = static_cast<std::size_t>(k);
    m_excluded = excluded;
    m_heap.clear();
  }

  /// No point farther than this can still enter; a point as far can, by its index.
  [[nodiscard]] double worst() const {
    return m_heap.size() < m_k ? std::numeric_limits<double>::infinity() : m_heap.front().first;
  }

  /// Points that lie on each other, by ascending index, all at the same distance.
  void add(double squared, std::span<const std::int32_t> indices) {
    for (const std::int32_t index : indices) {
      if (index == m_excluded) {
        continue;
      }
      const std::pair entry(squared, index);
      if (m_heap.size() < m_k) {
        m_heap.push_back(entry);
        std::push_heap(m_heap.begin(), m_heap.end());
      } else if (entry < m_heap.front()) {
        std::pop_heap(m_heap.begin(), m_heap.end());
        m_heap.back() = entry;
        std::push_heap(m_heap.begin(), m_heap.end());
      } else {
        return;
      }
    }
  }

  /// Writes all k of them, nearest first, and leaves the list to be restarted.
  void write(std::span<std::int32_t> indices, std::span<double> squared_distances) {
    std::sort_heap(m_heap.begin(), m_heap.end());
    for (std::size_t i = 0; i < m_heap.size(); ++i) {
      squared_distances[i] = m_heap[i].first;
      indices[i] = m_heap[i].second;
    }
  }

 private:
  std::size_t m_k = 1;
  std::int32_t m_excluded = -1;
  std::vector<std::pair<double, std::int32_t>> m_heap;
};

}  // namespace baryscope
