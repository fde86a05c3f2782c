#include "core/simplicial/narrow_clique_search.h"

#include <algorithm>
#include <bit>

namespace baryscope {
namespace {

using Word = std::uint64_t;

/// The index of the lowest member, which leaves the set.
std::size_t take_first(Word& set) {
  const auto index = static_cast<std::size_t>(std::countr_zero(set));
  set &= set - 1;
  return index;
}

}  // namespace

void NarrowCliqueSearch::begin(std::int32_t vertex, std::span<const std::int32_t> members) {
  m_vertex = vertex;
  m_members = members;
  m_all = members.empty() ? 0 : ~Word{0} >> (most_members - members.size());
  std::fill_n(m_rows, members.size(), Word{0});
  m_masks.clear();
}

bool NarrowCliqueSearch::exclude(Word mask) {
  if (mask == m_all) {
    return false;
  }
  if (mask != 0) {
    m_masks.push_back(mask);
  }
  return true;
}

void NarrowCliqueSearch::run() { expand(0, m_all, 0, 0); }

void NarrowCliqueSearch::found(Word clique) {
  std::int32_t others[most_members];
  std::size_t n = 0;
  while (clique != 0) {
    others[n++] = m_members[take_first(clique)];
  }
  m_collector.add(m_vertex, {others, n});
}

/// `done`: members whose cliques are all found; they and the masks from `first_mask` on exclude.
void NarrowCliqueSearch::expand(Word clique, Word candidates, Word done, std::size_t first_mask) {
  m_collector.tick();
  const int n_candidates = std::popcount(candidates);
  Word universal = 0;  // neighbours of all other candidates: they are in every clique from here
  Word pivot_row = 0;
  int most = -1;
  for (Word rest = candidates; rest != 0;) {
    const std::size_t v = take_first(rest);
    const int n = std::popcount(m_rows[v] & candidates);
    if (n + 1 == n_candidates) {
      universal |= Word{1} << v;
    } else if (n > most) {
      most = n;
      pivot_row = m_rows[v];
    }
  }
  candidates &= ~universal;
  clique |= universal;
  const int n_left = std::popcount(candidates);
  most -= std::popcount(universal);

  // Only what neighbours all universal vertices, and some candidate, still excludes anything.
  Word excluding = 0;
  for (Word rest = done; rest != 0;) {
    const std::size_t v = take_first(rest);
    if ((m_rows[v] & universal) == universal) {
      const int n = std::popcount(m_rows[v] & candidates);
      if (n == n_left) {
        return;
      }
      if (n > 0) {
        excluding |= Word{1} << v;
      }
      if (n > most) {
        most = n;
        pivot_row = m_rows[v];
      }
    }
  }
  std::size_t end = first_mask;
  for (std::size_t m = first_mask; m < m_masks.size(); ++m) {
    const Word mask = m_masks[m];
    if ((mask & universal) == universal) {
      const int n = std::popcount(mask & candidates);
      if (n == n_left) {
        return;
      }
      if (n > 0) {
        m_masks[end++] = mask;
      }
      if (n > most) {
        most = n;
        pivot_row = mask;
      }
    }
  }
  m_masks.resize(end);
  if (candidates == 0) {
    found(clique);
    return;
  }

  for (Word branches = candidates & ~pivot_row; branches != 0;) {
    const std::size_t v = take_first(branches);
    const Word bit = Word{1} << v;
    for (std::size_t m = first_mask; m < end; ++m) {
      if ((m_masks[m] & bit) != 0) {
        m_masks.push_back(m_masks[m]);
      }
    }
    expand(clique | bit, candidates & m_rows[v], excluding & m_rows[v], end);
    m_masks.resize(end);
    candidates &= ~bit;
    excluding |= bit;
  }
}

}  // namespace baryscope
