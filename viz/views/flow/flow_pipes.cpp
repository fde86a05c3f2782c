#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "viz/views/flow/flow_parts.h"

namespace baryscope {
namespace {

constexpr double k_hair = 0.5, k_most_hair_width = 1.6;
/// Of the shown query's thinnest pipe on dark paper, where a line half a pixel wide is lost.
constexpr double k_least_on_dark = 1.4;
/// So many hairlines of other queries are curves; more are straight and in columns.
constexpr std::size_t k_most_curves = 600;

SceneCurve pipe(const FlowParts& parts, Vec3 query, Vec3 key, double weight) {
  SceneCurve curve;
  curve.points = flow_curve(query, key);
  curve.weight = std::isfinite(weight) ? weight : 0;
  const bool on_dark = parts.request->theme == "dark";
  curve.width = std::max(stroke_width(parts, curve.weight), on_dark ? k_least_on_dark : 0.0);
  curve.dashed = curve.weight < 0;
  curve.pulse = pulse_of(parts, curve.weight);
  return curve;
}

/// The lightest first, so that the heaviest lies on top.
void sort_by_weight(std::vector<SceneCurve>& curves) {
  std::stable_sort(curves.begin(), curves.end(), [](const SceneCurve& a, const SceneCurve& b) {
    return std::abs(a.weight) < std::abs(b.weight);
  });
}

/// Of the focused query.
CurveSet own_pipes(const FlowParts& parts) {
  CurveSet set{"weights", {}};
  const int query = parts.focus->position;
  for (const WeightedEdge& edge : parts.analysis->edges) {
    if (!draws_edge(parts, edge)) {
      continue;
    }
    SceneCurve curve =
        pipe(parts, parts.query_place(query), parts.place(FlowSide::key, edge.key), edge.weight);
    curve.subject = edge_subject(query, edge.key);
    curve.opacity = parts.opacity(edge.key) * presence(parts, curve.subject);
    set.curves.push_back(std::move(curve));
  }
  sort_by_weight(set.curves);
  return set;
}

CurveSet second_pipes(const FlowParts& parts) {
  CurveSet set{"second keys", {}};
  const int query = parts.focus->position;
  for (const int k : parts.columns.key_prime ? drawn_second_keys(parts) : std::vector<int>()) {
    SceneCurve curve = pipe(parts, parts.query_place(query), parts.place(FlowSide::key_prime, k),
                            parts.token(k).prime_weight);
    curve.role = Role::key_prime;
    curve.subject = second_key_subject(query, k);
    curve.opacity = 0.8 * parts.opacity(k) * presence(parts, curve.subject);
    set.curves.push_back(std::move(curve));
  }
  sort_by_weight(set.curves);
  return set;
}

CurveSet curves_of(const FlowParts& parts, const std::vector<const WeightedEdge*>& edges,
                   double largest, double opacity) {
  CurveSet set{"other queries", {}};
  for (const WeightedEdge* edge : edges) {
    SceneCurve curve = pipe(parts, parts.query_place(edge->query),
                            parts.place(FlowSide::key, edge->key), edge->weight);
    curve.width = std::max(k_hair, k_most_hair_width * std::abs(edge->weight) / largest);
    curve.opacity = opacity * parts.opacity(edge->key);
    curve.pulse = 0;
    curve.role = Role::minor;
    curve.subject = edge_subject(edge->query, edge->key);
    set.curves.push_back(std::move(curve));
  }
  return set;
}

EdgeColumns columns_of(const FlowParts& parts, const std::vector<const WeightedEdge*>& edges,
                       double largest, double opacity) {
  EdgeColumns set;
  set.name = "other queries";
  std::map<std::pair<bool, int>, std::uint32_t> places;
  const auto place = [&](bool key, int token) {
    const auto [found, is_new] =
        places.try_emplace({key, token}, static_cast<std::uint32_t>(set.places.size()));
    if (is_new) {
      set.places.push_back(key ? parts.place(FlowSide::key, token) : parts.query_place(token));
      set.numbers.push_back(token);
    }
    return found->second;
  };
  for (const WeightedEdge* edge : edges) {
    set.ends.push_back({place(false, edge->query), place(true, edge->key)});
    set.weights.push_back(static_cast<float>(edge->weight));
  }
  set.width = k_most_hair_width;
  set.reference = largest;
  set.role = Role::minor;
  set.opacity = opacity;
  return set;
}

/// All other queries' weights: hairlines behind.
void add_hairlines(const FlowParts& parts, Scene& scene) {
  std::vector<const WeightedEdge*> others;
  double largest = 0;
  for (const WeightedEdge& edge : parts.analysis->edges) {
    if (!parts.is_query(edge.query) && parts.has_token(edge.query) && parts.has_token(edge.key) &&
        parts.draws(edge.key) && edge.weight != 0 && std::isfinite(edge.weight) &&
        std::abs(edge.weight) >= parts.request->threshold) {
      others.push_back(&edge);
      largest = std::max(largest, std::abs(edge.weight));
    }
  }
  if (others.empty()) {
    return;
  }
  // Many lines together must stay a veil.
  const double opacity =
      std::clamp(14 / std::pow(static_cast<double>(others.size()), 0.62), 0.012, 0.5);
  if (others.size() <= k_most_curves) {
    scene.curves.push_back(curves_of(parts, others, largest, opacity));
  } else {
    scene.edge_columns.push_back(columns_of(parts, others, largest, opacity));
  }
}

/// Σ|w| of the drawn sheets.
double add_pairs(const FlowParts& parts, Scene& scene) {
  const double largest = heaviest_triangle(parts);
  TriangleSet set{"native triangles", {}};
  double drawn = 0;
  for (const WeightedTriangle& triangle : parts.analysis->triangles) {
    if (!draws_triangle(parts, triangle, largest)) {
      continue;
    }
    drawn += std::abs(triangle.weight);
    SceneTriangle sheet;
    sheet.corners = {parts.query_place(triangle.query), parts.place(FlowSide::key, triangle.key),
                     parts.place(FlowSide::key_prime, triangle.key_prime)};
    sheet.weight = triangle.weight;
    sheet.subject = triangle_subject(triangle.query, triangle.key, triangle.key_prime);
    // Where no pair is heavy all sheets stay pale.
    const double relative = std::abs(triangle.weight) / std::max(0.15, largest);
    sheet.opacity = (0.03 + 0.5 * relative) * presence(parts, sheet.subject) *
                    std::min(parts.opacity(triangle.key), parts.opacity(triangle.key_prime));
    sheet.pulse = std::abs(triangle.weight) / largest;
    set.triangles.push_back(sheet);
  }
  std::stable_sort(set.triangles.begin(), set.triangles.end(),
                   [](const SceneTriangle& a, const SceneTriangle& b) {
                     return std::abs(a.weight) < std::abs(b.weight);
                   });
  scene.triangles.push_back(std::move(set));
  return drawn;
}

/// What no sheet shows lies on all the other pairs: a faint band from both columns.
void add_rest(const FlowParts& parts, double rest, Scene& scene) {
  TriangleSet band{"all other pairs", {}};
  for (const FlowSide side : {FlowSide::key, FlowSide::key_prime}) {
    const KeySpan span =
        parts.window(side).value_or(KeySpan{0, static_cast<int>(parts.tokens.size())});
    if (span.size() == 0) {
      continue;
    }
    SceneTriangle face;
    face.corners = {parts.query_place(parts.focus->position), parts.place(side, span.begin),
                    parts.place(side, span.end - 1)};
    face.role = Role::attainable;
    face.opacity = 0.16 * rest;
    band.triangles.push_back(face);
  }
  scene.triangles.push_back(std::move(band));
}

}  // namespace

void add_pipes(const FlowParts& parts, Scene& scene) {
  if (!parts.shows("edges")) {
    return;
  }
  add_hairlines(parts, scene);
  if (parts.focus == nullptr) {
    return;
  }
  if (CurveSet seconds = second_pipes(parts); !seconds.curves.empty()) {
    scene.curves.push_back(std::move(seconds));
  }
  scene.curves.push_back(own_pipes(parts));
}

void add_sheets(const FlowParts& parts, Scene& scene) {
  if (!parts.triple || parts.focus == nullptr || !parts.shows("triangles")) {
    return;
  }
  const double drawn = add_pairs(parts, scene);
  const double whole = parts.focus->weight_abs_sum;
  const double rest = whole > 0 ? std::clamp(1 - drawn / whole, 0.0, 1.0) : 0;
  constexpr double k_least = 0.01;
  if (rest > k_least) {
    add_rest(parts, rest, scene);
    std::swap(scene.triangles[scene.triangles.size() - 2], scene.triangles.back());
  }
}

}  // namespace baryscope
