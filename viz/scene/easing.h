/// How something moves from one value to the next: at one speed, or starting and ending gently.
#pragma once

namespace baryscope {

enum class Easing { linear, cubic };

/// Share of the way at the share `t` of the time, both in [0, 1]; the ends are exact. Cubic in-out:
/// 4t³ up to the middle, 1 − 4(1−t)³ after it.
constexpr double eased(Easing easing, double t) {
  if (!(t > 0)) {
    return 0;
  }
  if (t >= 1) {
    return 1;
  }
  if (easing == Easing::linear) {
    return t;
  }
  const double rest = 1 - t;
  return t < 0.5 ? 4 * t * t * t : 1 - 4 * rest * rest * rest;
}

}  // namespace baryscope
