#include "core/simplicial/wide_clique_search.h"

#include <algorithm>
#include <bit>

namespace baryscope {
namespace {

using Word = std::uint64_t;

std::size_t n_set(std::span<const Word> words) {
  std::size_t n = 0;
  for (const Word word : words) {
    n += static_cast<std::size_t>(std::popcount(word));
  }
  return n;
}

template <class Function>
void for_each_bit(std::span<const Word> words, Function function) {
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (Word rest = words[w]; rest != 0; rest &= rest - 1) {
      function(64 * w + static_cast<std::size_t>(std::countr_zero(rest)));
    }
  }
}

}  // namespace

void WideCliqueSearch::begin(std::int32_t vertex, std::span<const std::int32_t> members) {
  m_vertex = vertex;
  m_members = members;
  m_n_words = (members.size() + 63) / 64;
  m_rows.assign(members.size() * m_n_words, 0);
  m_excluded.clear();
}

void WideCliqueSearch::join(std::size_t index, std::span<const std::int32_t> neighbors) {
  for (const std::int32_t neighbor : neighbors) {
    set(index, static_cast<std::size_t>(neighbor));
    set(static_cast<std::size_t>(neighbor), index);
  }
}

bool WideCliqueSearch::exclude(std::span<const std::int32_t> neighbors) {
  if (neighbors.size() == m_members.size()) {
    return false;
  }
  if (!neighbors.empty()) {
    const std::size_t row = m_rows.size() / m_n_words;
    m_excluded.push_back(row);
    m_rows.resize(m_rows.size() + m_n_words);
    for (const std::int32_t bit : neighbors) {
      set(row, static_cast<std::size_t>(bit));
    }
  }
  return true;
}

std::size_t WideCliqueSearch::n_common(std::size_t row, const Word* with) const {
  const Word* words = &m_rows[row * m_n_words];
  std::size_t n = 0;
  for (std::size_t w = 0; w < m_n_words; ++w) {
    n += static_cast<std::size_t>(std::popcount(words[w] & with[w]));
  }
  return n;
}

void WideCliqueSearch::run() {
  m_levels.clear();
  m_clique.clear();
  push_level(0);
  for (std::size_t v = 0; v < m_members.size(); ++v) {
    candidates(0)[v / 64] |= Word{1} << (v % 64);
  }
  bool opened = open_last();
  while (!m_levels.empty()) {
    if (!opened || !follow_next()) {
      m_excluded.resize(m_levels.back().first_excluded);
      m_levels.pop_back();
      opened = true;  // the level below was opened before
      continue;
    }
    opened = open_last();
  }
}

void WideCliqueSearch::push_level(std::size_t first_excluded) {
  m_levels.push_back({first_excluded, m_excluded.size(), 0, 0, false});
  m_sets.resize(std::max(m_sets.size(), 2 * m_levels.size() * m_n_words));
  std::fill_n(candidates(m_levels.size() - 1), 2 * m_n_words, Word{0});
}

/// Takes the universal vertices into the clique and chooses the branches. False where nothing is
/// left to follow.
bool WideCliqueSearch::open_last() {
  Level& level = m_levels.back();
  Word* left = candidates(m_levels.size() - 1);
  const std::span<const Word> left_words(left, m_n_words);
  m_universal.assign(m_n_words, 0);
  const std::size_t n_candidates = n_set(left_words);
  std::size_t pivot = 0;
  std::size_t most = 0;
  bool has_pivot = false;
  for_each_bit(left_words, [&](std::size_t v) {
    m_collector.tick();
    const std::size_t n = n_common(v, left);
    if (n + 1 == n_candidates) {
      m_universal[v / 64] |= Word{1} << (v % 64);
      m_clique.push_back(v);
    } else if (!has_pivot || n > most) {
      has_pivot = true;
      most = n;
      pivot = v;
    }
  });
  const std::size_t n_universal = n_set(m_universal);
  const std::size_t n_left = n_candidates - n_universal;
  most -= has_pivot ? n_universal : 0;
  for (std::size_t w = 0; w < m_n_words; ++w) {
    left[w] &= ~m_universal[w];
  }
  level.clique_size = m_clique.size();

  // Only what neighbours all universal vertices, and some candidate, still excludes anything.
  std::size_t end = level.first_excluded;
  for (std::size_t e = level.first_excluded; e < level.end_excluded; ++e) {
    m_collector.tick();
    const std::size_t row = m_excluded[e];
    if (n_common(row, m_universal.data()) != n_universal) {
      continue;
    }
    const std::size_t n = n_common(row, left);
    if (n == n_left) {
      return false;
    }
    if (n > 0) {
      m_excluded[end++] = row;
    }
    if (n > most) {
      most = n;
      pivot = row;
    }
  }
  m_excluded.resize(end);
  level.end_excluded = end;
  if (n_left == 0) {
    found();
    return false;
  }
  Word* to_follow = branches(m_levels.size() - 1);
  for (std::size_t w = 0; w < m_n_words; ++w) {
    to_follow[w] = left[w] & ~m_rows[pivot * m_n_words + w];
  }
  return true;
}

/// Puts the level of the next branch on the stack, after what the last one left is put in order.
/// False where there is no further branch.
bool WideCliqueSearch::follow_next() {
  const std::size_t depth = m_levels.size() - 1;
  Level& level = m_levels.back();
  Word* left = candidates(depth);
  Word* to_follow = branches(depth);
  m_clique.resize(level.clique_size);
  m_excluded.resize(level.end_excluded);
  if (level.following) {
    left[level.branch / 64] &= ~(Word{1} << (level.branch % 64));
    m_excluded.push_back(level.branch);
    level.end_excluded = m_excluded.size();
  }
  std::size_t w = 0;
  while (w < m_n_words && to_follow[w] == 0) {
    ++w;
  }
  if (w == m_n_words) {
    return false;
  }
  const std::size_t v = 64 * w + static_cast<std::size_t>(std::countr_zero(to_follow[w]));
  to_follow[w] &= to_follow[w] - 1;
  level.branch = v;
  level.following = true;
  m_clique.push_back(v);
  const std::size_t first = level.first_excluded;
  const std::size_t end = level.end_excluded;
  for (std::size_t e = first; e < end; ++e) {
    if (has(m_excluded[e], v)) {
      m_excluded.push_back(m_excluded[e]);
    }
  }
  push_level(end);
  const Word* parent = candidates(depth);
  Word* child = candidates(depth + 1);
  for (std::size_t i = 0; i < m_n_words; ++i) {
    child[i] = parent[i] & m_rows[v * m_n_words + i];
  }
  return true;
}

void WideCliqueSearch::found() {
  const auto clique = m_collector.add(m_clique.size() + 1);
  clique.front() = m_vertex;
  std::ranges::transform(m_clique, clique.begin() + 1,
                         [this](std::size_t v) { return m_members[v]; });
  std::ranges::sort(clique);
}

}  // namespace baryscope
