#include "core/sampling/data/exact_draws.h"

#include <cmath>
#include <numbers>

namespace baryscope {
namespace {

/// True with probability e^{−t}, 0 ≤ t ≤ 1: the run t > U₁ > U₂ > … has length ≥ m with probability
/// t^m/m!, hence an even length with Σ (−t)^m/m! (von Neumann 1951).
bool survives(Random& random, double t) {
  bool even = true;
  while (true) {
    const double next = random.uniform();
    if (next >= t) {
      return even;
    }
    t = next;
    even = !even;
  }
}

bool survives_often(Random& random, double t, int times) {
  for (int i = 0; i < times; ++i) {
    if (!survives(random, t)) {
      return false;
    }
  }
  return true;
}

/// Σ (−x²)^i / (first + 1)(first + 2)…, i < 9, by Horner's rule: the series of cos x (first = 0)
/// and of sin x / x (first = 1); |x| ≤ π/4 leaves less than 1e-17.
double alternating_series(double x, int first) {
  const double square = x * x;
  double sum = 1;
  for (int i = 9; i >= 1; --i) {
    const double n = first + 2 * i;
    sum = 1 - square / (n * (n - 1)) * sum;
  }
  return sum;
}

}  // namespace

double draw_normal(Random& random) {
  while (true) {
    int whole = 0;
    while (survives(random, 0.5)) {
      ++whole;
    }
    if (!survives_often(random, 0.5, whole * (whole - 1))) {
      continue;
    }
    const double part = random.uniform();
    const double share = part * (2 * whole + part) / (2 * whole + 2);
    if (!survives_often(random, share, whole + 1)) {
      continue;
    }
    const double size = whole + part;
    return (random() >> 63) != 0 ? -size : size;
  }
}

std::array<double, 2> circle_point(double turns) {
  const double share = turns - std::floor(turns);
  const double quarter = std::floor(share * 4 + 0.5);
  const double angle = 2 * std::numbers::pi * (share - quarter / 4);
  const double x = alternating_series(angle, 0);
  const double y = angle * alternating_series(angle, 1);
  switch (static_cast<int>(quarter) % 4) {
    case 0:
      return {x, y};
    case 1:
      return {-y, x};
    case 2:
      return {-x, -y};
    default:
      return {y, -x};
  }
}

}  // namespace baryscope
