#include "viz/draw/shading.h"

#include <algorithm>
#include <cmath>

namespace baryscope {

Color shaded(const Color& base, Vec3 normal) {
  const double wrapped = 0.5 + 0.5 * dot(normal, {-0.44, 0.62, 0.65});
  const double gain = 0.60 + wrapped * (1.06 - 0.60);
  const Color white{1, 1, 1, 1};
  Color color{std::min(1.0, gain * base.red), std::min(1.0, gain * base.green),
              std::min(1.0, gain * base.blue), 1};
  const double t = std::clamp((wrapped - 0.55) / 0.45, 0.0, 1.0);
  color = mixed(color, white, 0.16 * t * t * (3 - 2 * t));
  return mixed(color, white,
               0.42 * std::pow(std::max(dot(normal, {-0.242, 0.341, 0.908}), 0.0), 26));
}

}  // namespace baryscope
