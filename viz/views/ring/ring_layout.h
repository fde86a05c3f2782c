/// Where tokens stand on the ring, and how lines run inside it.
#pragma once

#include <vector>

#include "viz/scene/vec3.h"

namespace baryscope {

/// Up to k_most_on_circle tokens a circle of radius 1 that faces the eye, clockwise, with a gap at
/// the top between the last and the first; more of them a helix about the upright axis, which runs
/// down clockwise as seen from above and begins at the back.
class RingLayout {
 public:
  static constexpr int k_most_on_circle = 64;  // and so many a turn of the helix

  explicit RingLayout(int n_tokens);

  [[nodiscard]] bool is_helix() const { return m_n_tokens > k_most_on_circle; }
  [[nodiscard]] int n_tokens() const { return m_n_tokens; }
  /// Radians from one token to the next.
  [[nodiscard]] double step() const { return m_step; }
  /// The place of a position; halves lie between two tokens. `radius` 1: on the ring.
  [[nodiscard]] Vec3 place(double position, double radius = 1) const;
  /// On the axis at that height, what labels point away from.
  [[nodiscard]] Vec3 middle(double position) const { return place(position, 0); }
  /// How far apart two turns are; 0 on a circle.
  [[nodiscard]] double pitch() const { return m_pitch; }

  /// From one position to another inside the ring, in `n_pieces` pieces: it leaves and arrives
  /// square to the ring, and goes the deeper the farther it goes. A position to itself: a loop.
  [[nodiscard]] std::vector<Vec3> arc(int from, int to, int n_pieces) const;
  /// Along the ring at some radius, with a place at every position and as many between as make it
  /// round.
  [[nodiscard]] std::vector<Vec3> along(double from, double to, double radius) const;

 private:
  int m_n_tokens;
  double m_step, m_pitch = 0, m_top = 0;
};

}  // namespace baryscope
