#include <algorithm>
#include <cmath>

#include "viz/views/flow/flow_parts.h"
#include "viz/views/patch_tiles.h"

namespace baryscope {
namespace {

constexpr double k_heavy_radius = 6, k_heavy_growth = 5;  // 6 … 11 px
constexpr double k_minor_radius = 3.5, k_tick_radius = 1.3, k_query_radius = 8;
constexpr double k_ghost = 0.3;
constexpr double k_wider_by_patch = 1.6, k_small_wider_by_patch = 2.2;  // of an image, in the point

ScenePoint key_point(const FlowParts& parts, FlowSide side, int token) {
  const double share = parts.share_as(side, token);
  ScenePoint point;
  point.position = parts.place(side, token);
  point.subject = token_subject(token);
  if (!parts.is_full(token)) {
    point.radius = k_tick_radius;
    point.opacity = 0.55;
  } else if (share >= k_heavy_share) {
    point.radius = k_heavy_radius + k_heavy_growth * std::sqrt(std::min(1.0, share));
    point.role = side == FlowSide::key ? Role::key : Role::key_prime;
    point.glyph = side == FlowSide::key ? Glyph::sphere : Glyph::octahedron;
    point.opacity = parts.opacity(token) < 1 ? 0.6 : 1;
  } else {
    point.radius = k_minor_radius;
    point.opacity = 0.9;
  }
  if (parts.is_full(token) && has_patch(*parts.analysis, token)) {
    point.radius *= share >= k_heavy_share ? k_wider_by_patch : k_small_wider_by_patch;
  }
  if (!parts.reads(side, token)) {
    point.opacity *= k_ghost;
  }
  return point;
}

ScenePoint query_point(const FlowParts& parts, int token, bool reads) {
  ScenePoint point;
  point.position = parts.query_place(token);
  point.subject = token_subject(token);
  const bool focused = parts.is_query(token);
  point.radius = focused ? k_query_radius : parts.is_full(token) ? k_minor_radius : k_tick_radius;
  point.role = focused ? Role::query : Role::minor;
  point.opacity = focused ? 1 : reads ? 0.9 : 0.5;
  if (focused && has_patch(*parts.analysis, token)) {
    point.radius *= k_wider_by_patch;
  }
  return point;
}

/// A stroke beside every key that key selection kept.
void add_kept_marks(const FlowParts& parts, FlowSide side, Scene& scene) {
  if (parts.focus == nullptr || !parts.focus->kept) {
    return;
  }
  constexpr double k_from = 0.011, k_to = 0.019;  // of the flow's width
  const double outwards = parts.place(side, 0).x > parts.columns.query ? 1 : -1;
  EdgeSet marks{"kept keys", {}};
  for (const int key : parts.focus->kept->keys) {
    if (!parts.has_token(key) || !parts.draws(key)) {
      continue;
    }
    SceneEdge mark;
    const Vec3 at = parts.place(side, key);
    mark.from = at + Vec3{outwards * k_from * parts.columns.width, 0, 0};
    mark.to = at + Vec3{outwards * k_to * parts.columns.width, 0, 0};
    mark.width = parts.is_full(key) ? 3 : 1;
    mark.role = Role::query;
    marks.edges.push_back(mark);
  }
  scene.edges.push_back(std::move(marks));
}

}  // namespace

void add_points(const FlowParts& parts, Scene& scene) {
  const int n = static_cast<int>(parts.tokens.size());
  std::vector<bool> reads(parts.tokens.size(), false);
  for (const QueryResult& query : parts.analysis->queries) {
    if (parts.has_token(query.position)) {
      reads[static_cast<std::size_t>(query.position)] = true;
    }
  }
  TokenCloud queries{"queries", {}}, rings{"rings", {}};
  for (int i = 0; i < n; ++i) {
    if (!parts.analysis->role.is_query(i)) {
      continue;
    }
    queries.points.push_back(query_point(parts, i, reads[static_cast<std::size_t>(i)]));
    if (parts.is_query(i)) {
      rings.points.push_back(token_ring(queries.points.back(), Role::query, 4));
    }
  }
  scene.clouds.push_back(std::move(queries));
  for (const FlowSide side : {FlowSide::key, FlowSide::key_prime}) {
    if (side == FlowSide::key_prime && !parts.columns.key_prime) {
      continue;
    }
    TokenCloud keys{side == FlowSide::key ? "keys" : "second keys", {}};
    for (int i = 0; i < n; ++i) {
      if (!parts.draws(i) || !parts.analysis->role.is_key(i)) {
        continue;
      }
      keys.points.push_back(key_point(parts, side, i));
      if (parts.request->selected_token() == i) {
        rings.points.push_back(token_ring(keys.points.back(), Role::ink, 6));
      }
    }
    scene.clouds.push_back(std::move(keys));
    add_kept_marks(parts, side, scene);
  }
  if (!rings.points.empty()) {
    scene.clouds.push_back(std::move(rings));
  }
}

void add_windows(const FlowParts& parts, Scene& scene) {
  EdgeSet bars{"readable keys", {}};
  for (const FlowSide side : {FlowSide::key, FlowSide::key_prime}) {
    const std::optional<KeySpan>& span = parts.window(side);
    if (!span || span->size() == 0 || (side == FlowSide::key_prime && !parts.columns.key_prime)) {
      continue;
    }
    // Half a row beyond the first and the last: one key's window is a bar too.
    const double half = 0.35 * k_flow_height / std::max<std::size_t>(6, parts.tokens.size());
    SceneEdge bar;
    bar.from = parts.place(side, span->begin) + Vec3{0, half, 0};
    bar.to = parts.place(side, span->end - 1) + Vec3{0, -half, 0};
    bar.width = 5;
    bar.role = side == FlowSide::key ? Role::key : Role::key_prime;
    bar.opacity = 0.28;
    bars.edges.push_back(bar);
  }
  if (!bars.edges.empty()) {
    scene.edges.push_back(std::move(bars));
  }
}

}  // namespace baryscope
