#include "viz/draw/page_crests.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace baryscope {
namespace {

constexpr double k_ahead = 0.13, k_behind = 0.40;  // of the spacing, as far as a crest is seen
constexpr double k_core = 0.72;                    // of the pipe's width

/// pulses.glsl, `behind`: turns that have passed since the crest.
double crest(double behind) {
  behind -= std::floor(behind);
  return std::exp(-std::pow(behind / 0.17, 2)) + std::exp(-std::pow((1 - behind) / 0.055, 2));
}

/// A place on a line, its distance from the query along it and the pipe's radius there.
struct Step {
  PagePoint at;
  double away = 0, radius = 0;
};

std::vector<Step> steps_of(const PageView& view, std::span<const DrawnStroke> pieces,
                           const StrokePart& part) {
  std::vector<Step> steps;
  for (const DrawnStroke& piece : pieces) {
    const auto seen = seen_stroke(view, piece);
    if (!seen) {
      continue;
    }
    const double begins = piece.bend ? piece.bend->begins : 0;
    const double cut = length(seen->from - piece.from);
    const double span = length(seen->to - seen->from);
    const auto step = [&](double t) {
      // Along a line that recedes pixels are longer: t is of the screen.
      const double a = seen->start.depth, b = seen->end.depth;
      const double share = view.camera().orthographic ? t : t * a / (b + t * (a - b));
      const Vec3 place = seen->from + share * (seen->to - seen->from);
      return Step{{seen->start.x + t * (seen->end.x - seen->start.x),
                   seen->start.y + t * (seen->end.y - seen->start.y)},
                  begins + cut + share * span,
                  0.5 * piece.width * view.size(place)};
    };
    const int n = piece.bend ? 1 : 64;
    for (int i = steps.empty() ? 0 : 1; i <= n; ++i) {
      steps.push_back(step(part.from + (part.to - part.from) * i / n));
    }
  }
  return steps;
}

Step at_distance(const std::vector<Step>& steps, double away) {
  const auto next = std::lower_bound(steps.begin(), steps.end(), away,
                                     [](const Step& step, double d) { return step.away < d; });
  if (next == steps.begin() || next == steps.end()) {
    return next == steps.begin() ? steps.front() : steps.back();
  }
  const Step &a = *(next - 1), &b = *next;
  const double t = b.away > a.away ? (away - a.away) / (b.away - a.away) : 0;
  return {{a.at.x + t * (b.at.x - a.at.x), a.at.y + t * (b.at.y - a.at.y)},
          away,
          a.radius + t * (b.radius - a.radius)};
}

/// From one distance to another, white by `light` of the distance.
template <typename Light>
PagePath lit_path(const std::vector<Step>& steps, double from, double to, Light light) {
  const Step start = at_distance(steps, from), end = at_distance(steps, to);
  PageOutline line;
  line.closed = false;
  line.nodes.push_back({start.at});
  for (const Step& step : steps) {
    if (step.away > from && step.away < to) {
      line.nodes.push_back({step.at});
    }
  }
  line.nodes.push_back({end.at});
  Gradient gradient;
  gradient.from = start.at;
  gradient.to = end.at;
  constexpr int n_stops = 10;
  for (int i = 0; i <= n_stops; ++i) {
    const double t = static_cast<double>(i) / n_stops;
    gradient.stops.push_back({t, Color{1, 1, 1, light(from + t * (to - from))}});
  }
  PagePath path;
  path.outlines.push_back(std::move(line));
  path.stroke = gradient;
  path.width = 2 * k_core * at_distance(steps, 0.5 * (from + to)).radius;
  path.butt = true;
  return path;
}

}  // namespace

std::vector<PagePath> crest_paths(const PageView& view, std::span<const DrawnStroke> pieces,
                                  const PulsePhase& phase, const StrokePart& part) {
  const std::vector<Step> steps = steps_of(view, pieces, part);
  const double pulse = pieces.front().pulse;
  std::vector<PagePath> paths;
  if (phase.spacing <= 0 || steps.size() < 2 || 0.78 * pulse < 0.04) {
    return paths;
  }
  const bool leaves = pieces.front().dashed;  // a negative weight's run away from the query
  const auto light = [&](double away) {
    const double turns = away / phase.spacing + (leaves ? -phase.flow : phase.flow);
    return 0.78 * std::clamp(pulse * crest(leaves ? -turns : turns), 0.0, 1.0);
  };
  const double begin = steps.front().away, end = steps.back().away;
  const double before = leaves ? k_behind : k_ahead, after = leaves ? k_ahead : k_behind;
  const double first = leaves ? phase.flow : -phase.flow;
  for (double turn = std::floor(begin / phase.spacing) - 1; turn <= end / phase.spacing + 1;
       ++turn) {
    const double middle = (turn + first) * phase.spacing;
    const double from = std::max(begin, middle - before * phase.spacing);
    const double to = std::min(end, middle + after * phase.spacing);
    if (to > from) {
      paths.push_back(lit_path(steps, from, to, light));
    }
  }
  return paths;
}

}  // namespace baryscope
