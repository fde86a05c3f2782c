#include "viz/text/name_column.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace baryscope {
namespace {

/// Names that touch each other, and the place that they have in common less their distances.
struct Block {
  std::size_t first = 0, end = 0;
  double weight = 0, place = 0;
};

class Column {
 public:
  Column(std::span<const ColumnName> names, double top, double bottom, double most_away)
      : m_names(names), m_top(top), m_bottom(bottom), m_most_away(most_away) {
    m_order.resize(names.size());
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
      return names[a].middle < names[b].middle;
    });
  }

  std::vector<std::optional<double>> spread() {
    while (!m_order.empty() && !fits()) m_order.erase(m_order.begin() + excess());
    std::vector<std::optional<double>> tops(m_names.size());
    for (std::size_t i = 0; i < m_order.size(); ++i) {
      tops[m_order[i]] = m_middles[i] - name(i).height / 2;
    }
    return tops;
  }

 private:
  [[nodiscard]] const ColumnName& name(std::size_t i) const { return m_names[m_order[i]]; }

  /// Places the names that are left; true where that is a column. Else m_wrong is what to thin out.
  bool fits() {
    const std::size_t n = m_order.size();
    m_offsets.assign(n, 0);
    for (std::size_t i = 1; i < n; ++i) {
      m_offsets[i] = m_offsets[i - 1] + (name(i - 1).height + name(i).height) / 2;
    }
    m_blocks.clear();
    for (std::size_t i = 0; i < n; ++i) {
      const double weight = std::max(0.01, name(i).importance * name(i).importance);
      m_blocks.push_back({i, i + 1, weight, name(i).middle - m_offsets[i]});
      while (m_blocks.size() > 1 && m_blocks[m_blocks.size() - 2].place >= m_blocks.back().place) {
        join_last();
      }
    }
    const double low = m_top + name(0).height / 2;
    const double high = m_bottom - m_offsets.back() - name(n - 1).height / 2;
    if (low > high) {
      m_wrong = {0, n, 0, 0};
      return false;
    }
    return place(low, high);
  }

  void join_last() {
    const Block last = m_blocks.back();
    m_blocks.pop_back();
    Block& before = m_blocks.back();
    before.place =
        (before.weight * before.place + last.weight * last.place) / (before.weight + last.weight);
    before.weight += last.weight;
    before.end = last.end;
  }

  bool place(double low, double high) {
    m_middles.assign(m_order.size(), 0);
    bool good = true;
    double worst = 0;
    for (const Block& block : m_blocks) {
      for (std::size_t i = block.first; i < block.end; ++i) {
        m_middles[i] = std::clamp(block.place, low, high) + m_offsets[i];
        const double away = std::abs(m_middles[i] - name(i).middle) / name(i).height;
        if (away <= m_most_away || away <= worst) continue;
        worst = away;
        m_wrong = block;
        good = false;
      }
    }
    return good;
  }

  /// The least important name in the block that has too little room; of equals the one in its
  /// middle, which gives both its neighbours room.
  [[nodiscard]] std::ptrdiff_t excess() const {
    const double middle = 0.5 * static_cast<double>(m_wrong.first + m_wrong.end - 1);
    const auto off = [&](std::size_t i) { return std::abs(static_cast<double>(i) - middle); };
    std::size_t least = m_wrong.first;
    for (std::size_t i = m_wrong.first; i < m_wrong.end; ++i) {
      const double a = name(i).importance, b = name(least).importance;
      if (a < b || (a == b && off(i) < off(least))) least = i;
    }
    return static_cast<std::ptrdiff_t>(least);
  }

  std::span<const ColumnName> m_names;
  double m_top, m_bottom, m_most_away;
  std::vector<std::size_t> m_order;  ///< of the names that are left, from the top
  std::vector<double> m_offsets, m_middles;
  std::vector<Block> m_blocks;
  Block m_wrong;
};

}  // namespace

std::vector<std::optional<double>> spread_column(std::span<const ColumnName> names, double top,
                                                 double bottom, double most_away) {
  return Column(names, top, bottom, most_away).spread();
}

}  // namespace baryscope
