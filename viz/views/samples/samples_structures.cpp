#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/geometry/convex_hull.h"
#include "viz/views/placed_point.h"

namespace baryscope {
namespace {

/// How opaque a cell is: many overlapping cells are fainter, likelier ones stronger.
double cell_opacity(const SampledClass& sampled, std::size_t simplex, std::size_t n_cells,
                    bool in_plane) {
  const double crowd = std::clamp(
      std::pow(40.0 / static_cast<double>(std::max<std::size_t>(n_cells, 1)), 0.35), 0.3, 1.0);
  double likely = 1;
  if (simplex < sampled.probabilities.size()) {
    likely = std::clamp(
        sampled.probabilities[simplex] * static_cast<double>(sampled.simplices.size()), 0.25, 2.5);
  }
  return (in_plane ? 0.22 : 0.11) * crowd * likely;
}

void add_cloud(const SampleParts& parts, const ClassLook& look, bool majority, Scene& scene) {
  const double opacity = majority ? parts.look.majority : parts.look.others;
  TokenCloud cloud{look.name, {}};
  for (const int row : look.rows) {
    ScenePoint point;
    point.position = parts.place(row);
    point.radius = look.radius;
    point.role = look.role;
    point.glyph = look.glyph;
    point.subject = data_point_subject(row);
    point.opacity = opacity * parts.beside_inset({&point.position, 1});
    cloud.points.push_back(point);
  }
  scene.clouds.push_back(std::move(cloud));
}

/// Rings around points that other classes surround.
void add_border(const SampleParts& parts, Scene& scene) {
  TokenCloud border{"border points", {}};
  for (const SampledClass& sampled : parts.study->resampled.classes) {
    const ClassLook& look = parts.classes[static_cast<std::size_t>(sampled.label)];
    for (std::size_t i = 0; i < sampled.rows.size() && i < sampled.border_shares.size(); ++i) {
      const double share = sampled.border_shares[i];
      if (!(share > 0) ||
          !std::binary_search(look.rows.begin(), look.rows.end(), sampled.rows[i])) {
        continue;
      }
      ScenePoint ring;
      ring.position = parts.place(sampled.rows[i]);
      ring.radius = look.radius + 4 * parts.mark_scale;
      ring.role = Role::key;
      ring.glyph = Glyph::ring;
      ring.subject = data_point_subject(sampled.rows[i]);
      ring.opacity = parts.look.others * (0.3 + 0.7 * share);
      border.points.push_back(ring);
    }
  }
  if (!border.points.empty()) {
    scene.clouds.push_back(std::move(border));
  }
}

}  // namespace

std::vector<std::array<int, 3>> cell_faces(const std::vector<Vec3>& corners, bool in_plane) {
  if (corners.size() == 3) {
    return {{0, 1, 2}};
  }
  if (corners.size() == 4 && !in_plane) {
    return {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
  }
  Matrix points(static_cast<int>(corners.size()), 3);
  for (int i = 0; i < points.n_rows; ++i) {
    const Vec3 p = corners[static_cast<std::size_t>(i)];
    points(i, 0) = p.x;
    points(i, 1) = p.y;
    points(i, 2) = p.z;
  }
  return find_convex_hull(points).triangles;
}

void add_sample_edges(const SampleParts& parts, Scene& scene) {
  if (!parts.shows("edges") || !(parts.look.graph > 0)) {
    return;
  }
  std::size_t at = 0, n_drawn = 0;
  for (const SampledClass& sampled : parts.study->resampled.classes) {
    n_drawn += sampled.edges.size() / parts.edge_stride;
  }
  // Of thousands every one is faint.
  const double crowd = std::clamp(
      std::sqrt(1500.0 / static_cast<double>(std::max<std::size_t>(n_drawn, 1))), 0.3, 1.0);
  for (const SampledClass& sampled : parts.study->resampled.classes) {
    const ClassLook& look = parts.classes[static_cast<std::size_t>(sampled.label)];
    EdgeSet graph{"graph of " + look.name, {}};
    for (const auto& [a, b] : sampled.edges) {
      if (at++ % parts.edge_stride != 0) {
        continue;
      }
      SceneEdge edge;
      edge.from = parts.place(a);
      edge.to = parts.place(b);
      edge.width = (parts.in_plane ? 1.0 : 0.9) * parts.look.graph_width;
      edge.role = look.role;
      edge.opacity = crowd * parts.look.graph * parts.beside_inset({&edge.from, 1}) *
                     parts.beside_inset({&edge.to, 1});
      edge.subject = neighbors_subject(a, b);
      graph.edges.push_back(edge);
    }
    if (!graph.edges.empty()) {
      scene.edges.push_back(std::move(graph));
    }
  }
}

void add_sample_cells(const SampleParts& parts, Scene& scene) {
  if (!parts.shows("triangles") || !(parts.look.cells > 0)) {
    return;
  }
  std::size_t at = 0;
  std::vector<Vec3> corners;
  for (const SampledClass& sampled : parts.study->resampled.classes) {
    const ClassLook& look = parts.classes[static_cast<std::size_t>(sampled.label)];
    std::size_t n_cells = 0;
    for (std::size_t s = 0; s < sampled.simplices.size(); ++s) {
      n_cells += sampled.simplices[s].size() >= 3 ? 1 : 0;
    }
    TriangleSet cells{"simplices of " + look.name, {}};
    for (std::size_t s = 0; s < sampled.simplices.size(); ++s) {
      const auto vertices = sampled.simplices[s];
      if (at++ % parts.cell_stride != 0 || vertices.size() < 3) {
        continue;
      }
      corners.clear();
      for (const int row : vertices) {
        corners.push_back(parts.place(row));
      }
      const double opacity = parts.look.cells * cell_opacity(sampled, s, n_cells, parts.in_plane) *
                             parts.beside_inset(corners);
      for (const auto& [a, b, c] : cell_faces(corners, parts.in_plane)) {
        SceneTriangle face;
        face.corners = {corners[static_cast<std::size_t>(a)], corners[static_cast<std::size_t>(b)],
                        corners[static_cast<std::size_t>(c)]};
        face.opacity = opacity;
        face.subject = cell_subject(sampled.label, static_cast<int>(s));
        face.role = look.role;
        cells.triangles.push_back(face);
      }
    }
    if (!cells.triangles.empty()) {
      scene.triangles.push_back(std::move(cells));
    }
  }
}

void add_sample_points(const SampleParts& parts, Scene& scene) {
  // What matters more comes later and is drawn over the rest.
  for (std::size_t c = 0; c < parts.classes.size(); ++c) {
    if (static_cast<int>(c) == parts.majority) {
      add_cloud(parts, parts.classes[c], true, scene);
    }
  }
  if (parts.shows("outputs") && parts.look.synthetic > 0) {
    for (const ClassLook& look : parts.classes) {
      TokenCloud cloud{"synthetic " + look.name, {}};
      for (const int i : look.synthetic) {
        ScenePoint point;
        point.position = parts.synthetic_place(i);
        point.radius = 4.2 * parts.mark_scale;
        point.role = look.synthetic_role;
        point.glyph = Glyph::hollow_disc;
        point.subject = synthetic_point_subject(i);
        point.opacity = parts.look.synthetic;
        cloud.points.push_back(point);
      }
      if (!cloud.points.empty()) {
        scene.clouds.push_back(std::move(cloud));
      }
    }
  }
  for (std::size_t c = 0; c < parts.classes.size(); ++c) {
    if (static_cast<int>(c) != parts.majority) {
      add_cloud(parts, parts.classes[c], false, scene);
    }
  }
  add_border(parts, scene);
}

void add_sample_mark(const SampleParts& parts, bool second, Scene& scene) {
  const Subject& selected = parts.request->selected;
  const bool row = selected.kind == Subject::Kind::data_point;
  // A row of the data is in both pictures, a synthetic point in its own.
  if (!row && !(selected.kind == Subject::Kind::synthetic_point &&
                parts.request->selected_in_compared == second)) {
    return;
  }
  const Matrix& places = row ? parts.study->places : parts.study->synthetic_places;
  if (selected.number() < 0 || selected.number() >= places.n_rows) {
    return;
  }
  ScenePoint ring;
  ring.position = point_of(places, selected.number());
  ring.radius = 11;
  ring.role = Role::ink;
  ring.glyph = Glyph::ring;
  ring.subject = selected;
  scene.clouds.push_back({"selection", {ring}});
}

}  // namespace baryscope
