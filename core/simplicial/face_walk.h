/// Visits every face of a simplicial complex once, although maximal simplices share faces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// Faces in lexicographic order, every face before those that it begins. Of a face it is known
/// which maximal simplices hold it, and its next vertices are theirs: no table of seen faces.
class FaceWalk {
 public:
  /// A maximal simplex that holds the face, and where in it the face's last vertex stands.
  struct Holder {
    std::int32_t vertex = 0;
    std::uint32_t simplex = 0;
    std::uint32_t place = 0;
  };
  enum class Next { descend, skip, stop };
  using Visit =
      std::function<Next(std::span<const std::int32_t> face, std::span<const Holder> holders)>;

  /// Only faces that begin a face of `least_arity` vertices are visited. At most `most_holders`
  /// are looked at, over all faces.
  FaceWalk(const SimplexList& maximal, std::size_t least_arity, std::size_t most_holders,
           const Watch& watch);

  /// False where `visit` stopped it or the holders were too many.
  bool run(const Visit& visit);

 private:
  bool visit_groups(std::size_t begin, const Visit& visit);
  bool push_next(const Holder& holder, std::size_t first_place);

  const SimplexList& m_maximal;
  std::size_t m_least_arity;
  std::size_t m_most_holders;
  const Watch& m_watch;
  std::size_t m_n_holders = 0;
  std::uint32_t m_n_visits = 0;
  std::vector<std::int32_t> m_face;
  std::vector<Holder> m_holders;  ///< a stack: those of the next vertices, level upon level
};

}  // namespace baryscope
