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

/// The number of members. Plain arithmetic, for the compiler must not count on an instruction for
/// it and would call a function.
std::size_t count(Word set) {
  set -= set >> 1U & 0x5555555555555555U;
  set = (set & 0x3333333333333333U) + (set >> 2U & 0x3333333333333333U);
  set = (set + (set >> 4U)) & 0x0f0f0f0f0f0f0f0fU;
  return static_cast<std::size_t>(set * 0x0101010101010101U >> 56U);
}

}  // namespace

void NarrowCliqueSearch::begin(std::int32_t vertex, std::span<const std::int32_t> members) {
  m_vertex = vertex;
  m_members = members;
  m_all = all_of(members.size());
  const auto n_below = std::ranges::lower_bound(members, vertex) - members.begin();
  m_below = all_of(static_cast<std::size_t>(n_below));
  std::fill_n(m_rows, members.size(), Word{0});
}

void NarrowCliqueSearch::join(std::size_t index, Word mask) {
  m_rows[index] |= mask;
  while (mask != 0) {
    m_rows[take_first(mask)] |= Word{1} << index;
  }
}

void NarrowCliqueSearch::run(std::span<const Word> excluded) {
  m_masks.assign(excluded.begin(), excluded.end());
  expand(0, m_all, 0, 0);
}

void NarrowCliqueSearch::found(Word members) {
  auto next = m_collector.add(count(members) + 1).begin();
  Word below = members & m_below;
  for (members &= ~m_below; below != 0;) {
    *next++ = m_members[take_first(below)];
  }
  for (*next++ = m_vertex; members != 0;) {
    *next++ = m_members[take_first(members)];
  }
}

/// `done`: members whose cliques are all found; they and the masks from `first_mask` on exclude.
void NarrowCliqueSearch::expand(Word clique, Word candidates, Word done, std::size_t first_mask) {
  m_collector.tick();
  Word universal = 0;  // neighbours of all other candidates: they are in every clique from here
  Word pivot_row = 0;
  std::size_t most = 0;
  for (Word rest = candidates; rest != 0;) {
    const Word bit = rest & -rest;
    const Word row = m_rows[take_first(rest)];
    if ((candidates & ~row) == bit) {
      universal |= bit;
    } else if (const std::size_t n = count(row & candidates); pivot_row == 0 || n > most) {
      most = n;
      pivot_row = row;
    }
  }
  candidates &= ~universal;
  clique |= universal;
  most -= candidates == 0 ? 0 : count(universal);

  // Only what neighbours all universal vertices, and some candidate, still excludes anything.
  const auto excludes = [&](Word row) {
    const Word common = row & candidates;
    if ((universal & ~row) != 0 || common == 0) {
      return false;
    }
    if (const std::size_t n = count(common); n > most) {
      most = n;
      pivot_row = row;
    }
    return true;
  };
  const auto excludes_all = [&](Word row) { return ((candidates | universal) & ~row) == 0; };
  Word excluding = 0;
  for (Word rest = done; rest != 0;) {
    const Word bit = rest & -rest;
    const Word row = m_rows[take_first(rest)];
    if (excludes_all(row)) {
      return;
    }
    excluding |= excludes(row) ? bit : 0;
  }
  std::size_t end = first_mask;
  for (std::size_t m = first_mask; m < m_masks.size(); ++m) {
    const Word row = m_masks[m];
    if (excludes_all(row)) {
      return;
    }
    m_masks[end] = row;
    end += excludes(row) ? 1 : 0;
  }
  m_masks.resize(end);
  if (candidates == 0) {
    found(clique);
    return;
  }

  for (Word branches = candidates & ~pivot_row; branches != 0;) {
    const std::size_t v = take_first(branches);
    const Word bit = Word{1} << v;
    const Word left = candidates & m_rows[v];
    const Word done_there = excluding & m_rows[v];
    candidates &= ~bit;
    excluding |= bit;
    if ((left & (left - 1)) == 0) {
      // One or none is left: it needs no search, only somebody who knows them all.
      const Word all = bit | left;
      bool known =
          (left == 0 ? done_there
                     : done_there & m_rows[static_cast<std::size_t>(std::countr_zero(left))]) != 0;
      for (std::size_t m = first_mask; m < end && !known; ++m) {
        known = (all & ~m_masks[m]) == 0;
      }
      if (!known) {
        found(clique | all);
      }
      continue;
    }
    for (std::size_t m = first_mask; m < end; ++m) {
      if ((m_masks[m] & bit) != 0) {
        m_masks.push_back(m_masks[m]);
      }
    }
    expand(clique | bit, left, done_there, end);
    m_masks.resize(end);
  }
}

}  // namespace baryscope
