#include "core/geometry/convex_hull.h"

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/geometry/solid_hull.h"

namespace baryscope {
namespace {

/// What is thinner than this share of the extent counts as flat.
constexpr double k_flat = 1e-10;

/// The affine hull of the points: an origin and orthonormal axes with the extents along them.
struct Frame {
  int dimension = 0;
  Eigen::Vector3d origin;
  Eigen::Matrix3d axes = Eigen::Matrix3d::Zero();  ///< rows
  Eigen::Vector3d extent = Eigen::Vector3d::Ones();
};

/// `points` [n, 3] in units of their extent about their first point.
Frame find_frame(const std::vector<Eigen::Vector3d>& points, double flat) {
  Frame frame;
  frame.origin = points.front();
  std::vector<Eigen::Vector3d> rest;
  rest.reserve(points.size());
  for (const Eigen::Vector3d& point : points) {
    rest.push_back(point - frame.origin);
  }
  for (int axis = 0; axis < 3; ++axis) {
    double most = 0;
    Eigen::Vector3d farthest = Eigen::Vector3d::Zero();
    for (const Eigen::Vector3d& vector : rest) {
      if (vector.norm() > most) {
        most = vector.norm();
        farthest = vector;
      }
    }
    if (!(most > flat)) {
      break;
    }
    Eigen::Vector3d direction = farthest / most;
    for (int before = 0; before < axis; ++before) {
      const Eigen::Vector3d other = frame.axes.row(before).transpose();
      direction -= other.dot(direction) * other;
    }
    direction.normalize();
    frame.axes.row(axis) = direction.transpose();
    frame.extent[axis] = most;
    frame.dimension = axis + 1;
    for (Eigen::Vector3d& vector : rest) {
      vector -= direction.dot(vector) * direction;
    }
  }
  return frame;
}

double cross(const Eigen::Vector3d& o, const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

/// Andrew's monotone chain over the first two coordinates; counter-clockwise, no collinear points.
std::vector<int> polygon(const std::vector<Eigen::Vector3d>& points) {
  std::vector<int> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto& p = points[static_cast<std::size_t>(a)];
    const auto& q = points[static_cast<std::size_t>(b)];
    return p[0] != q[0] ? p[0] < q[0] : p[1] != q[1] ? p[1] < q[1] : a < b;
  });
  std::vector<int> chain;
  const auto extend = [&](int candidate, std::size_t floor) {
    while (chain.size() >= floor + 2 &&
           cross(points[static_cast<std::size_t>(chain[chain.size() - 2])],
                 points[static_cast<std::size_t>(chain.back())],
                 points[static_cast<std::size_t>(candidate)]) <= k_flat) {
      chain.pop_back();
    }
    chain.push_back(candidate);
  };
  for (const int candidate : order) {
    extend(candidate, 0);
  }
  const std::size_t floor = chain.size() - 1;
  for (auto candidate = order.rbegin() + 1; candidate != order.rend(); ++candidate) {
    extend(*candidate, floor);
  }
  chain.pop_back();
  return chain;
}

void add_polygon(const std::vector<int>& corners, ConvexHull& hull) {
  for (std::size_t c = 0; c < corners.size(); ++c) {
    const int a = corners[c];
    const int b = corners[(c + 1) % corners.size()];
    if (a < b || corners.size() > 2) {
      hull.edges.push_back({std::min(a, b), std::max(a, b)});
    }
    if (c >= 1 && c + 1 < corners.size()) {
      hull.triangles.push_back({corners[0], corners[c], corners[c + 1]});
    }
  }
}

/// Polygons of one solid share their edges; everything is put in ascending order.
void finish(ConvexHull& hull, const std::vector<int>& original) {
  for (auto& triangle : hull.triangles) {
    for (int& corner : triangle) {
      corner = original[static_cast<std::size_t>(corner)];
    }
    std::rotate(triangle.begin(), std::min_element(triangle.begin(), triangle.end()),
                triangle.end());
  }
  for (auto& edge : hull.edges) {
    for (int& end : edge) {
      end = original[static_cast<std::size_t>(end)];
    }
    std::sort(edge.begin(), edge.end());
  }
  for (int& vertex : hull.vertices) {
    vertex = original[static_cast<std::size_t>(vertex)];
  }
  std::sort(hull.vertices.begin(), hull.vertices.end());
  std::sort(hull.triangles.begin(), hull.triangles.end());
  std::sort(hull.edges.begin(), hull.edges.end());
  hull.edges.erase(std::unique(hull.edges.begin(), hull.edges.end()), hull.edges.end());
}

std::vector<int> corners_of(const std::vector<std::vector<int>>& faces) {
  std::set<int> corners;
  for (const auto& face : faces) {
    corners.insert(face.begin(), face.end());
  }
  return {corners.begin(), corners.end()};
}

}  // namespace

ConvexHull find_convex_hull(const Matrix& points) {
  ConvexHull hull;
  if (points.n_rows == 0) {
    return hull;
  }
  BARYSCOPE_CHECK(points.n_columns == 3);
  // Of equal points the first stands for all.
  std::vector<int> original(static_cast<std::size_t>(points.n_rows));
  std::iota(original.begin(), original.end(), 0);
  const auto key = [&](int i) {
    return std::array<double, 3>{points(i, 0), points(i, 1), points(i, 2)};
  };
  std::stable_sort(original.begin(), original.end(), [&](int a, int b) { return key(a) < key(b); });
  original.erase(
      std::unique(original.begin(), original.end(), [&](int a, int b) { return key(a) == key(b); }),
      original.end());

  std::vector<Eigen::Vector3d> unique;
  Eigen::Vector3d low = Eigen::Vector3d::Constant(std::numeric_limits<double>::infinity());
  Eigen::Vector3d high = -low;
  for (const int i : original) {
    unique.emplace_back(points(i, 0), points(i, 1), points(i, 2));
    BARYSCOPE_CHECK(unique.back().allFinite());
    low = low.cwiseMin(unique.back());
    high = high.cwiseMax(unique.back());
  }
  const double extent = std::max((high / 2 - low / 2).maxCoeff(), 0.0);
  const double size = std::max(high.cwiseAbs().maxCoeff(), low.cwiseAbs().maxCoeff());
  const double unit = extent > 0 ? extent : 1;
  for (Eigen::Vector3d& point : unique) {
    point = (point / 2 - low / 2) / unit;
  }
  const double rounding = 16 * std::numeric_limits<double>::epsilon() * (size / unit);
  Frame frame = find_frame(unique, extent > 0 ? std::max(k_flat, rounding) : 1);
  for (Eigen::Vector3d& point : unique) {
    // An affine map keeps the hull: every extent becomes about 1.
    point = (frame.axes * (point - frame.origin)).cwiseQuotient(frame.extent);
  }

  hull.dimension = frame.dimension;
  if (hull.dimension == 3) {
    const auto faces = find_solid_faces(unique);
    if (faces.empty()) {
      hull.dimension = 2;
    } else {
      hull.vertices = corners_of(faces);
      for (const auto& face : faces) {
        add_polygon(face, hull);
      }
      if (frame.axes.determinant() < 0) {
        for (auto& triangle : hull.triangles) {
          std::swap(triangle[1], triangle[2]);
        }
      }
    }
  }
  if (hull.dimension == 2) {
    hull.vertices = polygon(unique);
    add_polygon(hull.vertices, hull);
  } else if (hull.dimension == 1) {
    const auto along = [](const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
      return a[0] < b[0];
    };
    const auto ends = std::minmax_element(unique.begin(), unique.end(), along);
    hull.vertices = {static_cast<int>(ends.first - unique.begin()),
                     static_cast<int>(ends.second - unique.begin())};
    hull.edges.push_back({hull.vertices[0], hull.vertices[1]});
  } else if (hull.dimension == 0) {
    hull.vertices = {0};
  }
  finish(hull, original);
  return hull;
}

}  // namespace baryscope
