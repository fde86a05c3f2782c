#include "core/simplicial/z2_reduction.h"

#include <algorithm>
#include <bit>
#include <span>

namespace baryscope {
namespace {

/// Where a simplex stands in a lexicographic list.
class SimplexIndex {
 public:
  explicit SimplexIndex(const SimplexList& list) : m_list(list) {
    for (std::size_t s = 0; s < list.size(); ++s) {
      const auto first = static_cast<std::size_t>(list[s].front());
      m_begins.resize(std::max(m_begins.size(), first + 1), s);
    }
    m_begins.push_back(list.size());
  }

  [[nodiscard]] std::size_t find(std::span<const std::int32_t> simplex) const {
    const auto first = static_cast<std::size_t>(simplex.front());
    std::size_t low = m_begins[first];
    std::size_t high = m_begins[first + 1];
    while (low + 1 < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (std::ranges::lexicographical_compare(simplex, m_list[middle])) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

 private:
  const SimplexList& m_list;
  std::vector<std::size_t> m_begins;  ///< [largest first vertex + 2]
};

/// The coboundary's columns in compressed form: the cofaces of every face, ascending.
struct Columns {
  std::vector<std::size_t> offsets;
  std::vector<std::uint32_t> entries;
};

Columns make_columns(const SimplexList& faces, const SimplexList& cofaces, const Watch& watch) {
  const SimplexIndex index(faces);
  std::vector<std::uint32_t> face_of;  // [n cofaces, arity]
  face_of.reserve(cofaces.vertices.size());
  Columns columns;
  columns.offsets.assign(faces.size() + 1, 0);
  std::vector<std::int32_t> face;
  for (std::size_t c = 0; c < cofaces.size(); ++c) {
    if (c % 1024 == 0) {
      watch.check();
    }
    for (std::size_t left_out = 0; left_out < cofaces[c].size(); ++left_out) {
      face.assign(cofaces[c].begin(), cofaces[c].end());
      face.erase(face.begin() + static_cast<std::ptrdiff_t>(left_out));
      face_of.push_back(static_cast<std::uint32_t>(index.find(face)));
      ++columns.offsets[face_of.back() + 1];
    }
  }
  for (std::size_t f = 0; f < faces.size(); ++f) {
    columns.offsets[f + 1] += columns.offsets[f];
  }
  columns.entries.resize(face_of.size());
  std::vector<std::size_t> next(columns.offsets.begin(), columns.offsets.end() - 1);
  for (std::size_t c = 0; c < cofaces.size(); ++c) {
    for (std::size_t e = cofaces.offsets[c]; e < cofaces.offsets[c + 1]; ++e) {
      columns.entries[next[face_of[e]]++] = static_cast<std::uint32_t>(c);
    }
  }
  return columns;
}

/// A column while others are added to it: one bit a row. Its first entry only moves on, since an
/// added column begins with that entry and thereby takes it away.
class DenseColumn {
 public:
  explicit DenseColumn(std::size_t n_rows) : m_words((n_rows + 63) / 64) {}

  void add(std::span<const std::uint32_t> entries) {
    for (const std::uint32_t row : entries) {
      m_words[row / 64] ^= std::uint64_t{1} << (row % 64);
    }
    m_last_word = std::max(m_last_word, std::size_t{entries.back()} / 64);
  }
  /// The first entry at or behind `from`; nothing where the column is 0.
  [[nodiscard]] std::optional<std::size_t> first(std::size_t from) const {
    for (std::size_t w = from / 64; w <= m_last_word; ++w) {
      if (m_words[w] != 0) {
        return 64 * w + static_cast<std::size_t>(std::countr_zero(m_words[w]));
      }
    }
    return std::nullopt;
  }
  /// Appends the entries from `from` on and becomes 0.
  void move_to(std::vector<std::uint32_t>& entries, std::size_t from) {
    for (std::size_t w = from / 64; w <= m_last_word; ++w) {
      for (; m_words[w] != 0; m_words[w] &= m_words[w] - 1) {
        entries.push_back(static_cast<std::uint32_t>(
            64 * w + static_cast<std::size_t>(std::countr_zero(m_words[w]))));
      }
    }
    m_last_word = 0;
  }
  void forget() { m_last_word = 0; }

 private:
  std::vector<std::uint64_t> m_words;
  std::size_t m_last_word = 0;
};

}  // namespace

std::optional<Z2Reduction> reduce_coboundary(const SimplexList& faces, const SimplexList& cofaces,
                                             const std::vector<bool>& cleared,
                                             std::size_t most_entries, const Watch& watch) {
  Z2Reduction reduction;
  reduction.is_pivot.assign(cofaces.size(), false);
  if (cofaces.empty()) {
    return reduction;
  }
  const Columns columns = make_columns(faces, cofaces, watch);
  // The reduced column of each pivot: a range of `columns.entries` where nothing was added to it,
  // else of `reduced`.
  struct Range {
    std::size_t begin = 0, end = 0;
    bool in_reduced = false;
  };
  std::vector<Range> column_of(cofaces.size());
  std::vector<std::uint32_t> reduced;
  const auto entries_of = [&](const Range& range) {
    const std::vector<std::uint32_t>& all = range.in_reduced ? reduced : columns.entries;
    return std::span<const std::uint32_t>(all).subspan(range.begin, range.end - range.begin);
  };
  DenseColumn column(cofaces.size());
  std::size_t n_steps = 0;
  for (std::size_t f = faces.size(); f-- > 0;) {
    if (++n_steps % 256 == 0) {
      watch.check();
    }
    Range range{columns.offsets[f], columns.offsets[f + 1], false};
    if (cleared[f] || range.begin == range.end) {
      continue;
    }
    std::optional<std::size_t> pivot = columns.entries[range.begin];
    if (reduction.is_pivot[*pivot]) {
      column.add(entries_of(range));
      while (pivot && reduction.is_pivot[*pivot]) {
        if (++n_steps % 256 == 0) {
          watch.check();
        }
        column.add(entries_of(column_of[*pivot]));
        pivot = column.first(*pivot);
      }
      if (!pivot) {
        column.forget();
        continue;
      }
      range = {reduced.size(), 0, true};
      column.move_to(reduced, *pivot);
      range.end = reduced.size();
      if (reduced.size() > most_entries) {
        return std::nullopt;
      }
    }
    reduction.is_pivot[*pivot] = true;
    column_of[*pivot] = range;
    ++reduction.rank;
  }
  return reduction;
}

}  // namespace baryscope
