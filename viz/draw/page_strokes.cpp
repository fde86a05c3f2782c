#include "viz/draw/page_strokes.h"

#include <algorithm>
#include <utility>

namespace baryscope {
namespace {

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

/// As edges.frag: of a period, three fifths with the round caps.
void dash(PagePath& path, double radius, double stroke_scale) {
  const double period = std::max(12 * stroke_scale, 6 * radius);
  const double body = std::max(0.3 * period - radius, 0.0);
  path.dashes = {std::max(2 * body, 0.01), period - 2 * body};
  path.dash_offset = body - 0.5 * period;
}

}  // namespace

bool is_seen(const PageView& view, const DrawnStroke& stroke) {
  if (!stroke.sides) {
    return true;
  }
  const Vec3 look = view.look(0.5 * (stroke.from + stroke.to));
  return dot((*stroke.sides)[0], look) * dot((*stroke.sides)[1], look) <= 0;
}

std::vector<PagePath> plain_stroke(const PageView& view, std::span<const DrawnStroke> pieces) {
  PagePath path;
  PageOutline line;
  line.closed = false;
  double size = 0, fraction = 0, y = 0;
  int n = 0;
  for (const DrawnStroke& piece : pieces) {
    Vec3 from = piece.from, to = piece.to;
    if (!clip(view, from, to)) {
      continue;
    }
    for (const Vec3& end : {from, to}) {
      const auto at = view.project(end);
      if (!at) {
        return {};
      }
      size += view.size(end);
      fraction += view.fraction(end);
      y += at->y;
      ++n;
      if (line.nodes.empty() || line.nodes.back().at.x != at->x ||
          line.nodes.back().at.y != at->y) {
        line.nodes.push_back({{at->x, at->y}});
      }
    }
  }
  if (n == 0) {
    return {};
  }
  const DrawnStroke& first = pieces.front();
  path.width = first.width * size / n;
  path.stroke = view.hazed(first.color, fraction / n, y / n);
  if (first.dashed) {
    dash(path, 0.5 * path.width, view.stroke_scale());
  }
  if (line.nodes.size() == 1) {
    line.nodes.push_back(line.nodes.front());
  }
  path.outlines.push_back(std::move(line));
  return {std::move(path)};
}

}  // namespace baryscope
