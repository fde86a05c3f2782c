#include "core/sampling/samplers/dirichlet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace baryscope {
namespace {

constexpr int k_draws = 100000;

struct Moments {
  std::vector<double> means, variances;
};

template <typename Draw>
Moments moments_of(std::size_t p, const Draw& draw) {
  std::vector<double> sums(p, 0), squares(p, 0), b(p);
  for (int i = 0; i < k_draws; ++i) {
    draw(b);
    for (std::size_t v = 0; v < p; ++v) {
      sums[v] += b[v];
      squares[v] += b[v] * b[v];
    }
  }
  Moments moments{sums, squares};
  for (std::size_t v = 0; v < p; ++v) {
    moments.means[v] = sums[v] / k_draws;
    moments.variances[v] = squares[v] / k_draws - moments.means[v] * moments.means[v];
  }
  return moments;
}

/// Five standard errors: of the mean √(Var/n); of the variance at most the same, because
/// (b − E b)⁴ ≤ (b − E b)² on [0, 1].
void expect_moments(const Moments& moments, std::size_t v, double mean, double variance) {
  const double tolerance = 5 * std::sqrt(variance / k_draws);
  EXPECT_NEAR(moments.means[v], mean, tolerance);
  EXPECT_NEAR(moments.variances[v], variance, tolerance);
}

TEST(Dirichlet, FlatDrawsHaveTheMomentsOfScience) {
  for (std::size_t p = 2; p <= 7; ++p) {
    Random random(100 + p);
    const Moments moments =
        moments_of(p, [&](std::span<double> b) { draw_flat_dirichlet(b, random); });
    const double n = static_cast<double>(p);
    for (std::size_t v = 0; v < p; ++v) {
      expect_moments(moments, v, 1 / n, (n - 1) / (n * n * (n + 1)));
    }
  }
}

TEST(Dirichlet, FlatDrawsSumToOneExactly) {
  Random random(3);
  for (std::size_t p = 1; p <= 40; ++p) {
    std::vector<double> b(p);
    for (int i = 0; i < 200; ++i) {
      draw_flat_dirichlet(b, random);
      EXPECT_EQ(std::accumulate(b.begin(), b.end(), 0.0), 1);
      EXPECT_EQ(std::accumulate(b.rbegin(), b.rend(), 0.0), 1);
      EXPECT_GE(*std::min_element(b.begin(), b.end()), 0);
    }
  }
}

TEST(Dirichlet, GammaDrawsHaveTheMomentsOfAnyShapes) {
  const std::vector<std::vector<double>> cases = {
      {0.3, 0.3, 0.3}, {1, 1}, {2.5, 2.5, 2.5, 2.5}, {0.2, 1, 4}, {50, 50}};
  std::uint64_t seed = 10;
  for (const std::vector<double>& shapes : cases) {
    Random random(seed++);
    const Moments moments =
        moments_of(shapes.size(), [&](std::span<double> b) { draw_dirichlet(shapes, b, random); });
    const double whole = std::accumulate(shapes.begin(), shapes.end(), 0.0);
    for (std::size_t v = 0; v < shapes.size(); ++v) {
      const double a = shapes[v];
      expect_moments(moments, v, a / whole, a * (whole - a) / (whole * whole * (whole + 1)));
    }
  }
}

/// The largest gap between the sorted draws' steps and the distribution function, times √n:
/// exceeds 1.95 once in a thousand (Kolmogorov).
template <typename Distribution>
double kolmogorov(std::vector<double> draws, const Distribution& distribution) {
  std::sort(draws.begin(), draws.end());
  const double n = static_cast<double>(draws.size());
  double gap = 0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double f = distribution(draws[i]);
    gap = std::max({gap, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return gap * std::sqrt(n);
}

TEST(Dirichlet, MarginalsFollowTheirBetaDistributions) {
  const auto first_of = [](const std::vector<double>& shapes, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> b(shapes.size()), draws;
    for (int i = 0; i < 20000; ++i) {
      draw_dirichlet(shapes, b, random);
      draws.push_back(b[0]);
    }
    return draws;
  };
  // Beta(2, 1), Beta(1, 3), Beta(½, ½).
  EXPECT_LT(kolmogorov(first_of({2, 1}, 1), [](double x) { return x * x; }), 1.95);
  EXPECT_LT(kolmogorov(first_of({1, 1, 2}, 2), [](double x) { return 1 - std::pow(1 - x, 3); }),
            1.95);
  EXPECT_LT(kolmogorov(first_of({0.5, 0.5}, 3),
                       [](double x) { return 2 / M_PI * std::asin(std::sqrt(x)); }),
            1.95);
  EXPECT_GT(kolmogorov(first_of({2, 1}, 1), [](double x) { return x; }), 1.95);
}

TEST(Dirichlet, TinyAndHugeShapesStayInTheSimplex) {
  Random random(5);
  std::vector<double> b(4);
  for (const double shape : {1e-6, 1e-3, 1e6}) {
    const std::vector<double> shapes(4, shape);
    for (int i = 0; i < 1000; ++i) {
      draw_dirichlet(shapes, b, random);
      EXPECT_NEAR(std::accumulate(b.begin(), b.end(), 0.0), 1, 1e-14);
      EXPECT_GE(*std::min_element(b.begin(), b.end()), 0);
    }
    if (shape == 1e6) {
      EXPECT_NEAR(b[0], 0.25, 0.01);
    }
  }
}

TEST(Dirichlet, OneVertexDrawsNothing) {
  Random random(8);
  const Random::State before = random.state();
  double b = 0;
  draw_flat_dirichlet(std::span(&b, 1), random);
  EXPECT_EQ(b, 1);
  const double shape = 0.1;
  draw_dirichlet(std::span(&shape, 1), std::span(&b, 1), random);
  EXPECT_EQ(b, 1);
  EXPECT_EQ(random.state(), before);
}

}  // namespace
}  // namespace baryscope
