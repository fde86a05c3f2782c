#include "viz/draw/page_strokes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "viz/draw/shading.h"

namespace baryscope {
namespace {

constexpr double k_seen_fog = 0.03;  // smaller differences along a line are not seen

/// The part before the eye; false where there is none.
bool clip(const PageView& view, Vec3& from, Vec3& to) {
  if (view.camera().orthographic) {
    return true;
  }
  const double a = view.depth(from), b = view.depth(to);
  const double nearest = 1e-3 * std::max({a, b, 1e-6});
  if (std::max(a, b) <= nearest) {
    return false;
  }
  if (a < nearest) {
    from = from + (nearest - a) / (b - a) * (to - from);
  } else if (b < nearest) {
    to = to + (nearest - b) / (a - b) * (from - to);
  }
  return true;
}

/// As edges.frag: of a period, three fifths with the round caps; `begins`: of the line, where the
/// drawn part begins.
void dash(PagePath& path, double radius, double stroke_scale, double begins) {
  const double period = std::max(12 * stroke_scale, 6 * radius);
  const double body = std::max(0.3 * period - radius, 0.0);
  path.dashes = {std::max(2 * body, 0.01), period - 2 * body};
  path.dash_offset = std::fmod(begins + body - 0.5 * period, period);
}

double smoothstep(double low, double high, double x) {
  const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

/// A line between two places of the page, with what changes along it.
struct Pipe {
  PagePoint from, to;
  std::array<double, 2> radius{}, fraction{};

  [[nodiscard]] double length() const { return std::hypot(to.x - from.x, to.y - from.y); }
  /// Of length 1; to the right where the line is one place.
  [[nodiscard]] PagePoint axis() const {
    const double n = length();
    return n > 1e-6 ? PagePoint{(to.x - from.x) / n, (to.y - from.y) / n} : PagePoint{1, 0};
  }
  [[nodiscard]] PagePoint at(double t) const {
    return {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
  }
  [[nodiscard]] double mean_radius() const { return 0.5 * (radius[0] + radius[1]); }
  [[nodiscard]] double fraction_at(double t) const {
    return fraction[0] + t * (fraction[1] - fraction[0]);
  }
};

Pipe part_of(const Pipe& pipe, double from, double to) {
  const auto between = [](const std::array<double, 2>& ends, double t) {
    return ends[0] + t * (ends[1] - ends[0]);
  };
  return {pipe.at(from),
          pipe.at(to),
          {between(pipe.radius, from), between(pipe.radius, to)},
          {between(pipe.fraction, from), between(pipe.fraction, to)}};
}

/// Its rim, with half circles at the ends that are not cut.
PageOutline rim_of(const Pipe& pipe, bool round_start, bool round_end) {
  const PagePoint d = pipe.axis();
  const auto beside = [&](PagePoint at, double r) {
    return PagePoint{at.x - r * d.y, at.y + r * d.x};
  };
  const auto [r0, r1] = pipe.radius;
  return {{{beside(pipe.from, -r0), round_start ? r0 : 0},
           {beside(pipe.to, -r1)},
           {beside(pipe.to, r1), round_end ? r1 : 0},
           {beside(pipe.from, r0)}}};
}

PageOutline axis_of(const Pipe& pipe) { return {{{pipe.from}, {pipe.to}}, false}; }

/// The colour of a round pipe beside its axis, -1 … 1, as edges.frag makes it; `normal` in screen
/// space.
Color round_color(const Color& base, Vec3 normal, double across, double roundness) {
  const Vec3 out{across * normal.x, across * normal.y,
                 std::sqrt(std::max(0.0, 1 - across * across))};
  const Color white{1, 1, 1, 1};
  Color pipe = shaded(base, out);
  pipe = mixed(pipe, white, 0.20 * std::pow(std::max(1 - std::abs(across + 0.25), 0.0), 3));
  return mixed(base, pipe, roundness);
}

double roundness_of(const PageView& view, double radius) {
  return smoothstep(1, 2.6, radius / view.stroke_scale());
}

class PipePainter {
 public:
  PipePainter(const PageView& view, const DrawnStroke& stroke, const Pipe& pipe)
      : m_view(view), m_stroke(stroke), m_pipe(pipe) {
    m_haze[0] = view.haze(pipe.fraction[0]);
    m_haze[1] = view.haze(pipe.fraction[1]);
  }

  std::vector<PagePath> paint(const StrokeLook& look);

 private:
  [[nodiscard]] Color in_fog(const Color& color, double t) const {
    return m_view.hazed(color, m_pipe.fraction_at(t), m_pipe.at(t).y);
  }
  [[nodiscard]] bool fades() const { return std::abs(m_haze[0] - m_haze[1]) > k_seen_fog; }
  /// From end to end, in its one colour.
  [[nodiscard]] Paint along() const;
  /// From rim to rim, in the fog of `fraction`.
  [[nodiscard]] Gradient across(double roundness, double fraction) const;
  /// Paper, thicker towards the far end, over a pipe in the fog of its near end.
  [[nodiscard]] Gradient fog() const;

  const PageView& m_view;
  const DrawnStroke& m_stroke;
  Pipe m_pipe;
  std::array<double, 2> m_haze{};
};

Paint PipePainter::along() const {
  if (!fades() || m_pipe.length() < 1) {
    return in_fog(m_stroke.color, 0.5);
  }
  Gradient gradient;
  gradient.from = m_pipe.from;
  gradient.to = m_pipe.to;
  for (const double t : {0.0, 0.5, 1.0}) {
    gradient.stops.push_back({t, in_fog(m_stroke.color, t)});
  }
  return gradient;
}

Gradient PipePainter::across(double roundness, double fraction) const {
  const PagePoint d = m_pipe.axis(), middle = m_pipe.at(0.5);
  const double r = m_pipe.mean_radius();
  Gradient gradient;
  gradient.from = {middle.x - r * d.y, middle.y + r * d.x};
  gradient.to = {middle.x + r * d.y, middle.y - r * d.x};
  // Screen space has y upwards: across grows towards `to`.
  const Vec3 normal{d.y, d.x, 0};
  for (const double a : {-1.0, -0.8, -0.5, -0.25, 0.0, 0.3, 0.6, 0.85, 1.0}) {
    gradient.stops.push_back(
        {0.5 * (a + 1),
         m_view.hazed(round_color(m_stroke.color, normal, a, roundness), fraction, middle.y)});
  }
  return gradient;
}

Gradient PipePainter::fog() const {
  const double thin = std::min(m_haze[0], m_haze[1]);
  Gradient gradient;
  gradient.from = m_pipe.from;
  gradient.to = m_pipe.to;
  for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    Color paper = m_view.paper(m_pipe.at(t).y);
    paper.alpha = std::max(0.0, (m_view.haze(m_pipe.fraction_at(t)) - thin) / (1 - thin));
    gradient.stops.push_back({t, paper});
  }
  return gradient;
}

std::vector<PagePath> PipePainter::paint(const StrokeLook& look) {
  const double radius = m_pipe.mean_radius();
  const double roundness = look.shaded ? roundness_of(m_view, radius) : 0;
  const double begins = look.from / std::max(look.to - look.from, 1e-9) * m_pipe.length();
  PagePath path;
  if (!look.shaded) {
    path.stroke = in_fog(m_stroke.color, 0.5);
  } else if (roundness <= 0) {
    path.stroke = along();
  } else {
    const double near = std::min(m_pipe.fraction[0], m_pipe.fraction[1]);
    path.stroke = across(roundness, fades() ? near : m_pipe.fraction_at(0.5));
  }
  path.width = 2 * radius;
  path.outlines.push_back(axis_of(m_pipe));
  if (m_stroke.dashed) {
    dash(path, radius, m_view.stroke_scale(), begins);
  } else if (look.shaded && roundness > 0) {
    const bool opaque = m_stroke.opacity >= 0.999;  // caps of cut ends lie in the next part
    path.outlines = {rim_of(m_pipe, look.from <= 0 || opaque, look.to >= 1 || opaque)};
    std::swap(path.fill, path.stroke);
    path.width = 0;
  } else {
    path.butt = m_stroke.opacity < 0.999 && (look.from > 0 || look.to < 1);
  }
  std::vector<PagePath> paths = {path};
  if (roundness > 0 && fades() && m_pipe.length() > 1) {
    PagePath veil = path;
    (m_stroke.dashed ? veil.stroke : veil.fill) = fog();
    paths.push_back(std::move(veil));
  }
  return paths;
}

}  // namespace

bool is_seen(const PageView& view, const DrawnStroke& stroke) {
  if (!stroke.sides) {
    return true;
  }
  const Vec3 look = view.look(0.5 * (stroke.from + stroke.to));
  return dot((*stroke.sides)[0], look) * dot((*stroke.sides)[1], look) <= 0;
}

std::optional<SeenStroke> seen_stroke(const PageView& view, const DrawnStroke& stroke) {
  SeenStroke seen{stroke.from, stroke.to, {}, {}};
  if (!clip(view, seen.from, seen.to)) {
    return std::nullopt;
  }
  const auto start = view.project(seen.from), end = view.project(seen.to);
  if (!start || !end) {
    return std::nullopt;
  }
  seen.start = *start;
  seen.end = *end;
  return seen;
}

std::vector<PagePath> stroke_paths(const PageView& view, const DrawnStroke& stroke,
                                   const StrokeLook& look) {
  const auto seen = seen_stroke(view, stroke);
  if (!seen) {
    return {};
  }
  const double half = 0.5 * stroke.width;
  const Pipe whole{{seen->start.x, seen->start.y},
                   {seen->end.x, seen->end.y},
                   {half * view.size(seen->from), half * view.size(seen->to)},
                   {view.fraction(seen->from), view.fraction(seen->to)}};
  Pipe part = part_of(whole, look.from, look.to);
  if (!look.shaded || stroke.dashed) {
    part.radius = {whole.mean_radius(), whole.mean_radius()};  // the same in every part
  }
  if (!look.shaded) {
    part.fraction = {whole.fraction_at(0.5), whole.fraction_at(0.5)};
  }
  return PipePainter(view, stroke, part).paint(look);
}

std::vector<PagePath> curve_paths(const PageView& view, std::span<const DrawnStroke> pieces,
                                  bool shaded) {
  PageOutline line;
  line.closed = false;
  double size = 0, fraction = 0, y = 0;
  int n = 0;
  for (const DrawnStroke& piece : pieces) {
    const auto seen = seen_stroke(view, piece);
    if (!seen) {
      continue;
    }
    for (const ScreenPoint& at : {seen->start, seen->end}) {
      if (line.nodes.empty() || line.nodes.back().at.x != at.x || line.nodes.back().at.y != at.y) {
        line.nodes.push_back({{at.x, at.y}});
      }
    }
    size += view.size(seen->from) + view.size(seen->to);
    fraction += view.fraction(seen->from) + view.fraction(seen->to);
    y += seen->start.y + seen->end.y;
    n += 2;
  }
  if (n == 0) {
    return {};
  }
  const DrawnStroke& first = pieces.front();
  const double radius = 0.5 * first.width * size / n;
  const double roundness = shaded ? roundness_of(view, radius) : 0;
  std::vector<PagePath> paths;
  // Nested lines, each in the mean colour of both sides of the pipe there.
  for (const auto& [share, across] :
       {std::pair{1.0, 0.92}, std::pair{0.8, 0.65}, std::pair{0.5, 0.3}}) {
    const Vec3 normal{0.58, 0.81, 0};  // the side of the light
    const Color color = mixed(round_color(first.color, normal, -across, roundness),
                              round_color(first.color, normal, across, roundness), 0.5);
    PagePath path;
    path.width = 2 * share * radius;
    path.stroke = view.hazed(color, fraction / n, y / n);
    if (first.dashed) {
      dash(path, radius, view.stroke_scale(), 0);
    }
    path.outlines.push_back(line);
    paths.push_back(std::move(path));
    if (roundness <= 0) {
      break;
    }
  }
  return paths;
}

}  // namespace baryscope
