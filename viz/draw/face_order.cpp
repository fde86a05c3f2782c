#include "viz/draw/face_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace baryscope {
namespace {

constexpr double k_least_area = 1e-3;  // square pixels that can be seen
constexpr std::size_t k_most_faces = 2500;

double cross(const DeepPoint& a, const DeepPoint& b, const DeepPoint& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

double signed_area(const DeepPolygon& polygon) {
  double sum = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    sum += cross(polygon[0], polygon[i - 1], polygon[i]);
  }
  return 0.5 * sum;
}

DeepPoint between(const DeepPoint& a, const DeepPoint& b, double t) {
  return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.near + t * (b.near - a.near)};
}

/// The part where `side`, which is linear, is not negative.
template <typename Side>
DeepPolygon clipped(const DeepPolygon& polygon, Side side) {
  DeepPolygon result;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const DeepPoint &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const double at_a = side(a), at_b = side(b);
    if (at_a >= 0) {
      result.push_back(a);
    }
    if ((at_a > 0 && at_b < 0) || (at_a < 0 && at_b > 0)) {
      result.push_back(between(a, b, at_a / (at_a - at_b)));
    }
  }
  return result;
}

/// near = x·a + y·b + c.
std::array<double, 3> plane_of(const DeepPolygon& polygon) {
  // By the largest triangle of a fan, which is the most certain.
  std::size_t best = 2;
  double largest = -1;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    if (const double area = std::abs(cross(polygon[0], polygon[i - 1], polygon[i]));
        area > largest) {
      largest = area;
      best = i;
    }
  }
  const DeepPoint &p = polygon[0], &q = polygon[best - 1], &r = polygon[best];
  const double area = cross(p, q, r);
  const double a = ((q.near - p.near) * (r.y - p.y) - (r.near - p.near) * (q.y - p.y)) / area;
  const double b = ((q.x - p.x) * (r.near - p.near) - (r.x - p.x) * (q.near - p.near)) / area;
  return {a, b, p.near - a * p.x - b * p.y};
}

double height(const std::array<double, 3>& plane, const DeepPoint& at) {
  return plane[0] * at.x + plane[1] * at.y + plane[2];
}

/// What two depths may differ by and still be one: a share of how much depth the faces span.
double tolerance(const DeepPolygon& a, const DeepPolygon& b) {
  double low = std::numeric_limits<double>::max(), high = -low;
  for (const DeepPolygon* polygon : {&a, &b}) {
    for (const DeepPoint& point : *polygon) {
      low = std::min(low, point.near);
      high = std::max(high, point.near);
    }
  }
  return 1e-6 * (high - low);
}

struct Box {
  double left, top, right, bottom;
};
Box box_of(const DeepPolygon& polygon) {
  Box box{1e300, 1e300, -1e300, -1e300};
  for (const DeepPoint& point : polygon) {
    box = {std::min(box.left, point.x), std::min(box.top, point.y), std::max(box.right, point.x),
           std::max(box.bottom, point.y)};
  }
  return box;
}
bool meet(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

double mean_near(const DeepPolygon& polygon) {
  double sum = 0;
  for (const DeepPoint& point : polygon) {
    sum += point.near;
  }
  return sum / static_cast<double>(polygon.size());
}

/// Groups of nodes that can each reach the other ones (Tarjan 1972), a number a node.
class Components {
 public:
  explicit Components(const std::vector<std::vector<int>>& next)
      : m_next(next), m_order(next.size(), -1), m_low(next.size()), m_component(next.size(), -1) {
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (m_order[i] < 0) {
        visit(static_cast<int>(i));
      }
    }
  }
  [[nodiscard]] const std::vector<int>& of_nodes() const { return m_component; }
  [[nodiscard]] int count() const { return m_count; }

 private:
  void visit(int node) {
    const auto at = static_cast<std::size_t>(node);
    m_order[at] = m_low[at] = m_time++;
    m_stack.push_back(node);
    for (const int next : m_next[at]) {
      const auto to = static_cast<std::size_t>(next);
      if (m_order[to] < 0) {
        visit(next);
        m_low[at] = std::min(m_low[at], m_low[to]);
      } else if (m_component[to] < 0) {
        m_low[at] = std::min(m_low[at], m_order[to]);
      }
    }
    if (m_low[at] == m_order[at]) {
      for (int last = -1; last != node;) {
        last = m_stack.back();
        m_stack.pop_back();
        m_component[static_cast<std::size_t>(last)] = m_count;
      }
      ++m_count;
    }
  }

  const std::vector<std::vector<int>>& m_next;
  std::vector<int> m_order, m_low, m_component, m_stack;
  int m_time = 0, m_count = 0;
};

/// Back to front; faces are cut by the planes of those that divide them.
class Partition {
 public:
  Partition(std::size_t most_of_one, std::size_t most_of_all, std::size_t n_faces)
      : m_most_of_one(most_of_one), m_most(most_of_all), m_n_pieces(n_faces, 1) {}

  [[nodiscard]] bool too_many() const { return m_too_many; }
  void order(std::vector<FacePiece> pieces, std::vector<FacePiece>& sorted);

 private:
  [[nodiscard]] static std::size_t best_divider(const std::vector<FacePiece>& pieces);

  std::size_t m_most_of_one, m_most;
  std::vector<std::size_t> m_n_pieces;
  std::size_t m_n_cuts = 0;
  bool m_too_many = false;
};

enum class Where { on, behind, before, both };
Where where(const DeepPolygon& polygon, const DeepPolygon& divider,
            const std::array<double, 3>& plane) {
  const double least = 10 * tolerance(polygon, divider);
  bool behind = false, before = false;
  for (const DeepPoint& point : polygon) {
    const double above = point.near - height(plane, point);
    behind = behind || above < -least;
    before = before || above > least;
  }
  return behind && before ? Where::both
         : behind         ? Where::behind
         : before         ? Where::before
                          : Where::on;
}

/// The one that cuts the fewest others.
std::size_t Partition::best_divider(const std::vector<FacePiece>& pieces) {
  std::size_t best = 0;
  std::size_t fewest = pieces.size() + 1;
  for (std::size_t i = 0; i < pieces.size() && fewest > 0; ++i) {
    const auto plane = plane_of(pieces[i].corners);
    const auto n = static_cast<std::size_t>(
        std::count_if(pieces.begin(), pieces.end(), [&](const FacePiece& other) {
          return where(other.corners, pieces[i].corners, plane) == Where::both;
        }));
    if (n < fewest) {
      fewest = n;
      best = i;
    }
  }
  return best;
}

void Partition::order(std::vector<FacePiece> pieces, std::vector<FacePiece>& sorted) {
  if (pieces.empty() || m_too_many) {
    return;
  }
  const std::size_t divider = best_divider(pieces);
  const DeepPolygon corners = pieces[divider].corners;
  const auto plane = plane_of(corners);
  std::vector<FacePiece> behind, on, before;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    FacePiece& piece = pieces[i];
    const Where side = i == divider ? Where::on : where(piece.corners, corners, plane);
    if (side == Where::on) {
      on.push_back(std::move(piece));
    } else if (side != Where::both) {
      (side == Where::behind ? behind : before).push_back(std::move(piece));
    } else {
      const auto above = [&](const DeepPoint& at) { return at.near - height(plane, at); };
      DeepPolygon far = clipped(piece.corners, [&](const DeepPoint& at) { return -above(at); });
      DeepPolygon close = clipped(piece.corners, above);
      const bool seen_far = seen_area(far) > k_least_area;
      const bool seen_close = seen_area(close) > k_least_area;
      if (seen_far && seen_close) {
        ++m_n_cuts;
        m_too_many = m_too_many || m_n_cuts > m_most ||
                     ++m_n_pieces[static_cast<std::size_t>(piece.face)] > m_most_of_one;
      }
      if (seen_far) {
        behind.push_back({piece.face, std::move(far)});
      }
      if (seen_close) {
        before.push_back({piece.face, std::move(close)});
      }
    }
  }
  order(std::move(behind), sorted);
  std::move(on.begin(), on.end(), std::back_inserter(sorted));
  order(std::move(before), sorted);
}

std::vector<std::vector<int>> inverse(const std::vector<std::vector<int>>& next) {
  std::vector<std::vector<int>> before(next.size());
  for (std::size_t i = 0; i < next.size(); ++i) {
    for (const int other : next[i]) {
      before[static_cast<std::size_t>(other)].push_back(static_cast<int>(i));
    }
  }
  return before;
}

FaceOrder by_centers(const std::vector<DeepPolygon>& faces, bool complete) {
  std::vector<int> order(faces.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> nearness(faces.size());
  std::transform(faces.begin(), faces.end(), nearness.begin(), mean_near);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return nearness[static_cast<std::size_t>(a)] < nearness[static_cast<std::size_t>(b)];
  });
  FaceOrder result;
  result.complete = complete;
  for (const int i : order) {
    result.pieces.push_back({i, faces[static_cast<std::size_t>(i)]});
  }
  return result;
}

/// For each face those that must be drawn after it; of two that cross each after the other.
std::vector<std::vector<int>> later_ones(const std::vector<DeepPolygon>& faces) {
  std::vector<std::vector<int>> later(faces.size());
  std::vector<Box> boxes(faces.size());
  std::transform(faces.begin(), faces.end(), boxes.begin(), box_of);
  for (std::size_t i = 0; i < faces.size(); ++i) {
    for (std::size_t j = i + 1; j < faces.size(); ++j) {
      if (!meet(boxes[i], boxes[j])) {
        continue;
      }
      const FaceRelation how = relation(faces[i], faces[j]);
      if (how == FaceRelation::behind || how == FaceRelation::crossing) {
        later[i].push_back(static_cast<int>(j));
      }
      if (how == FaceRelation::before || how == FaceRelation::crossing) {
        later[j].push_back(static_cast<int>(i));
      }
    }
  }
  return later;
}

}  // namespace

double seen_area(const DeepPolygon& polygon) { return std::abs(signed_area(polygon)); }

double near_at(const DeepPolygon& polygon, double x, double y) {
  return height(plane_of(polygon), {x, y, 0});
}

DeepPolygon seen_through(const DeepPolygon& polygon, const DeepPolygon& window) {
  const double turn = signed_area(window) < 0 ? -1 : 1;
  DeepPolygon part = polygon;
  for (std::size_t i = 0; i < window.size() && !part.empty(); ++i) {
    const DeepPoint &a = window[i], &b = window[(i + 1) % window.size()];
    part = clipped(part, [&](const DeepPoint& at) { return turn * cross(a, b, at); });
  }
  return part;
}

FaceRelation relation(const DeepPolygon& a, const DeepPolygon& b) {
  if (seen_area(a) <= k_least_area || seen_area(b) <= k_least_area) {
    return FaceRelation::apart;
  }
  const DeepPolygon common = seen_through(a, b);
  if (common.size() < 3 || seen_area(common) <= k_least_area) {
    return FaceRelation::apart;
  }
  const auto plane = plane_of(b);
  const double least = tolerance(a, b);
  double lowest = 0, highest = 0;
  for (const DeepPoint& at : common) {
    const double above = at.near - height(plane, at);
    lowest = std::min(lowest, above);
    highest = std::max(highest, above);
  }
  const bool behind = lowest<-least, before = highest> least;
  return behind && before ? FaceRelation::crossing
         : behind         ? FaceRelation::behind
         : before         ? FaceRelation::before
                          : FaceRelation::apart;
}

std::vector<int> sorted_by_need(const std::vector<std::vector<int>>& before,
                                const std::vector<double>& key) {
  const std::size_t n = before.size();
  std::vector<std::vector<int>> after = inverse(before);
  std::vector<std::size_t> n_missing(n);
  using Entry = std::pair<double, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready, waiting;
  for (std::size_t i = 0; i < n; ++i) {
    n_missing[i] = before[i].size();
    (n_missing[i] == 0 ? ready : waiting).emplace(key[i], static_cast<int>(i));
  }
  std::vector<int> order;
  std::vector<char> done(n, 0);
  while (order.size() < n) {
    auto& from = ready.empty() ? waiting : ready;  // a cycle is broken at its farthest
    const int next = from.top().second;
    from.pop();
    if (std::exchange(done[static_cast<std::size_t>(next)], 1) != 0) {
      continue;
    }
    order.push_back(next);
    for (const int other : after[static_cast<std::size_t>(next)]) {
      const auto at = static_cast<std::size_t>(other);
      if (--n_missing[at] == 0) {
        ready.emplace(key[at], other);
      }
    }
  }
  return order;
}

FaceOrder order_faces(const std::vector<DeepPolygon>& faces, int most_pieces) {
  if (faces.size() > k_most_faces) {
    return by_centers(faces, false);
  }
  const std::vector<std::vector<int>> later = later_ones(faces);
  const Components components(later);
  const auto n = static_cast<std::size_t>(components.count());
  std::vector<std::vector<FacePiece>> members(n);
  std::vector<std::vector<int>> next(n);
  std::vector<double> key(n, std::numeric_limits<double>::max());
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const auto mine = static_cast<std::size_t>(components.of_nodes()[i]);
    members[mine].push_back({static_cast<int>(i), faces[i]});
    key[mine] = std::min(key[mine], mean_near(faces[i]));
    for (const int other : later[i]) {
      if (const int theirs = components.of_nodes()[static_cast<std::size_t>(other)];
          theirs != components.of_nodes()[i]) {
        next[mine].push_back(theirs);
      }
    }
  }
  FaceOrder result;
  Partition partition(static_cast<std::size_t>(most_pieces), 3 * faces.size(), faces.size());
  for (const int i : sorted_by_need(inverse(next), key)) {
    std::vector<FacePiece>& group = members[static_cast<std::size_t>(i)];
    if (group.size() == 1) {
      result.pieces.push_back(std::move(group.front()));
    } else {
      partition.order(std::move(group), result.pieces);
    }
  }
  return partition.too_many() ? by_centers(faces, false) : result;
}

}  // namespace baryscope
