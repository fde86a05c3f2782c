#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/number_text.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

/// Only the corners are kept: a hull of 4,096 values has a few dozen.
HullSet hull_of(const AttainableSet& set) {
  HullSet hull;
  hull.name = set.name;
  std::vector<int> place(static_cast<std::size_t>(std::max(0, set.points.n_rows)), -1);
  const auto corner = [&](int row) {
    int& index = place[static_cast<std::size_t>(row)];
    if (index < 0) {
      index = static_cast<int>(hull.points.size());
      hull.points.push_back(point_of(set.points, row));
    }
    return index;
  };
  for (const int vertex : set.hull.vertices) {
    corner(vertex);
  }
  for (const auto& triangle : set.hull.triangles) {
    hull.triangles.push_back({corner(triangle[0]), corner(triangle[1]), corner(triangle[2])});
  }
  for (const auto& edge : set.hull.edges) {
    hull.edges.push_back({corner(edge[0]), corner(edge[1])});
  }
  return hull;
}

SceneEdge weight_edge(const SpaceParts& parts, int key, double weight) {
  SceneEdge edge;
  edge.from = parts.output;
  edge.to = parts.tokens[static_cast<std::size_t>(key)].position;
  edge.weight = std::isfinite(weight) ? weight : 0;
  edge.width = stroke_width(parts, edge.weight);
  edge.dashed = weight < 0;
  edge.subject = edge_subject(parts.focus->position, key);
  edge.opacity = 0.92 * parts.opacity(key) * presence(parts, edge.subject);
  edge.pulse = pulse_of(parts, edge.weight);
  return edge;
}

EdgeSet prime_edges(const SpaceParts& parts) {
  EdgeSet set{"second keys", {}};
  for (const int k : drawn_second_keys(parts)) {
    SceneEdge edge = weight_edge(parts, k, parts.token(k).prime_weight);
    edge.role = Role::key_prime;
    edge.subject = second_key_subject(parts.focus->position, k);
    edge.opacity = 0.644 * parts.opacity(k) * presence(parts, edge.subject);
    set.edges.push_back(edge);
  }
  return set;
}

void add_triangles(const SpaceParts& parts, Scene& scene) {
  const Analysis& analysis = *parts.analysis;
  TriangleSet set{"native triangles", {}};
  // Where no pair is heavy all faces stay pale: a nearly uniform row must look like one.
  const double largest = heaviest_triangle(parts), heaviest = std::max(0.15, largest);
  EdgeSet diagonal{"pairs of one key", {}};
  for (const WeightedTriangle& triangle : analysis.triangles) {
    if (!draws_triangle(parts, triangle, largest)) {
      continue;
    }
    const double relative = std::abs(triangle.weight) / heaviest;
    const double opacity = std::min(parts.opacity(triangle.key), parts.opacity(triangle.key_prime));
    if (triangle.key == triangle.key_prime) {
      SceneEdge edge = weight_edge(parts, triangle.key, triangle.weight);
      edge.role = Role::native_triangle;
      edge.subject = triangle_subject(triangle.query, triangle.key, triangle.key_prime);
      edge.opacity = 0.92 * opacity * presence(parts, edge.subject);
      diagonal.edges.push_back(edge);
      continue;
    }
    SceneTriangle face;
    face.corners = {parts.output, parts.tokens[static_cast<std::size_t>(triangle.key)].position,
                    parts.tokens[static_cast<std::size_t>(triangle.key_prime)].position};
    face.weight = triangle.weight;
    face.subject = triangle_subject(triangle.query, triangle.key, triangle.key_prime);
    face.opacity = (0.03 + 0.62 * relative) * opacity * presence(parts, face.subject);
    face.pulse = largest > 0 ? std::abs(triangle.weight) / largest : 0;
    set.triangles.push_back(face);
  }
  if (!set.triangles.empty()) {
    scene.triangles.push_back(std::move(set));
  }
  if (!diagonal.edges.empty()) {
    scene.edges.push_back(std::move(diagonal));
  }
}

}  // namespace

void add_hulls(const SpaceParts& parts, Scene& scene) {
  if (!parts.shows("hull")) {
    return;
  }
  const Placement& placement = parts.analysis->placement;
  if (!placement.hull.hull.vertices.empty()) {
    scene.hulls.push_back(hull_of(placement.hull));
    scene.hulls.back().subject = hull_subject(0);
    scene.hulls.back().name =
        "hull of the " +
        (placement.outputs_share_space ? std::string("values") : placed_things(placement.place_by));
  }
  for (const AttainableSet& set : placement.attainable) {
    if (set.hull.vertices.empty()) {
      continue;
    }
    HullSet hull = hull_of(set);
    hull.role = Role::attainable;
    hull.outline = set.is_sum;
    hull.face_opacity = hull.outline ? 0 : 0.08;
    hull.edge_opacity = hull.outline ? 0.75 : 0.4;
    hull.edge_width = hull.outline ? 1.4 : 1;
    hull.dashed = true;
    hull.subject = hull_subject(static_cast<int>(scene.hulls.size()));
    scene.hulls.push_back(std::move(hull));
  }
}

void add_weights(const SpaceParts& parts, Scene& scene) {
  if (parts.focus == nullptr) {
    return;
  }
  if (parts.shows("edges")) {
    EdgeSet set{"weights", {}};
    for (const WeightedEdge& edge : parts.analysis->edges) {
      if (draws_edge(parts, edge)) {
        set.edges.push_back(weight_edge(parts, edge.key, edge.weight));
      }
    }
    scene.edges.push_back(std::move(set));
    if (EdgeSet primes = prime_edges(parts); !primes.edges.empty()) {
      scene.edges.push_back(std::move(primes));
    }
  }
  if (parts.shows("triangles")) {
    add_triangles(parts, scene);
  }
  const bool known_distance = parts.focus->hull_distance.has_value();
  if (parts.shows("outputs") && !parts.focus->inside_hull && known_distance &&
      parts.analysis->placement.outputs_share_space) {
    SceneEdge line;
    line.from = parts.output;
    line.to = parts.nearest;
    line.width = 2;
    line.role = Role::output_outside;
    line.dashed = true;
    line.subject = way_to_hull_subject(parts.focus->position);
    scene.edges.push_back({"to the hull", {line}});
  }
}

void add_points(const SpaceParts& parts, Scene& scene) {
  const Analysis& analysis = *parts.analysis;
  TokenCloud cloud{"tokens", {}};
  TokenCloud rings{"rings", {}};
  for (int i = 0; i < static_cast<int>(parts.tokens.size()); ++i) {
    if (!parts.draws(i)) {
      continue;
    }
    ScenePoint point = token_point(parts, i);
    const bool selected = parts.request->selected_token() == i;
    if (selected) {
      point.radius += 2;
      point.opacity = 1;
    }
    if (parts.focus != nullptr && parts.focus->position == i) {
      point.opacity = 1;
      rings.points.push_back(token_ring(point, Role::query, 4));
    }
    if (selected) {
      rings.points.push_back(token_ring(point, Role::ink, 8));
    }
    cloud.points.push_back(point);
  }
  scene.clouds.push_back(std::move(cloud));
  if (!rings.points.empty()) {
    scene.clouds.push_back(std::move(rings));
  }
  if (parts.focus == nullptr) {
    return;
  }
  if (parts.shows("triangles") && analysis.placement.products.n_rows > 0) {
    TokenCloud products{"products", {}};
    const double largest = heaviest_triangle(parts);
    for (std::size_t t = 0; t < analysis.triangles.size(); ++t) {
      const WeightedTriangle& triangle = analysis.triangles[t];
      if (static_cast<int>(t) >= analysis.placement.products.n_rows ||
          !draws_triangle(parts, triangle, largest)) {
        continue;
      }
      ScenePoint point;
      point.position = point_of(analysis.placement.products, static_cast<int>(t));
      point.radius = 3;
      point.role = Role::attainable;
      point.opacity = 0.7;
      point.subject = product_subject(triangle.query, triangle.key, triangle.key_prime);
      products.points.push_back(point);
    }
    if (!products.points.empty()) {
      scene.clouds.push_back(std::move(products));
    }
  }
  if (!parts.shows("outputs")) {
    return;
  }
  TokenCloud outputs{"outputs", {}};
  for (int q = 0; q < static_cast<int>(analysis.queries.size()); ++q) {
    const QueryResult& query = analysis.queries[static_cast<std::size_t>(q)];
    const bool focused = q == analysis.focus;
    outputs.points.push_back(output_point(point_of(analysis.placement.outputs, q), query.position,
                                          query.inside_hull, focused ? 11 : 3.5,
                                          focused ? 1 : 0.35));
  }
  // Drawn last where renderers keep the order.
  std::swap(outputs.points[static_cast<std::size_t>(analysis.focus)], outputs.points.back());
  scene.clouds.push_back(std::move(outputs));
}

void add_axes_and_grid(const SpaceParts& parts, Scene& scene) {
  const Bounds box = bounds(scene);
  if (box.empty || (!parts.shows("axes") && !parts.shows("grid"))) {
    return;
  }
  const Vec3 extent = box.maximum - box.minimum;
  if (parts.shows("axes")) {
    scene.axes.visible = true;
    scene.axes.origin = box.minimum;
    scene.axes.ends = {box.minimum + Vec3{extent.x, 0, 0}, box.minimum + Vec3{0, extent.y, 0},
                       box.minimum + Vec3{0, 0, extent.z}};
    for (std::size_t i = 0; i < 3; ++i) {
      const double share = parts.analysis->placement.explained_variance[i];
      std::string& title = scene.axes.titles[i];
      const bool leaves = parts.analysis->placement.first_axis_leaves_hull;
      title = leaves && i == 0 ? "out of the hull"
                               : "PC " + to_text(static_cast<std::int64_t>(leaves ? i : i + 1));
      if (share > 0 && std::isfinite(share)) {
        title += " · " + percent_text(share) + " of variance";
      }
    }
  }
  if (parts.shows("grid")) {
    constexpr int n_cells = 8;
    EdgeSet grid{"grid", {}};
    for (int i = 0; i <= n_cells; ++i) {
      const double t = static_cast<double>(i) / n_cells;
      for (const auto& [from, to] :
           {std::pair{Vec3{t, 0, 0}, Vec3{t, 0, 1}}, std::pair{Vec3{0, 0, t}, Vec3{1, 0, t}}}) {
        SceneEdge line;
        line.from = box.minimum + Vec3{from.x * extent.x, 0, from.z * extent.z};
        line.to = box.minimum + Vec3{to.x * extent.x, 0, to.z * extent.z};
        line.width = 0.75;
        line.role = Role::minor;
        line.opacity = 0.3;
        grid.edges.push_back(line);
      }
    }
    scene.edges.push_back(std::move(grid));
  }
}

}  // namespace baryscope
