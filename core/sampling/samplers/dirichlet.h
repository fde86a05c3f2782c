/// Barycentric coordinates drawn from Dirichlet distributions, with our own generator.
#pragma once

#include <span>

#include "core/base/random.h"

namespace baryscope {

/// ln of a Gamma(shape, 1) draw, shape > 0: Marsaglia & Tsang 2000, for shape < 1 boosted by
/// U^(1/shape). The logarithm stays finite where the draw itself would underflow.
double draw_log_gamma(double shape, Random& random);

/// Dirichlet(1, …, 1): the spacings of sorted uniforms. No rounding at all: the coordinates are
/// multiples of 2⁻⁵³ and sum to 1 exactly. One coordinate is 1 and draws nothing.
void draw_flat_dirichlet(std::span<double> coordinates, Random& random);

/// Dirichlet(shapes), all > 0, by normalised Gamma draws. One coordinate is 1 and draws nothing.
void draw_dirichlet(std::span<const double> shapes, std::span<double> coordinates, Random& random);

}  // namespace baryscope
