#include "app/session/film/trail.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "app/session/selection.h"
#include "app/session/session_requests.h"
#include "core/base/error.h"
#include "viz/scene/ticks.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_stops = 2000;
constexpr std::size_t k_most_named = 7;

template <std::size_t n>
bool is_any(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Role role_of(bool inside) { return inside ? Role::output_inside : Role::output_outside; }

std::optional<Vec3> output_place(const Scene& scene, const Analysis& analysis) {
  const QueryResult* focus = find_focus(analysis);
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      if (focus != nullptr && point.subject == output_subject(focus->position)) {
        return point.position;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::string trail_obstacle(const OptionValues& values, const Sweep& sweep) {
  constexpr std::array<std::string_view, 3> fixed{"value", "key", "query"};
  constexpr std::array<std::string_view, 5> placing{"model", "layer", "head", "compare",
                                                    "place-by"};
  if (shows_samples(values)) {
    return "samples have no output whose way could be left behind";
  }
  const std::string& place_by = values.text("place-by");
  if (!is_any(place_by, fixed)) {
    return "--place-by " + place_by +
           " places everything anew at every value; value, key and query keep the places";
  }
  if (is_any(sweep.option, placing)) {
    return "--sweep " + sweep.option +
           " places everything anew at every value; the way is left behind where the places stay";
  }
  return {};
}

TrailStop trail_stop(const Finished& shown, double progress, std::string words) {
  TrailStop stop{progress, std::move(words), {}, {true, true}, 1};
  const auto look = [&](const Scene& scene, const Analysis& analysis, std::size_t panel) {
    const std::optional<Vec3> place = output_place(scene, analysis);
    if (!place) {
      throw UsageError(
          "--trail on: the picture does not show the output; leave out --hide outputs");
    }
    stop.places.at(panel) = *place;
    stop.inside.at(panel) = find_focus(analysis)->inside_hull;
  };
  if (shown.analyses.empty()) {
    throw UsageError("--trail on: the picture has no output");
  }
  look(*shown.scene, *shown.analyses.front(), 0);
  if (shown.compared_scene != nullptr && !shown.compared.empty()) {
    look(*shown.compared_scene, *shown.compared.front(), 1);
    stop.n_panels = 2;
  }
  return stop;
}

std::vector<double> named_shares(const Sweep& sweep) {
  std::vector<double> shares;
  if (sweep.continuous()) {
    const double range = sweep.last - sweep.first;
    constexpr int n_wanted = 6;
    for (const double tick : round_ticks(std::min(sweep.first, sweep.last),
                                         std::max(sweep.first, sweep.last), n_wanted)) {
      shares.push_back(range == 0 ? 0 : (tick - sweep.first) / range);
    }
    std::sort(shares.begin(), shares.end());
    return shares;
  }
  const std::size_t n = sweep.values.size(), step = 1 + (n - 1) / k_most_named;
  for (std::size_t i = 0; i < n; i += step) {
    shares.push_back(n < 2 ? 0 : static_cast<double>(i) / static_cast<double>(n - 1));
  }
  return shares;
}

Trail::Trail(std::size_t n_expected, std::vector<double> named)
    : m_named(std::move(named)), m_stride(1 + n_expected / k_most_stops) {}

void Trail::visit(const Finished& shown, double progress, std::string words) {
  const std::vector<double>& tokens =
      shown.analyses.empty() ? m_tokens : shown.analyses.front()->placement.tokens.data;
  if (m_n_visited == 0) {
    m_tokens = tokens;
  } else if (tokens != m_tokens) {
    throw UsageError("--trail on: at " + words +
                     " the tokens lie elsewhere; the way of the output is left behind where the "
                     "places stay");
  }
  if (m_n_visited++ % m_stride != 0 && progress < 1) {
    return;
  }
  m_stops.push_back(trail_stop(shown, progress, std::move(words)));
}

std::vector<std::size_t> Trail::named_stops() const {
  std::vector<std::size_t> numbers;
  for (const double share : m_named) {
    const auto nearest = std::min_element(
        m_stops.begin(), m_stops.end(), [share](const TrailStop& a, const TrailStop& b) {
          return std::abs(a.progress - share) < std::abs(b.progress - share);
        });
    const auto number = static_cast<std::size_t>(nearest - m_stops.begin());
    if (nearest != m_stops.end() && (numbers.empty() || numbers.back() != number)) {
      numbers.push_back(number);
    }
  }
  return numbers;
}

void Trail::add_to(const TrailStop& now, std::size_t panel, Scene& scene) const {
  constexpr double k_width = 4, k_tick_radius = 4.5;
  std::vector<TrailStop> visited;
  for (const TrailStop& stop : m_stops) {
    if (stop.progress < now.progress) {
      visited.push_back(stop);
    }
  }
  visited.push_back(now);
  CurveSet set{"trail", {}};
  for (std::size_t i = 1; i < visited.size(); ++i) {
    const Role role = role_of(visited[i].inside.at(panel));
    if (set.curves.empty() || set.curves.back().role != role) {
      SceneCurve curve;
      curve.width = k_width;
      curve.role = role;
      curve.points.push_back(visited[i - 1].places.at(panel));
      set.curves.push_back(std::move(curve));
    }
    set.curves.back().points.push_back(visited[i].places.at(panel));
  }
  if (set.curves.empty()) {
    return;
  }
  scene.curves.push_back(std::move(set));
  TokenCloud ticks{"trail ticks", {}};
  for (const std::size_t number : named_stops()) {
    const TrailStop& stop = m_stops[number];
    if (stop.progress > now.progress) {
      continue;
    }
    ScenePoint point;
    point.position = stop.places.at(panel);
    point.radius = k_tick_radius;
    point.role = role_of(stop.inside.at(panel));
    SceneLabel label;
    label.anchor = point.position;
    label.spans = {{stop.words, false, false}};
    label.importance = 0.05;
    label.clearance = k_tick_radius + 2;
    label.scale = 0.8;
    label.role = point.role;
    ticks.points.push_back(point);
    scene.labels.push_back(std::move(label));
  }
  // Below the outputs, whose diamond stays in front.
  scene.clouds.insert(scene.clouds.begin(), std::move(ticks));
}

}  // namespace baryscope
