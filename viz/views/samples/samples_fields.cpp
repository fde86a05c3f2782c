#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/views/samples/contour_lines.h"

namespace baryscope {
namespace {

constexpr double k_tint = 0.17;  // of a place whose class is beyond doubt

/// The shares as they are drawn: a binomial mean over neighbouring nodes, twice along each axis,
/// takes the grid's steps out of boundaries and moves them by less than a cell.
DecisionField smoothed(const DecisionField& field) {
  DecisionField result = field;
  const std::array<std::size_t, 3> n = {static_cast<std::size_t>(field.n_nodes[0]),
                                        static_cast<std::size_t>(field.n_nodes[1]),
                                        static_cast<std::size_t>(field.n_nodes[2])};
  const auto n_classes = static_cast<std::size_t>(field.n_classes);
  const std::array<std::size_t, 3> strides = {n_classes, n_classes * n[0], n_classes * n[0] * n[1]};
  std::vector<float> before;
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (n[axis] < 2) {
        continue;
      }
      before = result.probabilities;
      for (std::size_t i = 0; i < before.size(); ++i) {
        const std::size_t at = i / strides[axis] % n[axis];
        const float low = at > 0 ? before[i - strides[axis]] : before[i];
        const float high = at + 1 < n[axis] ? before[i + strides[axis]] : before[i];
        result.probabilities[i] = 0.25F * low + 0.5F * before[i] + 0.25F * high;
      }
    }
  }
  return result;
}

/// The plane tinted by the classes' shares, fainter where they are in doubt.
FieldMesh tint(const SampleParts& parts, const DecisionField& field, const Theme& theme,
               double strength) {
  FieldMesh mesh{"decision regions", {}, {}, {}, false};
  const auto [nx, ny, nz] = field.n_nodes;
  const auto n_classes = static_cast<std::size_t>(field.n_classes);
  std::vector<Color> colors;
  colors.reserve(parts.classes.size());
  for (const ClassLook& look : parts.classes) {
    colors.push_back(theme.color(look.role));
  }
  for (int y = 0; y < ny; ++y) {
    for (int x = 0; x < nx; ++x) {
      mesh.points.push_back(
          {field.minimum[0] + (field.maximum[0] - field.minimum[0]) * x / (nx - 1),
           field.minimum[1] + (field.maximum[1] - field.minimum[1]) * y / (ny - 1), 0});
      const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(nx) +
                              static_cast<std::size_t>(x)) *
                             n_classes;
      Color color{0, 0, 0, 0};
      double total = 0, first = 0, second = 0;
      for (std::size_t c = 0; c < n_classes && c < colors.size(); ++c) {
        const double share = static_cast<double>(field.probabilities[at + c]);
        const double weight = share * share * share;
        color.red += weight * colors[c].red;
        color.green += weight * colors[c].green;
        color.blue += weight * colors[c].blue;
        total += weight;
        second = std::max(second, std::min(first, share));
        first = std::max(first, share);
      }
      if (total > 0) {
        color = {color.red / total, color.green / total, color.blue / total,
                 strength * k_tint * (0.25 + 0.75 * (first - second))};
      }
      mesh.colors.push_back(color);
    }
  }
  for (int y = 0; y + 1 < ny; ++y) {
    for (int x = 0; x + 1 < nx; ++x) {
      const int a = y * nx + x, b = a + 1, c = a + nx, d = c + 1;
      mesh.triangles.push_back({a, b, d});
      mesh.triangles.push_back({a, d, c});
    }
  }
  return mesh;
}

SceneEdge stroke(Vec3 from, Vec3 to, double width, double opacity) {
  SceneEdge edge;
  edge.from = from;
  edge.to = to;
  edge.width = width;
  edge.role = Role::ink;
  edge.opacity = opacity;
  return edge;
}

/// A chain cut into dashes of one length, wherever its own points lie.
void add_dashes(const ContourLine& line, double period, double width, double opacity,
                EdgeSet& set) {
  constexpr double k_drawn = 0.56;
  double along = 0;
  for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
    const Vec3 a = line.points[i], b = line.points[i + 1];
    const double span = length(b - a);
    if (!(span > 0)) {
      continue;
    }
    // Every piece of this side that lies in the drawn part of a period.
    for (double n = std::floor(along / period); n * period < along + span; ++n) {
      const double begin = std::max(n * period, along);
      const double end = std::min((n + k_drawn) * period, along + span);
      if (begin < end) {
        set.edges.push_back(stroke(a + ((begin - along) / span) * (b - a),
                                   a + ((end - along) / span) * (b - a), width, opacity));
      }
    }
    along += span;
  }
}

void add_lines(const SampleParts& parts, Scene& scene) {
  // About as many dashes an inch at every size of figure.
  constexpr double furniture = 230, period = 11;  // pixels
  const Vec3 size = parts.box.maximum - parts.box.minimum;
  const double n_pixels = std::max(parts.request->height - furniture, 100.0);
  const double unit =
      std::max(size.y / n_pixels, size.x / std::max(parts.request->width - 100.0, 100.0));
  const double strength = parts.look.regions;
  if (parts.study->before != nullptr) {
    EdgeSet before{"boundary before", {}};
    for (const ContourLine& line : boundary_lines(smoothed(*parts.study->before))) {
      add_dashes(line, period * unit, 1.5, 0.75 * strength, before);
    }
    scene.edges.push_back(std::move(before));
  }
  if (parts.study->after != nullptr) {
    EdgeSet after{"boundary after", {}};
    for (const ContourLine& line : boundary_lines(smoothed(*parts.study->after))) {
      for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
        after.edges.push_back(stroke(line.points[i], line.points[i + 1], 2, 0.9 * strength));
      }
    }
    scene.edges.push_back(std::move(after));
  }
}

void add_surfaces(const SampleParts& parts, const DecisionField& field, const std::string& name,
                  bool after, Scene& scene) {
  const DecisionField drawn = smoothed(field);
  for (const std::size_t c : parts.surface_classes()) {
    BoundarySurface surface = boundary_surface(drawn, static_cast<int>(c));
    if (surface.triangles.empty()) {
      continue;
    }
    Color color = after ? scene.theme.color(parts.surface_role(c)) : scene.theme.ink;
    color.alpha = parts.look.regions * (after ? 0.09 : 0.035);
    FieldMesh mesh{name, {}, {}, {}, true};
    mesh.colors.assign(surface.points.size(), color);
    mesh.points = std::move(surface.points);
    mesh.triangles = std::move(surface.triangles);
    scene.fields.push_back(std::move(mesh));
  }
}

}  // namespace

void add_sample_fields(const SampleParts& parts, Scene& scene) {
  if (!parts.shows("regions") || !(parts.look.regions > 0)) {
    return;
  }
  const auto is_plane = [](const DecisionField& field) {
    return field.n_nodes[0] > 1 && field.n_nodes[1] > 1 && field.n_nodes[2] == 1;
  };
  const DecisionField* shown =
      parts.study->after != nullptr ? parts.study->after.get() : parts.study->before.get();
  if (shown == nullptr) {
    return;
  }
  if (is_plane(*shown)) {
    scene.fields.push_back(tint(parts, smoothed(*shown), scene.theme, parts.look.regions));
    add_lines(parts, scene);
    return;
  }
  constexpr std::size_t n_most_before = 3;  // classes
  if (parts.study->before != nullptr &&
      (parts.classes.size() <= n_most_before || parts.study->after == nullptr)) {
    add_surfaces(parts, *parts.study->before, "boundary before", false, scene);
  }
  if (parts.study->after != nullptr) {
    add_surfaces(parts, *parts.study->after, "boundary after", true, scene);
  }
}

}  // namespace baryscope
