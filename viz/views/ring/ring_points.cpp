// Tokens on the ring, what marks them, and the line that joins them in their order.
#include <algorithm>
#include <utility>

#include "viz/views/ring/ring_parts.h"

namespace baryscope {
namespace {

void add_sequence_line(const RingParts& parts, Scene& scene) {
  if (parts.layout.n_tokens() < 1 || !parts.shows("grid")) {
    return;
  }
  SceneCurve line;
  const int n_tokens = parts.layout.n_tokens();
  line.points = parts.layout.along(0, n_tokens == 1 ? 1 : n_tokens - 1, 1);
  line.width = 0.75;
  line.role = Role::minor;
  line.opacity = parts.layout.is_helix() ? 0.35 : 0.5;
  scene.curves.push_back({"sequence", {std::move(line)}});
}

/// A stroke across the ring's outside at every kept key.
void add_kept_marks(const RingParts& parts, Scene& scene) {
  if (parts.focus == nullptr || !parts.focus->kept) {
    return;
  }
  EdgeSet marks{"kept keys", {}};
  for (const int key : parts.focus->kept->keys) {
    if (!parts.has_token(key) || !parts.draws(key)) {
      continue;
    }
    SceneEdge mark;
    mark.from = parts.layout.place(key, parts.kept_radius());
    mark.to = parts.layout.place(key, parts.kept_radius() + k_kept_length);
    mark.width = 3.5;
    mark.role = Role::query;
    mark.subject = token_subject(key);
    marks.edges.push_back(mark);
  }
  if (!marks.edges.empty()) {
    scene.edges.push_back(std::move(marks));
  }
}

void add_output(const RingParts& parts, Scene& scene) {
  const int query = parts.focus->position;
  const Vec3 at = parts.layout.place(query, parts.output_radius);
  SceneEdge way;
  way.from = at;
  way.to = parts.token(query).position;
  way.width = 2;
  way.role = parts.focus->inside_hull ? Role::output_inside : Role::output_outside;
  way.subject = output_subject(query);
  scene.edges.push_back({"to the output", {way}});
  scene.clouds.push_back({"outputs", {output_point(at, query, parts.focus->inside_hull, 9, 1)}});
}

}  // namespace

void add_points(const RingParts& parts, Scene& scene) {
  constexpr int k_very_many = 1'000;
  add_sequence_line(parts, scene);
  add_kept_marks(parts, scene);
  TokenCloud cloud{"tokens", {}};
  TokenCloud rings{"rings", {}};
  for (int i = 0; i < parts.layout.n_tokens(); ++i) {
    if (!parts.draws(i)) {
      continue;
    }
    ScenePoint point = token_point(parts, i);
    if (!parts.token(i).heavy && parts.layout.is_helix()) {
      point.radius = parts.layout.n_tokens() > k_very_many ? 1.3 : 1.9;
    }
    point.opacity *= parts.ink(i);
    const bool selected = parts.request->selected_token() == i;
    if (selected) {
      point.radius += 2;
      point.opacity = 1;
    }
    if (parts.is_query(i)) {
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
  if (parts.focus != nullptr && parts.has_token(parts.focus->position) && parts.shows("outputs")) {
    add_output(parts, scene);
  }
}

}  // namespace baryscope
