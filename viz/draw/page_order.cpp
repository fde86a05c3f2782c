#include "viz/draw/page_order.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "viz/draw/page_overlap.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_things = 4000;  // that are compared with each other
constexpr std::size_t k_most_cuts = 12;      // of a line

class PageSorter {
 public:
  PageSorter(const std::vector<OrderedFace>& faces, const std::vector<OrderedLine>& lines,
             const std::vector<OrderedMark>& marks)
      : m_faces(faces), m_lines(lines), m_marks(marks) {}

  PageOrder sorted();

 private:
  void add_faces();
  [[nodiscard]] std::set<int> layers() const;
  [[nodiscard]] FaceOrder order_of(const std::vector<int>& faces) const;
  void add_lines();
  void add_marks();
  [[nodiscard]] std::vector<double> cuts_of(const OrderedLine& line) const;
  [[nodiscard]] double compare_things(std::size_t a, std::size_t b) const;
  [[nodiscard]] OrderedLine part(const OrderedThing& thing) const;

  struct Box {
    double left, top, right, bottom;
  };
  void add(OrderedThing thing, const std::vector<DeepPoint>& places, double reach, double key);

  const std::vector<OrderedFace>& m_faces;
  const std::vector<OrderedLine>& m_lines;
  const std::vector<OrderedMark>& m_marks;
  std::vector<OrderedThing> m_things;
  std::vector<Box> m_boxes;
  std::vector<double> m_keys;
  bool m_complete = true;
};

void PageSorter::add(OrderedThing thing, const std::vector<DeepPoint>& places, double reach,
                     double key) {
  Box box{1e300, 1e300, -1e300, -1e300};
  for (const DeepPoint& place : places) {
    box = {std::min(box.left, place.x - reach), std::min(box.top, place.y - reach),
           std::max(box.right, place.x + reach), std::max(box.bottom, place.y + reach)};
  }
  m_things.push_back(std::move(thing));
  m_boxes.push_back(box);
  m_keys.push_back(key);
}

void PageSorter::add_faces() {
  std::vector<int> all(m_faces.size());
  std::iota(all.begin(), all.end(), 0);
  FaceOrder order = order_of(all);
  if (!order.complete) {
    order = {};
    for (const int layer : layers()) {
      std::vector<int> members;
      std::copy_if(all.begin(), all.end(), std::back_inserter(members), [&](int face) {
        return m_faces[static_cast<std::size_t>(face)].layer == layer;
      });
      FaceOrder part = order_of(members);
      order.complete = order.complete && part.complete;
      std::move(part.pieces.begin(), part.pieces.end(), std::back_inserter(order.pieces));
    }
  }
  m_complete = order.complete;
  for (FacePiece& piece : order.pieces) {
    double key = 0;
    for (const DeepPoint& corner : piece.corners) {
      key += corner.near / static_cast<double>(piece.corners.size());
    }
    const DeepPolygon corners = piece.corners;
    add({OrderedThing::Kind::face, piece.face, 0, 1, std::move(piece.corners)}, corners, 0, key);
  }
}

std::set<int> PageSorter::layers() const {
  std::set<int> layers;
  for (const OrderedFace& face : m_faces) {
    layers.insert(face.layer);
  }
  return layers;
}

FaceOrder PageSorter::order_of(const std::vector<int>& faces) const {
  std::vector<DeepPolygon> polygons;
  for (const int face : faces) {
    polygons.push_back(m_faces[static_cast<std::size_t>(face)].corners);
  }
  FaceOrder order = order_faces(polygons);
  for (FacePiece& piece : order.pieces) {
    piece.face = faces[static_cast<std::size_t>(piece.face)];
  }
  return order;
}

/// Where it pierces a face, and where it comes out of the ball of a point that it ends in.
std::vector<double> PageSorter::cuts_of(const OrderedLine& line) const {
  std::vector<double> cuts;
  if (line.curved) {
    return cuts;
  }
  const double length = seen_length(line);
  for (const OrderedFace& face : m_faces) {
    const auto part = part_over(line, face.corners);
    if (!part || seen_area(face.corners) < 1e-3) {
      continue;
    }
    const auto above = [&](double t) {
      const DeepPoint place = at(line, t);
      return place.near + face.lead - near_at(face.corners, place.x, place.y);
    };
    const double from = above(part->from), to = above(part->to);
    if ((from > 0) != (to > 0) && from != to) {
      const double t = part->from + from / (from - to) * (part->to - part->from);
      // Nothing to be seen of a piece shorter than a pixel.
      if ((t - part->from) * length > 1 && (part->to - t) * length > 1) {
        cuts.push_back(t);
      }
    }
  }
  for (const OrderedMark& mark : m_marks) {
    const double t = nearest_on(line, mark.center);
    if ((t > 0 && t < 1) || distance(at(line, t), mark.center) > 1e-6) {
      continue;
    }
    const DeepPoint other = t == 0 ? line.to : line.from;
    const double rise = other.near - mark.center.near, height = mark.front - mark.center.near;
    // What a pixel is in depth, by the ball.
    const double flat = length * height / std::max(mark.radius, 1e-9);
    const double share = height / (mark.ball ? std::hypot(flat, rise) : rise);
    constexpr double least_slope = 0.2;  // of lines that hide anything of the ball's rim
    if (rise > least_slope * flat && share < 1 && share * length < mark.radius) {
      cuts.push_back(t == 0 ? share : 1 - share);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  if (cuts.size() > k_most_cuts) {
    cuts.resize(k_most_cuts);
  }
  return cuts;
}

void PageSorter::add_lines() {
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const OrderedLine& line = m_lines[i];
    std::vector<double> ends = cuts_of(line);
    ends.push_back(1);
    double from = 0;
    for (const double to : ends) {
      const DeepPoint a = at(line, from), b = at(line, to);
      add({OrderedThing::Kind::line, static_cast<int>(i), from, to, {}}, {a, b}, line.radius,
          0.5 * (a.near + b.near));
      from = to;
    }
  }
}

void PageSorter::add_marks() {
  for (std::size_t i = 0; i < m_marks.size(); ++i) {
    const OrderedMark& mark = m_marks[i];
    add({OrderedThing::Kind::mark, static_cast<int>(i), 0, 1, {}}, {mark.center}, mark.radius,
        mark.front);
  }
}

OrderedLine PageSorter::part(const OrderedThing& thing) const {
  const OrderedLine& line = m_lines[static_cast<std::size_t>(thing.index)];
  return {at(line, thing.from), at(line, thing.to), line.radius, line.curved};
}

/// Negative: the first is drawn earlier.
double PageSorter::compare_things(std::size_t a, std::size_t b) const {
  using Kind = OrderedThing::Kind;
  const OrderedThing &one = m_things[a], &other = m_things[b];
  const auto face = [&](const OrderedThing& thing) {
    return OrderedFace{thing.corners, m_faces[static_cast<std::size_t>(thing.index)].lead};
  };
  const auto mark = [&](const OrderedThing& thing) -> const OrderedMark& {
    return m_marks[static_cast<std::size_t>(thing.index)];
  };
  if (one.kind == Kind::face && other.kind == Kind::face) {
    return -1;  // they are in their order
  }
  if (one.kind == Kind::face) {
    return other.kind == Kind::mark ? compare(face(one), mark(other))
                                    : -compare(part(other), face(one));
  }
  if (one.kind == Kind::mark) {
    return compare(mark(one), mark(other));
  }
  const OrderedLine line = part(one);
  if (other.kind == Kind::mark) {
    return line.curved ? 0 : compare(line, mark(other));
  }
  const OrderedLine second = part(other);
  return one.index == other.index || line.curved || second.curved ? 0 : compare(line, second);
}

PageOrder PageSorter::sorted() {
  add_faces();
  add_lines();
  add_marks();
  const std::size_t n = m_things.size();
  std::vector<std::vector<int>> before(n);
  for (std::size_t i = 0; i < n && n <= k_most_things; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      const Box &a = m_boxes[i], &b = m_boxes[j];
      if (a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom) {
        continue;
      }
      const double order = compare_things(i, j);
      if (order < 0) {
        before[j].push_back(static_cast<int>(i));
      } else if (order > 0) {
        before[i].push_back(static_cast<int>(j));
      }
    }
  }
  PageOrder result;
  result.complete = m_complete;
  for (const int i : sorted_by_need(before, m_keys)) {
    result.things.push_back(std::move(m_things[static_cast<std::size_t>(i)]));
  }
  return result;
}

}  // namespace

PageOrder order_page(const std::vector<OrderedFace>& faces, const std::vector<OrderedLine>& lines,
                     const std::vector<OrderedMark>& marks) {
  return PageSorter(faces, lines, marks).sorted();
}

}  // namespace baryscope
