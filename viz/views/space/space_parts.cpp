#include "viz/views/space/space_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/report.h"
#include "core/base/number_text.h"
#include "core/geometry/hull_membership.h"
#include "core/text/direction.h"

namespace baryscope {
namespace {

double finite(double value) {
  constexpr double most = 1e100;  // its square is still finite
  return std::isfinite(value) ? std::clamp(value, -most, most) : 0;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Without the marks by which vocabularies say where a word begins or goes on.
std::string shown_name(const Token& token) {
  std::string_view text = token.text;
  if (token.continuation && text.starts_with("##")) {
    text.remove_prefix(2);
  }
  for (const std::string_view mark : {"\u2581", "\u0120"}) {
    if (text.starts_with(mark) && text.size() > mark.size()) {
      text.remove_prefix(mark.size());
    }
  }
  return with_named_direction_controls(text);
}

double entry(const std::vector<double>& values, int index) {
  return index < static_cast<int>(values.size()) ? finite(values[static_cast<std::size_t>(index)])
                                                 : 0;
}

double abs_sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += std::abs(finite(value));
  }
  return sum;
}

/// True where the output lies outside the hull of its values, in the space that is placed.
bool is_outside(const SpaceParts& parts) {
  return parts.focus != nullptr && !parts.focus->inside_hull && parts.focus->hull_distance &&
         parts.analysis->placement.outputs_share_space &&
         !parts.analysis->placement.hull.hull.vertices.empty();
}

/// Zero where three axes put inside what is outside.
Vec3 find_drawn_gap(const SpaceParts& parts) {
  if (!is_outside(parts)) {
    return {};
  }
  const AttainableSet& hull = parts.analysis->placement.hull;
  std::vector<Vec3> corners;
  corners.reserve(hull.hull.vertices.size());
  for (const int vertex : hull.hull.vertices) {
    corners.push_back(point_of(hull.points, vertex));
  }
  Matrix points(static_cast<int>(corners.size()), 3);
  for (int i = 0; i < points.n_rows; ++i) {
    const Vec3 corner = corners[static_cast<std::size_t>(i)];
    points(i, 0) = corner.x;
    points(i, 1) = corner.y;
    points(i, 2) = corner.z;
  }
  const HullMembership drawn(points);
  const std::array output{parts.output.x, parts.output.y, parts.output.z};
  const HullDistance found = drawn.distance(output);
  if (found.distance <= 1e-6 * drawn.scale()) {
    return {};
  }
  return parts.output - Vec3{found.nearest[0], found.nearest[1], found.nearest[2]};
}

std::string placement_words(const Placement& placement) {
  const auto& explained = placement.explained_variance;
  const double sum = explained[0] + explained[1] + explained[2];
  if (placement.place_by == "sequence") {
    return "placed in the order of the sequence";
  }
  if (!(sum > 0 && std::isfinite(sum))) {
    return {};
  }
  const std::string things = placed_things(placement.place_by);
  return (placement.first_axis_leaves_hull
              ? "placed by the way out of the hull and by PCA of what else the " + things + " are, "
              : "placed by PCA of the " + things + ", ") +
         percent_text(sum) + " of their variance";
}

}  // namespace

std::string placed_things(const std::string& place_by) {
  return place_by == "query"      ? "queries"
         : place_by == "sequence" ? "positions"
         : place_by == "outside"  ? "values"
                                  : place_by + "s";
}

std::string weight_text(const SpaceParts& parts, double weight) {
  const bool shares = !parts.signed_weights && parts.focus != nullptr &&
                      std::abs(parts.focus->weight_sum - 1) < 0.005;
  constexpr double k_whole_percent = 0.005;  // what rounds to less is told more finely
  if (shares && weight != 0 && std::abs(weight) < k_whole_percent) {
    const double percent = std::abs(finite(100 * weight));
    const double grain = std::pow(10, 1 - std::floor(std::log10(percent)));  // two digits
    return (weight < 0 ? "\u2212" : "") + to_text(std::round(percent * grain) / grain) + " %";
  }
  return shares ? percent_text(weight)
                : (weight < 0 ? "\u2212" : "") + to_text(std::abs(finite(weight)), 2);
}

bool SpaceParts::shows(const std::string& part) const {
  if (contains(request->hide, part) || (part == "outputs" && output_is_token)) {
    return false;
  }
  return contains(request->show, part) || (part != "axes" && part != "grid");
}

bool SpaceParts::draws(int token) const {
  return !(request->sinks == "hide" && token >= 0 && token < static_cast<int>(tokens.size()) &&
           tokens[static_cast<std::size_t>(token)].sink);
}

double SpaceParts::opacity(int token) const {
  const bool dim = request->sinks == "dim" && token >= 0 &&
                   token < static_cast<int>(tokens.size()) &&
                   tokens[static_cast<std::size_t>(token)].sink;
  return dim ? 0.45 : 1;
}

namespace {

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

SpaceParts make_space_parts(const Analysis& analysis, const ViewRequest& request) {
  SpaceParts parts;
  parts.analysis = &analysis;
  parts.request = &request;
  if (analysis.focus >= 0 && analysis.focus < static_cast<int>(analysis.queries.size())) {
    parts.focus = &analysis.queries[static_cast<std::size_t>(analysis.focus)];
  }
  parts.nearest = point_of(analysis.placement.nearest, analysis.focus);
  const MechanismInfo& info = mechanism(analysis.mechanism.mechanism);
  parts.signed_weights = info.weights_may_be_negative;
  parts.triple = info.slots == KeySlots::two;
  // A product of two values has no place among keys or queries: the query's own token stands for
  // it.
  parts.output_is_token =
      parts.triple && !analysis.placement.outputs_share_space && parts.focus != nullptr;
  parts.output = parts.output_is_token ? point_of(analysis.placement.tokens, parts.focus->position)
                                       : point_of(analysis.placement.outputs, analysis.focus);

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
    token.position = point_of(analysis.placement.tokens, i);
    token.weight = entry(keys, i);
    token.prime_weight = entry(primes, i);
    const double as_key = key_sum > 0 ? std::abs(token.weight) / key_sum : 0;
    const double as_prime = prime_sum > 0 ? std::abs(token.prime_weight) / prime_sum : 0;
    token.share = std::max(as_key, as_prime);
    // A tie but for rounding is a first key.
    token.second_key = as_prime > as_key + 1e-6;
    token.heavy = token.share >= k_heavy_share;
    token.name = shown_name(analysis.tokens[static_cast<std::size_t>(i)]);
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
      parts.largest_weight = std::max(parts.largest_weight, std::abs(finite(edge.weight)));
      parts.signed_weights = parts.signed_weights || edge.weight < 0;
    }
  }
  parts.drawn_gap = find_drawn_gap(parts);
  // A row without any heavy weight keeps thin edges: thickness says "much", not "most".
  parts.weight_reference = std::max(parts.largest_weight, 0.3);
  return parts;
}

std::string finding_text(const SpaceParts& parts) {
  std::string text = finding(*parts.analysis);
  if (parts.request->sinks != "hide") {
    return text;
  }
  double hidden = 0, whole = 0;
  std::vector<std::string> names;
  int n_hidden = 0;
  for (const TokenView& token : parts.tokens) {
    whole += std::abs(token.weight);
    if (token.sink) {
      hidden += std::abs(token.weight);
      ++n_hidden;
      if (!contains(names, token.name)) {
        names.push_back(token.name);
      }
    }
  }
  if (n_hidden == 0 || !(whole > 0)) {
    return text;
  }
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i) {
    list += (i > 0 ? ", " : "") + isolated(names[i]);
  }
  return text + "; " + percent_text(hidden / whole) + " on " + list +
         (names.size() > 3 ? " … hidden" : " hidden");
}

std::string caption_text(const SpaceParts& parts, const Scene& scene) {
  std::string caption;
  const auto add = [&](const std::string& sentence) {
    caption += (caption.empty() || sentence.empty() ? "" : " · ") + sentence;
  };
  if (parts.analysis->lens && scene.title.find(*parts.analysis->lens) == std::string::npos) {
    add(*parts.analysis->lens);
  }
  for (const std::string& note : parts.analysis->notes) {
    add(note);
  }
  if (const std::string words = placement_words(parts.analysis->placement); !words.empty()) {
    add(words);
  }
  if (is_outside(parts) && length(parts.drawn_gap) == 0) {
    add("the output leaves the hull in directions that these three axes do not show; placing by "
        "“outside” does");
  }
  double drawn = 0;
  int n_drawn = 0;
  for (const EdgeSet& set : scene.edges) {
    if (set.name == "weights") {
      for (const SceneEdge& edge : set.edges) {
        drawn += std::abs(edge.weight);
        ++n_drawn;
      }
    }
  }
  double whole = 0;
  for (const TokenView& token : parts.tokens) {
    whole += std::abs(token.weight);
  }
  if (n_drawn > 0 && whole > 0 && drawn < 0.995 * whole) {
    add("edges drawn carry " + percent_text(drawn / whole) +
        (parts.analysis->edges_are_marginals ? " of the weight on single keys" : " of the weight"));
  }
  return caption;
}

}  // namespace baryscope
