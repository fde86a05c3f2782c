#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/base/number_text.h"
#include "viz/views/flow/flow_parts.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

constexpr double k_beside_query = 13, k_beside_point = 7, k_beside_tick = 6;

/// To the left (-1) or right (1) of its place.
double outwards(const FlowParts& parts, Vec3 place) {
  return place.x > parts.columns.query ? 1 : -1;
}

SceneLabel label_at(Vec3 anchor, double side, std::vector<LabelSpan> spans) {
  SceneLabel label;
  label.anchor = anchor;
  label.spans = std::move(spans);
  label.side = {side, 0};
  label.clearance = k_beside_point;
  return label;
}

double rank_of(const FlowParts& parts, int token) {
  return (parts.is_query(token)                      ? 9
          : parts.request->selected_token() == token ? 8
                                                     : 1) +
         parts.token(token).share;
}

std::vector<LabelSpan> name_of(const FlowParts& parts, int token, bool bold, bool grey) {
  const std::string& name = parts.token(token).name;
  return {{name.empty() ? "·" : name, bold, grey}};
}

SceneLabel query_label(const FlowParts& parts, int token) {
  const bool focused = parts.is_query(token);
  SceneLabel label =
      label_at(parts.query_place(token), -1, name_of(parts, token, focused, !focused));
  label.subjects = {token_subject(token)};
  label.importance = rank_of(parts, token);
  label.scale = focused ? 1 : 0.9;
  label.clearance = focused ? k_beside_query : k_beside_point;
  if (parts.columns.key_prime) {  // in the middle: above its point, where no pipe arrives
    label.side = {0, -1};
    label.clearance = k_beside_query + 1;
  }
  return label;
}

SceneLabel key_label(const FlowParts& parts, FlowSide side, int token, double radius) {
  const bool selected = parts.request->selected_token() == token;
  const double share = parts.share_as(side, token);
  const bool heavy = share >= k_heavy_share;
  const bool limited = parts.window(side).has_value() || (parts.focus && parts.focus->kept);
  const bool pale = !parts.reads(side, token) || parts.opacity(token) < 1;
  const bool grey = !selected && (pale || (!heavy && !limited));
  const Vec3 place = parts.place(side, token);
  SceneLabel label = label_at(place, outwards(parts, place), name_of(parts, token, selected, grey));
  if (heavy) {
    const TokenView& view = parts.token(token);
    label.spans.push_back(
        {" " + weight_text(parts, side == FlowSide::key ? view.weight : view.prime_weight), false,
         true});
  }
  label.subjects = {token_subject(token)};
  label.importance = rank_of(parts, token) + share;
  label.scale = heavy || selected ? 1 : 0.9;
  constexpr double k_room_for_mark = 15;  // that says "kept"
  label.clearance =
      std::max(radius + (selected ? 10.0 : 4.0),
               parts.focus != nullptr && parts.focus->kept ? radius + k_room_for_mark : 0.0);
  return label;
}

/// "380 more · 12 %" beside a run of ticks.
std::optional<SceneLabel> gap_label(const FlowParts& parts, const std::array<int, 2>& gap,
                                    FlowSide side) {
  int n = 0;
  double share = 0;
  bool read = false;
  for (int i = gap[0]; i < gap[1]; ++i) {
    n += parts.draws(i) ? 1 : 0;
    share += parts.draws(i) ? parts.share_as(side, i) : 0;
    read = read || parts.reads(side, i);
  }
  if (n < 2) {
    return std::nullopt;
  }
  const Vec3 place = 0.5 * (parts.place(side, gap[0]) + parts.place(side, gap[1] - 1));
  const std::string count = to_text(static_cast<std::int64_t>(n));
  SceneLabel label = label_at(
      place, outwards(parts, place),
      {{read ? count + " more · " + percent_text(share) : count + " not read", false, true}});
  label.subjects = {token_subject(gap[0])};
  label.scale = 0.8;
  label.importance = 0.5 + share;
  label.clearance = k_beside_tick;
  return label;
}

}  // namespace

void add_labels(const FlowParts& parts, Scene& scene) {
  if (!parts.shows("labels")) {
    return;
  }
  const bool triples = parts.columns.key_prime.has_value();
  for (int i = 0; i < static_cast<int>(parts.tokens.size()); ++i) {
    if (parts.is_full(i) && parts.analysis->role.is_query(i) && (!triples || parts.is_query(i))) {
      scene.labels.push_back(query_label(parts, i));
    }
  }
  for (const FlowSide side : {FlowSide::key, FlowSide::key_prime}) {
    if (side == FlowSide::key_prime && !triples) {
      continue;
    }
    const auto cloud = std::find_if(scene.clouds.begin(), scene.clouds.end(), [&](const auto& c) {
      return c.name == (side == FlowSide::key ? "keys" : "second keys");
    });
    for (const ScenePoint& point : cloud->points) {
      if (parts.is_full(point.subject.number())) {
        scene.labels.push_back(key_label(parts, side, point.subject.number(), point.radius));
      }
    }
    for (const std::array<int, 2>& gap : parts.rows.gaps()) {
      if (auto label = gap_label(parts, gap, side)) {
        scene.labels.push_back(std::move(*label));
      }
    }
  }
}

}  // namespace baryscope
