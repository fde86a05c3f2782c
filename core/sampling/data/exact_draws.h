/// Draws by +, −, ·, / and comparisons only: the same bytes on every platform.
#pragma once

#include <array>

#include "core/base/random.h"

namespace baryscope {

/// Standard normal. Karney's rejection from uniforms alone (Sampling exactly from the normal
/// distribution, ACM TOMS 42, 2016, algorithm N), with 53-bit uniforms.
double draw_normal(Random& random);

/// (cos 2πt, sin 2πt) within 1e-15; multiples of a quarter turn are exact. t is finite, |t| < 2^52.
std::array<double, 2> circle_point(double turns);

}  // namespace baryscope
