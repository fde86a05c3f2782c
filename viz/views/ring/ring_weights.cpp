// Weights inside the ring: arcs of single keys, triangles of pairs, polygons of longer tuples.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "viz/views/ring/ring_parts.h"

namespace baryscope {
namespace {

constexpr int k_most_pieces = 32, k_least_pieces = 6;
constexpr std::size_t k_most_pieces_in_all = 24'000;
/// Of other queries so many arcs at most; more of them are straight, and take a tenth of the room.
constexpr std::size_t k_most_other_arcs = 1'200;
/// More lines than that are a veil, and take seconds to draw: the heaviest of them.
constexpr std::size_t k_most_other_lines = 12'000;

/// Pieces of one of `n` arcs.
int pieces_of(std::size_t n) {
  const std::size_t share = k_most_pieces_in_all / std::max<std::size_t>(1, n);
  return static_cast<int>(std::clamp<std::size_t>(share, k_least_pieces, k_most_pieces));
}

SceneCurve weight_arc(const RingParts& parts, int key, double weight, const Subject& subject,
                      int n_pieces) {
  SceneCurve arc;
  arc.points = parts.layout.arc(parts.focus->position, key, n_pieces);
  arc.weight = std::isfinite(weight) ? weight : 0;
  arc.width = stroke_width(parts, arc.weight);
  arc.dashed = arc.weight < 0;
  arc.subject = subject;
  arc.opacity = 0.92 * parts.opacity(key) * presence(parts, subject);
  arc.pulse = pulse_of(parts, arc.weight);
  return arc;
}

/// The lightest first: what is drawn later lies above.
void sort_by_weight(std::vector<SceneCurve>& curves) {
  std::stable_sort(curves.begin(), curves.end(), [](const SceneCurve& a, const SceneCurve& b) {
    return std::abs(a.weight) < std::abs(b.weight);
  });
}

void add_arcs(const RingParts& parts, Scene& scene) {
  const int query = parts.focus->position;
  std::vector<const WeightedEdge*> drawn;
  for (const WeightedEdge& edge : parts.analysis->edges) {
    if (draws_edge(parts, edge)) {
      drawn.push_back(&edge);
    }
  }
  const std::vector<int> further = drawn_second_keys(parts);
  const int n_pieces = pieces_of(drawn.size() + further.size());
  CurveSet primes{"second keys", {}};
  for (const int key : further) {
    SceneCurve arc = weight_arc(parts, key, parts.token(key).prime_weight,
                                second_key_subject(query, key), n_pieces);
    arc.role = Role::key_prime;
    arc.opacity *= 0.7;
    primes.curves.push_back(std::move(arc));
  }
  CurveSet set{"weights", {}};
  for (const WeightedEdge* edge : drawn) {
    set.curves.push_back(
        weight_arc(parts, edge->key, edge->weight, edge_subject(query, edge->key), n_pieces));
  }
  sort_by_weight(primes.curves);
  sort_by_weight(set.curves);
  if (!primes.curves.empty()) {
    scene.curves.push_back(std::move(primes));
  }
  scene.curves.push_back(std::move(set));
}

/// The heaviest in their order, ties to the first.
std::vector<const WeightedEdge*> heaviest(std::vector<const WeightedEdge*> edges, std::size_t n) {
  if (edges.size() <= n) {
    return edges;
  }
  std::stable_sort(edges.begin(), edges.end(), [](const WeightedEdge* a, const WeightedEdge* b) {
    return std::abs(a->weight) > std::abs(b->weight);
  });
  edges.resize(n);
  std::sort(edges.begin(), edges.end());  // all of one array
  return edges;
}

/// Weights of the queries beside the focus, so pale that the focus stands out.
void add_other_arcs(const RingParts& parts, Scene& scene) {
  const std::vector<const WeightedEdge*> drawn = heaviest(other_edges(parts), k_most_other_lines);
  if (drawn.empty()) {
    return;
  }
  constexpr double k_widest = 1.6;
  if (drawn.size() > k_most_other_arcs) {
    EdgeColumns columns;
    columns.name = "other queries";
    columns.width = k_widest;
    columns.reference = parts.weight_reference;
    // However many there are, together they stay a veil.
    columns.opacity = std::clamp(400.0 / static_cast<double>(drawn.size()), 0.03, 0.16);
    for (int i = 0; i < static_cast<int>(parts.tokens.size()); ++i) {
      columns.places.push_back(parts.token(i).position);
      columns.numbers.push_back(i);
    }
    for (const WeightedEdge* edge : drawn) {
      columns.ends.push_back(
          {static_cast<std::uint32_t>(edge->query), static_cast<std::uint32_t>(edge->key)});
      columns.weights.push_back(static_cast<float>(edge->weight));
    }
    scene.edge_columns.push_back(std::move(columns));
    return;
  }
  const int n_pieces = std::min(16, pieces_of(drawn.size()));
  const double crowd = std::clamp(160.0 / static_cast<double>(drawn.size()), 0.35, 1.0);
  CurveSet set{"other queries", {}};
  for (const WeightedEdge* edge : drawn) {
    SceneCurve arc;
    arc.points = parts.layout.arc(edge->query, edge->key, n_pieces);
    arc.weight = edge->weight;
    arc.width = std::clamp(k_widest * std::abs(edge->weight) / parts.weight_reference, 0.5, 1.6);
    arc.dashed = edge->weight < 0;
    arc.subject = edge_subject(edge->query, edge->key);
    const double relative = std::min(1.0, std::abs(edge->weight) / parts.weight_reference);
    arc.opacity =
        crowd * (0.12 + 0.5 * relative) * parts.opacity(edge->key) * presence(parts, arc.subject);
    set.curves.push_back(std::move(arc));
  }
  sort_by_weight(set.curves);
  scene.curves.push_back(std::move(set));
}

double face_opacity(double relative) { return 0.03 + 0.62 * relative; }

/// A weight whose keys are too few for an area: of one key, or with the query itself among them.
SceneCurve line_of_tuple(const RingParts& parts, int key, double weight, const Subject& subject) {
  SceneCurve arc = weight_arc(parts, key, weight, subject, k_most_pieces);
  arc.role = Role::native_triangle;
  return arc;
}

/// `heaviest`: of the faces that are drawn together, which is as bright as can be.
SceneTriangle face(const RingParts& parts, int a, int b, double weight, double heaviest,
                   double opacity) {
  SceneTriangle triangle;
  triangle.corners = {parts.token(parts.focus->position).position, parts.token(a).position,
                      parts.token(b).position};
  triangle.weight = weight;
  triangle.opacity = opacity;
  triangle.pulse = heaviest > 0 ? std::min(1.0, std::abs(weight) / heaviest) : 0;
  return triangle;
}

void add_triangles(const RingParts& parts, Scene& scene) {
  TriangleSet set{"native triangles", {}};
  CurveSet lines{"pairs of one key", {}};
  // Where no pair is heavy all faces stay pale: a nearly uniform row must look like one.
  const double largest = heaviest_triangle(parts), heaviest = std::max(0.15, largest);
  for (const WeightedTriangle& triangle : parts.analysis->triangles) {
    if (!draws_triangle(parts, triangle, largest)) {
      continue;
    }
    const Subject subject = triangle_subject(triangle.query, triangle.key, triangle.key_prime);
    if (triangle.key == triangle.key_prime || triangle.query == triangle.key ||
        triangle.query == triangle.key_prime) {
      const int other = triangle.key == triangle.query ? triangle.key_prime : triangle.key;
      lines.curves.push_back(line_of_tuple(parts, other, triangle.weight, subject));
      continue;
    }
    SceneTriangle drawn =
        face(parts, triangle.key, triangle.key_prime, triangle.weight, largest,
             face_opacity(std::abs(triangle.weight) / heaviest) *
                 std::min(parts.opacity(triangle.key), parts.opacity(triangle.key_prime)) *
                 presence(parts, subject));
    drawn.subject = subject;
    set.triangles.push_back(drawn);
  }
  if (!set.triangles.empty()) {
    scene.triangles.push_back(std::move(set));
  }
  if (!lines.curves.empty()) {
    scene.curves.push_back(std::move(lines));
  }
}

double heaviest_tuple(const RingParts& parts) {
  double largest = 0;
  for (const WeightedTuple& tuple : parts.analysis->tuples) {
    if (parts.is_query(tuple.query) && std::isfinite(tuple.weight)) {
      largest = std::max(largest, std::abs(tuple.weight));
    }
  }
  return largest;
}

/// The tuple's tokens but for the query, each once, as they follow the query along the ring.
std::vector<int> around_ring(const RingParts& parts, const WeightedTuple& tuple) {
  const int n = parts.layout.n_tokens();
  std::vector<int> keys = tuple.keys;
  std::erase(keys, tuple.query);
  std::sort(keys.begin(), keys.end(),
            [&](int a, int b) { return (a - tuple.query + n) % n < (b - tuple.query + n) % n; });
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

/// Of tuples of more than two keys a polygon each, as a fan about the query.
void add_tuples(const RingParts& parts, Scene& scene) {
  TriangleSet set{"tuples", {}};
  CurveSet lines{"tuples of one key", {}};
  const double largest = heaviest_tuple(parts), heaviest = std::max(0.15, largest);
  for (const WeightedTuple& tuple : parts.analysis->tuples) {
    const bool drawn = parts.is_query(tuple.query) && std::isfinite(tuple.weight) &&
                       std::abs(tuple.weight) >= parts.request->threshold &&
                       !is_negligible(tuple.weight, largest) &&
                       std::ranges::all_of(tuple.keys, [&](int key) {
                         return parts.has_token(key) && parts.draws(key);
                       });
    if (!drawn) {
      continue;
    }
    const std::vector<int> keys = around_ring(parts, tuple);
    double opacity = face_opacity(std::abs(tuple.weight) / heaviest);
    for (const int key : keys) {
      opacity = std::min(opacity, opacity * parts.opacity(key));
    }
    if (keys.size() < 2) {
      const int key = keys.empty() ? tuple.query : keys.front();
      lines.curves.push_back(line_of_tuple(parts, key, tuple.weight, {}));
    }
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      set.triangles.push_back(face(parts, keys[i], keys[i + 1], tuple.weight, largest, opacity));
    }
  }
  if (!set.triangles.empty()) {
    scene.triangles.push_back(std::move(set));
  }
  if (!lines.curves.empty()) {
    scene.curves.push_back(std::move(lines));
  }
}

}  // namespace

std::vector<const WeightedEdge*> other_edges(const RingParts& parts) {
  std::vector<const WeightedEdge*> edges;
  for (const WeightedEdge& edge : parts.analysis->edges) {
    if (!parts.is_query(edge.query) && parts.has_token(edge.query) && parts.has_token(edge.key) &&
        std::isfinite(edge.weight) && edge.weight != 0 &&
        std::abs(edge.weight) >= parts.request->threshold && parts.draws(edge.key)) {
      edges.push_back(&edge);
    }
  }
  return edges;
}

void add_weights(const RingParts& parts, Scene& scene) {
  if (parts.focus == nullptr || !parts.has_token(parts.focus->position)) {
    return;
  }
  if (parts.shows("edges")) {
    add_other_arcs(parts, scene);
    add_arcs(parts, scene);
  }
  if (parts.shows("triangles")) {
    add_triangles(parts, scene);
    add_tuples(parts, scene);
  }
}

}  // namespace baryscope
