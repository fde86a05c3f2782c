#include "core/sampling/samplers/dirichlet.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/sampling/data/exact_draws.h"
#include "core/sampling/samplers/sort_few.h"

namespace baryscope {
namespace {

/// Uniform in (0, 1]: its logarithm is finite.
double positive_uniform(Random& random) { return 1.0 - random.uniform(); }

/// The spacings of n − 1 sorted uniforms. With n known beforehand there is no branch by size, which
/// from point to point would be a coin's toss.
template <std::size_t n>
void draw_spacings(double* coordinates, Random& random) {
  std::array<double, n - 1> uniforms;
  for (double& uniform : uniforms) {
    uniform = random.uniform();
  }
  sort_few<n - 1>(uniforms.data());
  coordinates[0] = uniforms[0];
  for (std::size_t i = 1; i + 1 < n; ++i) {
    coordinates[i] = uniforms[i] - uniforms[i - 1];
  }
  coordinates[n - 1] = 1 - uniforms[n - 2];
}

}  // namespace

double draw_log_gamma(double shape, Random& random) {
  BARYSCOPE_CHECK(shape > 0);
  if (shape < 1) {
    const double boost = std::log(positive_uniform(random)) / shape;
    return draw_log_gamma(shape + 1, random) + boost;
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = draw_normal(random);
    const double base = 1 + c * x;
    if (base <= 0) {
      continue;
    }
    const double v = base * base * base;
    const double log_v = std::log(v);
    if (std::log(positive_uniform(random)) < 0.5 * x * x + d * (1 - v + log_v)) {
      return std::log(d) + log_v;
    }
  }
}

void draw_flat_dirichlet(std::span<double> coordinates, Random& random) {
  BARYSCOPE_CHECK(!coordinates.empty());
  switch (coordinates.size()) {
    case 2:
      return draw_spacings<2>(coordinates.data(), random);
    case 3:
      return draw_spacings<3>(coordinates.data(), random);
    case 4:
      return draw_spacings<4>(coordinates.data(), random);
    case 5:
      return draw_spacings<5>(coordinates.data(), random);
    default:
      break;
  }
  const std::size_t last = coordinates.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    coordinates[i] = random.uniform();
  }
  sort_few(coordinates.first(last));
  coordinates[last] = 1;
  for (std::size_t i = last; i > 0; --i) {
    coordinates[i] -= coordinates[i - 1];
  }
}

void draw_dirichlet(std::span<const double> shapes, std::span<double> coordinates, Random& random) {
  BARYSCOPE_CHECK(!coordinates.empty() && shapes.size() == coordinates.size());
  if (coordinates.size() == 1) {
    coordinates[0] = 1;
    return;
  }
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    coordinates[i] = draw_log_gamma(shapes[i], random);
  }
  const double largest = *std::max_element(coordinates.begin(), coordinates.end());
  double sum = 0;
  for (double& coordinate : coordinates) {
    coordinate = std::exp(coordinate - largest);
    sum += coordinate;
  }
  for (double& coordinate : coordinates) {
    coordinate /= sum;
  }
}

}  // namespace baryscope
