#include "core/simplicial/face_walk.h"

#include <algorithm>
#include <limits>

#include "core/base/error.h"

namespace baryscope {

FaceWalk::FaceWalk(const SimplexList& maximal, std::size_t least_arity, std::size_t most_holders,
                   const Watch& watch)
    : m_maximal(maximal), m_least_arity(least_arity), m_most_holders(most_holders), m_watch(watch) {
  BARYSCOPE_CHECK(maximal.size() <= std::numeric_limits<std::uint32_t>::max());
}

bool FaceWalk::run(const Visit& visit) {
  m_face.clear();
  m_holders.clear();
  m_n_holders = 0;
  for (std::size_t s = 0; s < m_maximal.size(); ++s) {
    if (!push_next({0, static_cast<std::uint32_t>(s), 0}, 0)) {
      return false;
    }
  }
  return visit_groups(0, visit);
}

/// The vertices of the holder from `first_place` on that leave enough behind them.
bool FaceWalk::push_next(const Holder& holder, std::size_t first_place) {
  const auto simplex = m_maximal[holder.simplex];
  const std::size_t n_behind =
      m_least_arity > m_face.size() + 1 ? m_least_arity - m_face.size() - 1 : 0;
  for (std::size_t place = first_place; place + n_behind < simplex.size(); ++place) {
    if (++m_n_holders > m_most_holders) {
      return false;
    }
    m_holders.push_back({simplex[place], holder.simplex, static_cast<std::uint32_t>(place)});
  }
  return true;
}

bool FaceWalk::visit_groups(std::size_t begin, const Visit& visit) {
  const std::size_t end = m_holders.size();
  std::sort(m_holders.begin() + static_cast<std::ptrdiff_t>(begin), m_holders.end(),
            [](const Holder& a, const Holder& b) {
              return a.vertex != b.vertex ? a.vertex < b.vertex : a.simplex < b.simplex;
            });
  for (std::size_t first = begin; first < end;) {
    if ((++m_n_visits & 1023U) == 0) {
      m_watch.check();
    }
    std::size_t last = first + 1;
    while (last < end && m_holders[last].vertex == m_holders[first].vertex) {
      ++last;
    }
    m_face.push_back(m_holders[first].vertex);
    const Next next = visit(m_face, {m_holders.data() + first, last - first});
    if (next == Next::stop) {
      return false;
    }
    if (next == Next::descend) {
      for (std::size_t h = first; h < last; ++h) {
        const Holder holder = m_holders[h];
        if (!push_next(holder, std::size_t{holder.place} + 1)) {
          return false;
        }
      }
      if (!visit_groups(end, visit)) {
        return false;
      }
      m_holders.resize(end);
    }
    m_face.pop_back();
    first = last;
  }
  return true;
}

}  // namespace baryscope
