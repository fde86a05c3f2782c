#include "viz/views/text_parts.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/mechanism_list.h"
#include "core/text/direction.h"
#include "core/text/token_name.h"
#include "viz/views/patch_tiles.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

constexpr double k_widest = 14, k_hair = 0.5;
constexpr double k_heavy_radius = 7, k_heavy_growth = 5;  // 7 … 12 px
constexpr double k_minor_radius = 4, k_many_radius = 2.5;
constexpr double k_room_for_patch = 2, k_room_for_small_patch = 2.6;  // of an image, in the point

double entry(const std::vector<double>& values, int index) {
  return index < static_cast<int>(values.size()) ? bounded(values[static_cast<std::size_t>(index)])
                                                 : 0;
}

double abs_sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += std::abs(bounded(value));
  }
  return sum;
}

/// Of equal shares the first tokens; not those that are next to nothing beside the largest.
void mark_leading(std::vector<TokenView>& tokens) {
  constexpr double k_nothing = 0.01;
  double largest = 0;
  for (const TokenView& token : tokens) {
    largest = std::max(largest, token.share);
  }
  std::vector<TokenView*> order;
  for (TokenView& token : tokens) {
    if (token.share > 0 && token.share >= k_nothing * largest) {
      order.push_back(&token);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const TokenView* a, const TokenView* b) { return a->share > b->share; });
  order.resize(std::min(order.size(), k_n_leading));
  for (TokenView* token : order) {
    token->leading = token->heavy = true;
  }
}

}  // namespace

bool TextParts::draws(int token) const {
  if (has_token(token) && !analysis->role.is_key(token) && !is_query(token)) {
    return false;
  }
  return !(request->sinks == "hide" && token >= 0 && token < static_cast<int>(tokens.size()) &&
           tokens[static_cast<std::size_t>(token)].sink);
}

double TextParts::opacity(int token) const {
  const bool dim = request->sinks == "dim" && token >= 0 &&
                   token < static_cast<int>(tokens.size()) &&
                   tokens[static_cast<std::size_t>(token)].sink;
  return dim ? 0.45 : 1;
}

TextParts make_text_parts(const Analysis& analysis, const ViewRequest& request) {
  TextParts parts;
  parts.analysis = &analysis;
  parts.request = &request;
  if (analysis.focus >= 0 && analysis.focus < static_cast<int>(analysis.queries.size())) {
    parts.focus = &analysis.queries[static_cast<std::size_t>(analysis.focus)];
  }
  const MechanismInfo& info = mechanism(analysis.mechanism.mechanism);
  parts.signed_weights = info.weights_may_be_negative;
  parts.triple = info.slots == KeySlots::two;
  static const std::vector<double> none;
  const bool has_marginals = parts.focus != nullptr && !parts.focus->marginal_key.empty();
  const std::vector<double>& keys = parts.focus == nullptr ? none
                                    : has_marginals        ? parts.focus->marginal_key
                                                           : parts.focus->key_weights;
  const std::vector<double>& primes =
      parts.focus == nullptr ? none : parts.focus->marginal_key_prime;
  const double key_sum = abs_sum(keys);
  const double prime_sum = abs_sum(primes);
  const int n_tokens = static_cast<int>(analysis.tokens.size());
  parts.tokens.resize(analysis.tokens.size());
  for (int i = 0; i < n_tokens; ++i) {
    TokenView& token = parts.tokens[static_cast<std::size_t>(i)];
    token.weight = entry(keys, i);
    token.prime_weight = entry(primes, i);
    const double as_key = key_sum > 0 ? std::abs(token.weight) / key_sum : 0;
    const double as_prime = prime_sum > 0 ? std::abs(token.prime_weight) / prime_sum : 0;
    token.key_share = as_key;
    token.prime_share = as_prime;
    token.share = std::max(as_key, as_prime);
    // A tie but for rounding is a first key.
    token.second_key = as_prime > as_key + 1e-6;
    token.heavy = token.share >= k_heavy_share;
    const Token& named = analysis.tokens[static_cast<std::size_t>(i)];
    token.name = with_named_direction_controls(name_of(named));
    token.piece = with_named_direction_controls(piece_of(named));
    parts.signed_weights = parts.signed_weights || token.weight < 0;
  }
  mark_leading(parts.tokens);
  for (const int sink : analysis.sinks) {
    if (sink >= 0 && sink < n_tokens && (parts.focus == nullptr || sink != parts.focus->position)) {
      parts.tokens[static_cast<std::size_t>(sink)].sink = true;
    }
  }
  for (const TokenView& token : parts.tokens) {
    parts.largest_weight =
        std::max({parts.largest_weight, std::abs(token.weight), std::abs(token.prime_weight)});
  }
  for (const WeightedEdge& edge : analysis.edges) {
    if (parts.focus != nullptr && edge.query == parts.focus->position) {
      parts.largest_weight = std::max(parts.largest_weight, std::abs(bounded(edge.weight)));
      parts.signed_weights = parts.signed_weights || edge.weight < 0;
    }
  }
  // A row without any heavy weight keeps thin edges: thickness says "much", not "most".
  parts.weight_reference = std::max(parts.largest_weight, 0.3);
  return parts;
}

void share_scales(TextParts& a, TextParts& b) {
  a.largest_weight = b.largest_weight = std::max(a.largest_weight, b.largest_weight);
  a.weight_reference = b.weight_reference = std::max(a.weight_reference, b.weight_reference);
  a.signed_weights = b.signed_weights = a.signed_weights || b.signed_weights;
}

double stroke_width(const TextParts& parts, double weight) {
  return std::clamp(k_widest * std::abs(weight) / parts.weight_reference, k_hair, k_widest);
}

double pulse_of(const TextParts& parts, double weight) {
  return parts.largest_weight > 0 ? std::min(1.0, std::abs(weight) / parts.largest_weight) : 0;
}

bool is_negligible(double weight, double heaviest) {
  constexpr double least_share = 0.005;
  return std::abs(weight) < least_share * heaviest;
}

double presence(const TextParts& parts, const Subject& subject) {
  constexpr double k_receding = 0.3;
  const Subject& selected = parts.request->selected;
  const bool stands_out = selected.kind == Subject::Kind::edge ||
                          selected.kind == Subject::Kind::second_key ||
                          selected.kind == Subject::Kind::triangle;
  return stands_out && subject != selected ? k_receding : 1;
}

double heaviest_triangle(const TextParts& parts) {
  double largest = 0;
  for (const WeightedTriangle& triangle : parts.analysis->triangles) {
    if (triangle.query == parts.focus->position && std::isfinite(triangle.weight)) {
      largest = std::max(largest, std::abs(triangle.weight));
    }
  }
  return largest;
}

std::vector<int> drawn_second_keys(const TextParts& parts) {
  std::vector<int> order;
  for (int k = 0; k < static_cast<int>(parts.tokens.size()); ++k) {
    const double weight = std::abs(parts.token(k).prime_weight);
    if (weight > 0 && weight >= parts.request->threshold && parts.draws(k) &&
        !is_negligible(weight, parts.largest_weight)) {
      order.push_back(k);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return std::abs(parts.token(a).prime_weight) > std::abs(parts.token(b).prime_weight);
  });
  const auto top = static_cast<std::size_t>(std::max(0, parts.analysis->request.top));
  order.resize(std::min(order.size(), top));
  return order;
}

bool draws_edge(const TextParts& parts, const WeightedEdge& edge) {
  return parts.is_query(edge.query) && parts.has_token(edge.key) && edge.weight != 0 &&
         std::abs(edge.weight) >= parts.request->threshold && parts.draws(edge.key) &&
         !(parts.triple && is_negligible(edge.weight, parts.largest_weight));
}

bool draws_triangle(const TextParts& parts, const WeightedTriangle& triangle, double heaviest) {
  return parts.is_query(triangle.query) && parts.has_token(triangle.key) &&
         parts.has_token(triangle.key_prime) && std::isfinite(triangle.weight) &&
         std::abs(triangle.weight) >= parts.request->threshold &&
         !is_negligible(triangle.weight, heaviest) && parts.draws(triangle.key) &&
         parts.draws(triangle.key_prime);
}

ScenePoint token_point(const TextParts& parts, int index) {
  const TokenView& token = parts.tokens[static_cast<std::size_t>(index)];
  const bool many = static_cast<int>(parts.tokens.size()) > k_many_tokens;
  ScenePoint point;
  point.position = token.position;
  point.subject = token_subject(index);
  if (token.heavy) {
    point.radius = k_heavy_radius + k_heavy_growth * std::sqrt(std::min(1.0, token.share));
    point.role = token.second_key ? Role::key_prime : Role::key;
    point.glyph = token.second_key ? Glyph::octahedron : Glyph::sphere;
    // A pale edge already says "sink"; its end stays recognisable.
    point.opacity = parts.opacity(index) < 1 ? 0.6 : 1;
  } else {
    point.radius = many ? k_many_radius : k_minor_radius;
    point.role = Role::minor;
    point.opacity = many ? 0.6 : 0.9;
  }
  if (has_patch(*parts.analysis, index)) {
    point.radius *= token.heavy ? k_room_for_patch : k_room_for_small_patch;
  }
  return point;
}

ScenePoint token_ring(const ScenePoint& around, Role role, double gap) {
  ScenePoint point = around;
  point.radius = around.radius + gap;
  point.role = role;
  point.glyph = Glyph::ring;
  point.opacity = 1;
  return point;
}

ScenePoint output_point(Vec3 at, int query, bool inside, double radius, double opacity) {
  ScenePoint point;
  point.position = at;
  point.subject = output_subject(query);
  point.radius = radius;
  point.role = inside ? Role::output_inside : Role::output_outside;
  point.glyph = inside ? Glyph::diamond : Glyph::hollow_diamond;
  point.opacity = opacity;
  return point;
}
Scene blank_scene(const ViewRequest& request) {
  Scene scene;
  scene.theme = make_theme(request.theme, request.palette, request.background);
  scene.font_size = request.font_size;
  scene.font = request.font;
  return scene;
}

}  // namespace baryscope
