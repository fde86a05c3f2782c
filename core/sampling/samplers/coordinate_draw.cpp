#include "core/sampling/samplers/coordinate_draw.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/sampling/samplers/dirichlet.h"

namespace baryscope {
namespace {

/// A position in proportion to weight(i), i < n: two passes, nothing stored.
template <typename Weight>
std::size_t choose(std::size_t n, double uniform, const Weight& weight) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += weight(i);
  }
  double left = uniform * sum;
  std::size_t last = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double own = weight(i);
    if (own > 0) {
      last = i;
      if (left < own) {
        return i;
      }
    }
    left -= own;
  }
  return last;
}

}  // namespace

void CoordinateDraw::draw(std::span<const std::int32_t> vertices, std::span<double> coordinates,
                          Random& random) {
  if (vertices.size() == 1) {
    coordinates[0] = 1;
    return;
  }
  if (m_rule.shapes.empty() && m_rule.alpha == 1) {
    draw_flat_dirichlet(coordinates, random);
  } else {
    m_shapes.assign(vertices.size(), m_rule.alpha);
    if (!m_rule.shapes.empty()) {
      for (std::size_t v = 0; v < vertices.size(); ++v) {
        m_shapes[v] = m_rule.shapes[static_cast<std::size_t>(vertices[v])];
      }
    }
    draw_dirichlet(m_shapes, coordinates, random);
  }
  if (m_rule.facet > 0) {
    push_from_vertex(vertices, coordinates, random);
  }
}

void CoordinateDraw::push_from_vertex(std::span<const std::int32_t> vertices,
                                      std::span<double> coordinates, Random& random) {
  const auto border = [&](std::size_t v) {
    return m_rule.border[static_cast<std::size_t>(vertices[v])];
  };
  double least = border(0);
  for (std::size_t v = 1; v < vertices.size(); ++v) {
    least = std::min(least, border(v));
  }
  const std::size_t pushed = choose(vertices.size(), random.uniform(), [&](std::size_t v) {
    return std::exp(-m_rule.facet * (border(v) - least));
  });
  const double shrink = std::pow(1 - random.uniform(), m_rule.facet);
  double others = 0;
  for (std::size_t v = 0; v < coordinates.size(); ++v) {
    others += v == pushed ? 0 : coordinates[v];
  }
  if (others <= 0) {
    return;  // the point lies on the vertex: there is no direction to push it in
  }
  coordinates[pushed] *= shrink;
  const double sum = others + coordinates[pushed];
  for (double& coordinate : coordinates) {
    coordinate /= sum;
  }
}

std::size_t choose_tilted(std::span<const double> distances, double gamma, double h,
                          double uniform) {
  BARYSCOPE_CHECK(!distances.empty() && h > 0);
  const double least = *std::min_element(distances.begin(), distances.end());
  return choose(distances.size(), uniform,
                [&](std::size_t i) { return std::exp(-gamma * ((distances[i] - least) / h)); });
}

}  // namespace baryscope
