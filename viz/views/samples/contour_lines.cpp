#include "viz/views/samples/contour_lines.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace baryscope {
namespace {

using Key = std::pair<double, double>;

struct Segment {
  Vec3 from, to;
};

/// One corner of the triangles: its place and the shares of all classes.
struct Corner {
  Vec3 at;
  std::vector<double> shares;
  int best = 0;  ///< the class of the largest share, ties to the lower index
};

void find_best(Corner& corner) {
  corner.best = static_cast<int>(std::max_element(corner.shares.begin(), corner.shares.end()) -
                                 corner.shares.begin());
}

/// A point of a side with the shares there; the same numbers from whichever triangle it is asked.
Corner between(const Corner& a, const Corner& b, double t) {
  Corner middle;
  middle.at = a.at + t * (b.at - a.at);
  middle.shares.resize(a.shares.size());
  for (std::size_t c = 0; c < a.shares.size(); ++c) {
    middle.shares[c] = a.shares[c] + t * (b.shares[c] - a.shares[c]);
  }
  return middle;
}

/// Of one triangle: for each two classes that are largest somewhere, the part of the line of equal
/// shares where no third class is larger.
void add_triangle(const std::array<const Corner*, 3>& corners, std::vector<Segment>& segments) {
  const int first = corners[0]->best, second = corners[1]->best, third = corners[2]->best;
  if (first == second && second == third) {
    return;
  }
  std::vector<std::pair<int, int>> contested;
  for (const auto& [one, other] :
       {std::pair{first, second}, std::pair{first, third}, std::pair{second, third}}) {
    const std::pair two{std::min(one, other), std::max(one, other)};
    if (one != other && std::find(contested.begin(), contested.end(), two) == contested.end()) {
      contested.push_back(two);
    }
  }
  for (const auto& two : contested) {
    const int low = two.first, high = two.second;
    const auto lead = [&](const Corner& corner) {
      return corner.shares[static_cast<std::size_t>(low)] -
             corner.shares[static_cast<std::size_t>(high)];
    };
    std::vector<Corner> ends;
    for (int i = 0; i < 3; ++i) {
      const Corner& a = *corners[static_cast<std::size_t>(i)];
      const Corner& b = *corners[static_cast<std::size_t>((i + 1) % 3)];
      const double la = lead(a), lb = lead(b);
      if ((la >= 0) != (lb >= 0)) {
        // From the leading end, so that both triangles of the side find the same point.
        ends.push_back(la >= 0 ? between(a, b, la / (la - lb)) : between(b, a, lb / (lb - la)));
      }
    }
    if (ends.size() != 2) {
      continue;
    }
    double begin = 0, end = 1;
    for (std::size_t c = 0; c < ends[0].shares.size(); ++c) {
      if (static_cast<int>(c) == low || static_cast<int>(c) == high) {
        continue;
      }
      const double at_begin = ends[0].shares[static_cast<std::size_t>(low)] - ends[0].shares[c];
      const double at_end = ends[1].shares[static_cast<std::size_t>(low)] - ends[1].shares[c];
      if (at_begin < 0 && at_end < 0) {
        begin = 1;
        end = 0;
      } else if (at_begin < 0) {
        begin = std::max(begin, at_begin / (at_begin - at_end));
      } else if (at_end < 0) {
        end = std::min(end, at_begin / (at_begin - at_end));
      }
    }
    if (begin < end) {
      const Vec3 from = begin == 0 ? ends[0].at : between(ends[0], ends[1], begin).at;
      const Vec3 to = end == 1 ? ends[1].at : between(ends[0], ends[1], end).at;
      if (!(from == to)) {  // through a node where the shares tie
        segments.push_back({from, to});
      }
    }
  }
}

/// Segments that share an end, one after the other.
std::vector<ContourLine> chained(const std::vector<Segment>& segments) {
  std::map<Key, std::vector<std::size_t>> at;
  const auto key = [](Vec3 p) { return Key{p.x, p.y}; };
  for (std::size_t i = 0; i < segments.size(); ++i) {
    at[key(segments[i].from)].push_back(i);
    at[key(segments[i].to)].push_back(i);
  }
  std::vector<bool> used(segments.size(), false);
  std::vector<ContourLine> lines;
  const auto walk = [&](std::size_t first, Vec3 start) {
    ContourLine line{{start}};
    std::size_t segment = first;
    while (true) {
      used[segment] = true;
      const Segment& s = segments[segment];
      const Vec3 next = key(s.from) == key(line.points.back()) ? s.to : s.from;
      line.points.push_back(next);
      const std::vector<std::size_t>& here = at[key(next)];
      if (here.size() != 2) {
        break;
      }
      const std::size_t onward = here[0] == segment ? here[1] : here[0];
      if (used[onward]) {
        break;
      }
      segment = onward;
    }
    lines.push_back(std::move(line));
  };
  for (std::size_t i = 0; i < segments.size(); ++i) {
    for (const Vec3 end : {segments[i].from, segments[i].to}) {
      if (!used[i] && at[key(end)].size() != 2) {
        walk(i, end);
      }
    }
  }
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (!used[i]) {
      walk(i, segments[i].from);
    }
  }
  return lines;
}

}  // namespace

std::vector<ContourLine> boundary_lines(const DecisionField& field) {
  const int nx = field.n_nodes[0];
  const int ny = field.n_nodes[1];
  if (nx < 2 || ny < 2 || field.n_nodes[2] != 1 || field.n_classes < 2) {
    return {};
  }
  const auto n_classes = static_cast<std::size_t>(field.n_classes);
  const auto corner = [&](int x, int y) {
    Corner result;
    result.at = {field.minimum[0] + (field.maximum[0] - field.minimum[0]) * x / (nx - 1),
                 field.minimum[1] + (field.maximum[1] - field.minimum[1]) * y / (ny - 1), 0};
    const float* shares =
        &field.probabilities[(static_cast<std::size_t>(y) * static_cast<std::size_t>(nx) +
                              static_cast<std::size_t>(x)) *
                             n_classes];
    result.shares.assign(shares, shares + n_classes);
    find_best(result);
    return result;
  };
  std::vector<Segment> segments;
  std::vector<Corner> below, above;
  for (int x = 0; x < nx; ++x) {
    above.push_back(corner(x, 0));
  }
  for (int y = 0; y + 1 < ny; ++y) {
    below = std::move(above);
    above.clear();
    for (int x = 0; x < nx; ++x) {
      above.push_back(corner(x, y + 1));
    }
    for (std::size_t x = 0; x + 1 < below.size(); ++x) {
      const std::array<const Corner*, 4> around = {&below[x], &below[x + 1], &above[x + 1],
                                                   &above[x]};
      if (std::all_of(around.begin(), around.end(),
                      [&](const Corner* c) { return c->best == around[0]->best; })) {
        continue;
      }
      Corner middle;
      middle.at = 0.25 * ((around[0]->at + around[1]->at) + (around[2]->at + around[3]->at));
      for (std::size_t c = 0; c < n_classes; ++c) {
        middle.shares.push_back(0.25 * (around[0]->shares[c] + around[1]->shares[c] +
                                        around[2]->shares[c] + around[3]->shares[c]));
      }
      find_best(middle);
      for (std::size_t i = 0; i < 4; ++i) {
        add_triangle({around[i], around[(i + 1) % 4], &middle}, segments);
      }
    }
  }
  return chained(segments);
}

}  // namespace baryscope
