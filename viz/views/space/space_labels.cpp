#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "viz/scene/figure_layout.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

constexpr double k_least_radius = 4;  // pixels: room around the smallest points too
constexpr int k_most_labels = 24;     // of long texts
constexpr double k_together_pixels = 18;
constexpr double k_clump_pixels = 46;  // for sinks and tokens that carry little

/// Positions to be named, heaviest first; the query and the selected token always.
std::vector<int> named_tokens(const SpaceParts& parts) {
  const int n_tokens = static_cast<int>(parts.tokens.size());
  std::vector<int> order(parts.tokens.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](int i) { return !parts.draws(i); });
  const auto rank = [&](int i) {
    const bool first = parts.request->selected_token() == i ||
                       (parts.focus != nullptr && parts.focus->position == i);
    return (first ? 2 : 0) + parts.tokens[static_cast<std::size_t>(i)].share;
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) > rank(b); });
  if (n_tokens > k_many_tokens) {
    order.resize(std::min<std::size_t>(order.size(), k_most_labels));
    std::erase_if(order, [&](int i) {
      return rank(i) < 2 && !parts.tokens[static_cast<std::size_t>(i)].heavy;
    });
  }
  return order;
}

struct Group {
  std::vector<int> tokens;  ///< the heaviest first
  ScreenPoint place;
  bool alone = false;  ///< one of the largest weights: nobody joins it
};

std::vector<Group> groups_on_screen(const SpaceParts& parts, const Scene& scene) {
  const Viewport viewport = figure_viewport(scene, parts.request->width, parts.request->height);
  const double clump = k_clump_pixels * std::min(1.0, stroke_scale(viewport));
  std::vector<Group> groups;
  for (const int token : named_tokens(parts)) {
    const auto at =
        to_screen(scene.camera, viewport, parts.tokens[static_cast<std::size_t>(token)].position);
    const ScreenPoint place = at.value_or(ScreenPoint{});
    const TokenView& view = parts.tokens[static_cast<std::size_t>(token)];
    const bool named = (view.heavy && !view.sink) || parts.request->selected_token() == token ||
                       (parts.focus != nullptr && parts.focus->position == token);
    const double reach = named ? k_together_pixels : clump;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return !group.alone && std::hypot(group.place.x - place.x, group.place.y - place.y) < reach;
    });
    if (same != groups.end() && !view.leading) {
      same->tokens.push_back(token);
    } else {
      groups.push_back({{token}, place, view.leading});
    }
  }
  return groups;
}

bool same_spans(const std::vector<LabelSpan>& a, const std::vector<LabelSpan>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LabelSpan& x, const LabelSpan& y) { return x.text == y.text; });
}

struct Name {
  std::vector<LabelSpan> spans;
  int n_times = 1;
  double weight = 0;
  bool heavy = false;
};

std::vector<Name> names_of(const SpaceParts& parts, const Group& group) {
  std::vector<Name> names;
  std::vector<int> told;
  for (const int token : group.tokens) {
    if (std::find(told.begin(), told.end(), token) != told.end()) {
      continue;
    }
    const TokenView& view = parts.tokens[static_cast<std::size_t>(token)];
    const bool bold = parts.request->selected_token() == token ||
                      (parts.focus != nullptr && parts.focus->position == token);
    const bool grey = !bold && (!view.heavy || parts.opacity(token) < 1);
    Name name;
    name.spans = word_spans(parts, group.tokens, token, bold, grey);
    name.weight = view.weight;
    name.heavy = view.heavy;
    // Further pieces of the same word in this group are told by this label.
    for (int other = token + 1;
         other < static_cast<int>(parts.tokens.size()) &&
         parts.analysis->tokens[static_cast<std::size_t>(other)].continuation;
         ++other) {
      if (std::find(group.tokens.begin(), group.tokens.end(), other) != group.tokens.end()) {
        const TokenView& piece = parts.tokens[static_cast<std::size_t>(other)];
        told.push_back(other);
        name.weight += piece.weight;
        name.heavy = name.heavy || piece.heavy;
      }
    }
    const auto same = std::find_if(names.begin(), names.end(), [&](const Name& known) {
      return same_spans(known.spans, name.spans);
    });
    if (same != names.end()) {
      ++same->n_times;
      same->weight += name.weight;
      same->heavy = same->heavy || name.heavy;
    } else {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<LabelSpan> spans_of(const SpaceParts& parts, const Group& group) {
  constexpr std::size_t n_most = 5;
  // A column's figure has no room for a long list.
  const std::size_t n_most_letters =
      static_cast<std::size_t>(std::max(22, parts.request->width / 28));
  const std::vector<Name> names = names_of(parts, group);
  std::size_t n_letters = 0, n_told = 0;
  std::vector<LabelSpan> spans;
  for (; n_told < std::min(names.size(), n_most); ++n_told) {
    const Name& name = names[n_told];
    for (const LabelSpan& span : name.spans) {
      n_letters += span.text.size() + 3;
    }
    if (n_told > 0 && n_letters > n_most_letters) {
      break;
    }
    if (n_told > 0) {
      spans.push_back({" · ", false, true});
    }
    spans.insert(spans.end(), name.spans.begin(), name.spans.end());
    if (name.n_times > 1) {
      spans.push_back({" ×" + std::to_string(name.n_times), false, true});
    }
    if (name.heavy && !parts.triple) {
      spans.push_back({" " + weight_text(parts, name.weight), false, true});
      n_letters += 5;
    }
  }
  if (names.size() > n_told) {
    spans.push_back({" · +" + std::to_string(names.size() - n_told), false, true});
  }
  return spans;
}

SceneLabel token_label(const SpaceParts& parts, const Group& group) {
  SceneLabel label;
  const TokenView& leader = parts.tokens[static_cast<std::size_t>(group.tokens.front())];
  label.anchor = leader.position;
  label.spans = spans_of(parts, group);
  std::vector<int> positions = group.tokens;
  std::sort(positions.begin(), positions.end());
  std::transform(positions.begin(), positions.end(), std::back_inserter(label.subjects),
                 token_subject);
  double share = 0;
  for (const int token : group.tokens) {
    const TokenView& view = parts.tokens[static_cast<std::size_t>(token)];
    share = std::max(share, view.share);
    const bool query = parts.focus != nullptr && parts.focus->position == token;
    const bool selected = parts.request->selected_token() == token;
    if (selected) {
      label.importance = std::max(label.importance, 10.0);
    } else if (query) {
      label.importance = std::max(label.importance, 9.0);
    }
    const double radius = std::max(k_least_radius, token_point(parts, token).radius);
    label.clearance = std::max(label.clearance, radius + (selected ? 13 : query ? 7 : 3));
    if (!(view.position == leader.position) &&
        std::find(label.more_anchors.begin(), label.more_anchors.end(), view.position) ==
            label.more_anchors.end()) {
      label.more_anchors.push_back(view.position);
    }
  }
  const bool heavy = share >= k_heavy_share || group.alone;
  label.importance = std::max(label.importance, (group.alone ? 5 : heavy ? 1 : 0) + share);
  label.scale = heavy || label.importance >= 9 ? 1 : 0.85;
  return label;
}

}  // namespace

void add_labels(const SpaceParts& parts, Scene& scene) {
  if (!parts.shows("labels")) {
    return;
  }
  if (parts.focus != nullptr && parts.shows("outputs")) {
    SceneLabel label;
    label.anchor = parts.output;
    label.role = parts.focus->inside_hull ? Role::output_inside : Role::output_outside;
    label.spans = {{"output", true, false}};
    label.subjects = {output_subject(parts.focus->position)};
    if (!parts.focus->inside_hull && parts.focus->hull_distance) {
      label.spans.push_back(
          {" " + short_number(*parts.focus->hull_distance) + " from the hull", false, false});
    }
    label.importance = 8;
    label.clearance = 14;
    scene.labels.push_back(label);
  }
  for (const Group& group : groups_on_screen(parts, scene)) {
    scene.labels.push_back(token_label(parts, group));
  }
}

}  // namespace baryscope
