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

/// A few neighbours stand in order, more in a heap with the worst on top; for many a heap is slow,
/// and a buffer is cut back to the k nearest whenever it holds twice as many.
class NearestList {
 public:
  /// Empties the list; k ≥ 1. The point `excluded` is never taken (−1: none is excluded).
  void restart(int k, std::int32_t excluded) {
    m_k = static_cast<std::size_t>(k);
    m_excluded = excluded;
    m_entries.clear();
    m_bound = k_open;
  }

  /// No point farther than this can still enter; a point as far may, by its index.
  [[nodiscard]] double worst() const { return m_bound.first; }

  /// Points that lie on each other, by ascending index, all at the same distance.
  void add(double squared, std::span<const std::int32_t> indices) {
    for (const std::int32_t index : indices) {
      if (index == m_excluded) {
        continue;
      }
      const Entry entry(squared, index);
      if (!(entry < m_bound)) {
        return;
      }
      if (m_k <= k_most_in_order) {
        add_in_order(entry);
      } else if (m_k <= k_most_in_heap) {
        add_to_heap(entry);
      } else {
        add_to_buffer(entry);
      }
    }
  }

  /// Writes all k of them, nearest first, and leaves the list to be restarted.
  void write(std::span<std::int32_t> indices, std::span<double> squared_distances) {
    std::sort(m_entries.begin(), m_entries.end());
    for (std::size_t i = 0; i < std::min(m_k, m_entries.size()); ++i) {
      squared_distances[i] = m_entries[i].first;
      indices[i] = m_entries[i].second;
    }
  }

 private:
  using Entry = std::pair<double, std::int32_t>;
  static constexpr std::size_t k_most_in_order = 16;
  static constexpr std::size_t k_most_in_heap = 64;
  static constexpr Entry k_open{std::numeric_limits<double>::infinity(),
                                std::numeric_limits<std::int32_t>::max()};

  void add_in_order(const Entry& entry) {
    if (m_entries.size() < m_k) {
      m_entries.push_back(entry);
    }
    std::size_t place = m_entries.size() - 1;
    for (; place > 0 && entry < m_entries[place - 1]; --place) {
      m_entries[place] = m_entries[place - 1];
    }
    m_entries[place] = entry;
    if (m_entries.size() == m_k) {
      m_bound = m_entries.back();
    }
  }

  void add_to_heap(const Entry& entry) {
    if (m_entries.size() == m_k) {
      std::pop_heap(m_entries.begin(), m_entries.end());
      m_entries.pop_back();
    }
    m_entries.push_back(entry);
    std::push_heap(m_entries.begin(), m_entries.end());
    if (m_entries.size() == m_k) {
      m_bound = m_entries.front();
    }
  }

  void add_to_buffer(const Entry& entry) {
    m_entries.push_back(entry);
    if (m_entries.size() == 2 * m_k) {
      const auto last = m_entries.begin() + static_cast<std::ptrdiff_t>(m_k) - 1;
      std::nth_element(m_entries.begin(), last, m_entries.end());
      m_bound = *last;
      m_entries.resize(m_k);
    }
  }

  std::size_t m_k = 1;
  std::int32_t m_excluded = -1;
  Entry m_bound = k_open;
  std::vector<Entry> m_entries;
};

}  // namespace baryscope
