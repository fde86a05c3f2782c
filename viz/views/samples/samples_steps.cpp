#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

constexpr double k_widest = 14, k_widest_large = 26;  // pixels of a weight of 1

/// The plane (or space), or the part of it that is drawn larger.
struct Stage {
  const Inset* inset = nullptr;
  double strength = 1;  ///< on every opacity
  bool small = false;   ///< the same is drawn larger elsewhere
  [[nodiscard]] Vec3 place(Vec3 p) const { return inset != nullptr ? inset->place(p) : p; }
};

ScenePoint standing_out(const SampleParts& parts, const Stage& stage, int row, double opacity) {
  const ClassLook& look = parts.classes[static_cast<std::size_t>(
      parts.study->data->labels[static_cast<std::size_t>(row)])];
  ScenePoint point;
  point.position = stage.place(parts.place(row));
  point.radius = stage.inset != nullptr ? std::max(1.7 * look.radius, 8.0)
                 : stage.small          ? 1.05 * look.radius
                                        : std::max(1.25 * look.radius, 6.0);
  point.role = look.role;
  point.glyph = look.glyph;
  point.subject = data_point_subject(row);
  point.opacity = stage.strength * opacity;
  return point;
}

ScenePoint ring_around(const ScenePoint& point, Role role, double gap) {
  ScenePoint ring = point;
  ring.radius = point.radius + gap;
  ring.role = role;
  ring.glyph = Glyph::ring;
  return ring;
}

void add_neighbors(const SampleParts& parts, const Stage& stage, Scene& scene) {
  const std::vector<int> vertices = parts.chosen_vertices();
  if (!(parts.look.neighbors > 0) || vertices.empty()) {
    return;
  }
  const double opacity = parts.look.neighbors;
  const int base_vertex = parts.base_vertex();
  const Role role = parts.classes[static_cast<std::size_t>(parts.followed_class->label)].role;
  EdgeSet lines{"nearest neighbours", {}};
  TokenCloud points{"nearest neighbours", {}};
  for (const int neighbor : parts.base_neighbors()) {
    SceneEdge line;
    line.from = stage.place(parts.place(base_vertex));
    line.to = stage.place(parts.place(neighbor));
    line.width = stage.small ? 1.6 : 3.2;
    line.role = role;
    line.opacity = stage.strength * opacity;
    line.subject = neighbors_subject(base_vertex, neighbor);
    lines.edges.push_back(line);
    points.points.push_back(standing_out(parts, stage, neighbor, opacity));
  }
  const ScenePoint base = standing_out(parts, stage, base_vertex, opacity);
  points.points.push_back(base);
  points.points.push_back(ring_around(base, Role::synthetic, stage.small ? 3 : 5));
  scene.edges.push_back(std::move(lines));
  scene.clouds.push_back(std::move(points));
}

void add_chosen(const SampleParts& parts, const Stage& stage, Scene& scene) {
  const std::vector<int> vertices = parts.chosen_vertices();
  if (!(parts.look.chosen > 0) || vertices.empty()) {
    return;
  }
  const double strength = parts.look.chosen;
  std::vector<Vec3> corners;
  TokenCloud points{"vertices of the simplex", {}};
  for (const int row : vertices) {
    corners.push_back(stage.place(parts.place(row)));
    points.points.push_back(standing_out(parts, stage, row, std::min(1.0, 2 * strength)));
  }
  TriangleSet cell{"the simplex", {}};
  if (corners.size() >= 3) {
    const auto& bases = synthetic_points(parts).bases;
    for (const auto& [a, b, c] : cell_faces(corners, parts.in_plane)) {
      SceneTriangle face;
      face.corners = {corners[static_cast<std::size_t>(a)], corners[static_cast<std::size_t>(b)],
                      corners[static_cast<std::size_t>(c)]};
      face.opacity = stage.strength * (parts.in_plane ? 0.34 : 0.16) * strength;
      face.subject =
          cell_subject(parts.followed_class->label,
                       bases.empty() ? -1 : bases[static_cast<std::size_t>(*parts.followed)]);
      face.role = Role::synthetic;
      cell.triangles.push_back(face);
    }
  }
  EdgeSet sides{"sides of the simplex", {}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    for (std::size_t j = i + 1; j < corners.size(); ++j) {
      SceneEdge side;
      side.from = corners[i];
      side.to = corners[j];
      side.width = stage.small ? 1.4 : 2.4;
      side.role = Role::synthetic;
      side.opacity = stage.strength * std::min(1.0, 1.1 * strength);
      side.subject = neighbors_subject(vertices[i], vertices[j]);
      sides.edges.push_back(side);
    }
  }
  if (!cell.triangles.empty()) {
    scene.triangles.push_back(std::move(cell));
  }
  if (!sides.edges.empty()) {
    scene.edges.push_back(std::move(sides));
  }
  scene.clouds.push_back(std::move(points));
}

void add_weights(const SampleParts& parts, const Stage& stage, Scene& scene) {
  if (!(parts.look.weights > 0) || stage.small) {
    return;
  }
  const std::vector<int> vertices = parts.chosen_vertices();
  const auto weights = synthetic_points(parts).coordinates_of(*parts.followed);
  EdgeSet pipes{"barycentric weights", {}};
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    SceneEdge pipe;
    pipe.from = stage.place(parts.synthetic_place(*parts.followed));
    pipe.to = stage.place(parts.place(vertices[i]));
    pipe.width = std::max(0.5, (stage.inset != nullptr ? k_widest_large : k_widest) * weights[i]);
    pipe.weight = weights[i];
    pipe.opacity = stage.strength * parts.look.weights;
    pipe.subject = coordinate_subject(*parts.followed, vertices[i]);
    pipes.edges.push_back(pipe);
  }
  scene.edges.push_back(std::move(pipes));
}

void add_point(const SampleParts& parts, const Stage& stage, Scene& scene) {
  if (!(parts.look.followed > 0)) {
    return;
  }
  ScenePoint point;
  point.position = stage.place(parts.synthetic_place(*parts.followed));
  point.radius = stage.inset != nullptr ? 10 : stage.small ? 4.2 * parts.mark_scale : 8;
  point.role = parts.classes[static_cast<std::size_t>(parts.followed_class->label)].synthetic_role;
  point.glyph = Glyph::hollow_disc;
  point.subject = synthetic_point_subject(*parts.followed);
  point.opacity = stage.strength * parts.look.followed;
  scene.clouds.push_back({"followed point", {point}});
}

}  // namespace

void add_followed(const SampleParts& parts, Scene& scene) {
  if (!parts.followed || parts.followed_class == nullptr) {
    return;
  }
  std::vector<Stage> stages(1);
  if (parts.inset) {
    add_inset(parts, scene);
    stages.front().small = true;
    stages.push_back({&*parts.inset, parts.look.inset, false});
  }
  for (const Stage& stage : stages) {
    add_neighbors(parts, stage, scene);
    add_chosen(parts, stage, scene);
    add_weights(parts, stage, scene);
    add_point(parts, stage, scene);
  }
}

}  // namespace baryscope
