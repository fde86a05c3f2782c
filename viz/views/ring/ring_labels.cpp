// Names outside of the ring, each beside its token and away from the middle.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/text/direction.h"
#include "viz/scene/ticks.h"
#include "viz/views/ring/ring_parts.h"

namespace baryscope {
namespace {

constexpr double k_least_radius = 4;      // pixels: room around the smallest points too
constexpr std::size_t k_most_names = 24;  // of long texts
constexpr int k_n_numbers = 9;

double rank(const RingParts& parts, int token) {
  const bool first = parts.request->selected_token() == token || parts.is_query(token);
  return (first ? 2 : 0) + parts.token(token).share;
}

/// Positions to be named, heaviest first; of long texts those that matter.
std::vector<int> named_tokens(const RingParts& parts) {
  std::vector<int> order(parts.tokens.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](int i) { return !parts.draws(i); });
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return rank(parts, a) > rank(parts, b); });
  if (parts.layout.is_helix()) {
    order.resize(std::min(order.size(), k_most_names));
    std::erase_if(order, [&](int i) { return rank(parts, i) < 2 && !parts.token(i).heavy; });
  }
  return order;
}

SceneLabel label_at(const RingParts& parts, int token) {
  SceneLabel label;
  label.anchor = parts.layout.place(token, parts.outer_radius(token));
  label.away_from = parts.layout.middle(token);
  label.subjects = {token_subject(token)};
  return label;
}

SceneLabel token_label(const RingParts& parts, int token) {
  const TokenView& view = parts.token(token);
  const bool selected = parts.request->selected_token() == token, query = parts.is_query(token);
  const bool bold = selected || query;
  const bool pale = !view.heavy || parts.opacity(token) < 1 || parts.ink(token) < 1;
  SceneLabel label = label_at(parts, token);
  // The other pieces of a word stand beside it: only where it matters is the word told whole.
  label.spans = bold || view.heavy ? word_spans(parts, {token}, token, bold, !bold && pale)
                                   : std::vector<LabelSpan>{{isolated(view.name), false, true}};
  if (view.heavy && !parts.triple) {
    label.spans.push_back({" " + weight_text(parts, view.weight), false, true});
  }
  label.importance = selected ? 10
                     : query  ? 9
                              : (view.leading ? 5
                                 : view.heavy ? 1
                                              : 0) +
                                   view.share;
  label.scale = view.heavy || bold ? 1 : 0.85;
  const double radius = std::max(k_least_radius, token_point(parts, token).radius);
  const bool at_point = parts.outer_radius(token) == 1;
  label.clearance = query && parts.shows("outputs") ? 11
                    : at_point                      ? radius + (selected ? 13
                                                                : query  ? 7
                                                                         : 2)
                                                    : (selected || query ? 8 : 2);
  return label;
}

/// Every so many tokens its number along the helix.
void add_numbers(const RingParts& parts, Scene& scene) {
  const int last = parts.layout.n_tokens() - 1;
  for (const double tick : round_ticks(0, last, k_n_numbers)) {
    const int token = static_cast<int>(std::lround(tick));
    const bool named = std::ranges::any_of(scene.labels, [token](const SceneLabel& label) {
      return label.subjects.front() == token_subject(token);
    });
    if (named) {
      continue;
    }
    SceneLabel label;
    label.anchor = parts.token(token).position;
    label.away_from = parts.layout.middle(token);
    label.spans = {{to_text(static_cast<std::int64_t>(token)), false, true}};
    label.subjects = {token_subject(token)};
    label.scale = 0.75;
    label.clearance = 4;
    scene.labels.push_back(std::move(label));
  }
}

}  // namespace

void add_labels(const RingParts& parts, Scene& scene) {
  if (!parts.shows("labels")) {
    return;
  }
  for (const int token : named_tokens(parts)) {
    scene.labels.push_back(token_label(parts, token));
  }
  if (parts.layout.is_helix()) {
    add_numbers(parts, scene);
  }
}

}  // namespace baryscope
