#include "viz/views/samples/contour_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <set>
#include <utility>

namespace baryscope {
namespace {

using Shares = std::function<std::vector<double>(double x, double y, double z)>;

DecisionField field_of(int n, int n_z, int n_classes, const Shares& shares) {
  DecisionField field;
  field.n_nodes = {n, n - 2, n_z};
  field.minimum = {-1.2, -1, n_z > 1 ? -1.1 : 0};
  field.maximum = {1.2, 1, n_z > 1 ? 1.1 : 0};
  field.n_classes = n_classes;
  for (int z = 0; z < n_z; ++z) {
    for (int y = 0; y < n - 2; ++y) {
      for (int x = 0; x < n; ++x) {
        const double pz = n_z > 1 ? -1.1 + 2.2 * z / (n_z - 1) : 0;
        for (const double share : shares(-1.2 + 2.4 * x / (n - 1), -1 + 2.0 * y / (n - 3), pz)) {
          field.probabilities.push_back(static_cast<float>(share));
        }
      }
    }
  }
  return field;
}

std::vector<double> two(double lead) { return {0.5 - 0.5 * lead, 0.5 + 0.5 * lead}; }

double total_length(const std::vector<ContourLine>& lines) {
  double sum = 0;
  for (const ContourLine& line : lines) {
    for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
      sum += length(line.points[i + 1] - line.points[i]);
    }
  }
  return sum;
}

TEST(BoundaryLines, OfALinearFieldIsTheLineItself) {
  const auto lines = boundary_lines(field_of(
      12, 1, 2, [](double x, double y, double) { return two(0.3 * (x + 0.5 * y - 0.2)); }));
  ASSERT_EQ(lines.size(), 1u);
  for (const Vec3 p : lines[0].points) {
    EXPECT_NEAR(p.x + 0.5 * p.y, 0.2, 2e-6);
    EXPECT_EQ(p.z, 0);
  }
  // From the lower edge of the plane to its upper one.
  EXPECT_NEAR(total_length(lines), 2 * std::sqrt(1.25), 1e-5);
  EXPECT_NEAR(std::abs(lines[0].points.front().y), 1, 1e-9);
  EXPECT_NEAR(std::abs(lines[0].points.back().y), 1, 1e-9);
}

TEST(BoundaryLines, AroundADiscClose) {
  const double radius = 0.7;
  const auto lines = boundary_lines(field_of(41, 1, 2, [&](double x, double y, double) {
    return two(0.3 * (radius * radius - x * x - y * y));
  }));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].points.front(), lines[0].points.back());
  EXPECT_NEAR(total_length(lines), 2 * std::numbers::pi * radius, 0.02);
  for (const Vec3 p : lines[0].points) {
    EXPECT_NEAR(length(p), radius, 0.003);
  }
}

TEST(BoundaryLines, ASaddleHasTwoBranchesThatDoNotCross) {
  const auto lines = boundary_lines(
      field_of(13, 1, 2, [](double x, double y, double) { return two(x * y + 0.04); }));
  ASSERT_EQ(lines.size(), 2u);
  for (const ContourLine& line : lines) {
    for (const Vec3 p : line.points) {
      EXPECT_GT(line.points.front().x * p.x, 0) << "one branch on each side";
    }
  }
}

TEST(BoundaryLines, ThreeClassesMeetWhereAllAreEqual) {
  // Largest of three linear functions: the plane falls into three wedges from (0.1, -0.05).
  const auto linear = [](double x, double y, double) {
    const double u = x - 0.1, v = y + 0.05;
    return std::vector<double>{1.0 / 3 + 0.2 * u, 1.0 / 3 - 0.1 * u + 0.15 * v,
                               1.0 / 3 - 0.1 * u - 0.15 * v};
  };
  const auto lines = boundary_lines(field_of(16, 1, 3, linear));
  ASSERT_FALSE(lines.empty());
  int n_meeting = 0;
  std::set<std::pair<int, int>> pairs;
  for (const ContourLine& line : lines) {
    for (const Vec3 p : line.points) {
      std::vector<double> shares = linear(p.x, p.y, 0);
      std::vector<int> order = {0, 1, 2};
      std::sort(order.begin(), order.end(), [&](int a, int b) { return shares[a] > shares[b]; });
      EXPECT_NEAR(shares[order[0]], shares[order[1]], 1e-6) << p.x << " " << p.y;
      if (shares[order[1]] - shares[order[2]] > 0.01) {
        pairs.insert(std::minmax(order[0], order[1]));
      }
    }
    for (const Vec3 p : {line.points.front(), line.points.back()}) {
      n_meeting += length(p - Vec3{0.1, -0.05, 0}) < 1e-5 ? 1 : 0;
    }
  }
  EXPECT_EQ(pairs.size(), 3u);
  EXPECT_GE(n_meeting, 2);
}

TEST(BoundaryLines, NoneWithoutARival) {
  const auto never = [](double, double, double) { return two(0.2); };
  EXPECT_TRUE(boundary_lines(field_of(8, 1, 2, never)).empty());
  const auto tied = [](double, double, double) { return two(0); };
  EXPECT_TRUE(boundary_lines(field_of(8, 1, 2, tied)).empty());
  EXPECT_TRUE(boundary_lines(field_of(8, 4, 2, never)).empty()) << "a field in space";
  EXPECT_TRUE(boundary_lines({}).empty());
}

/// How often each side of a face occurs.
std::map<std::pair<int, int>, int> sides(const BoundarySurface& surface) {
  std::map<std::pair<int, int>, int> count;
  for (const auto& face : surface.triangles) {
    for (std::size_t i = 0; i < 3; ++i) {
      ++count[std::minmax(face[i], face[(i + 1) % 3])];
    }
  }
  return count;
}

TEST(BoundarySurface, AroundABallIsClosedRoundAndFacesOutwards) {
  const double radius = 0.75;
  const auto surface =
      boundary_surface(field_of(24, 22, 2,
                                [&](double x, double y, double z) {
                                  return two(0.3 * (radius * radius - x * x - y * y - z * z));
                                }),
                       1);
  const auto count = sides(surface);
  for (const auto& [side, n] : count) {
    EXPECT_EQ(n, 2) << side.first << " " << side.second;
  }
  EXPECT_EQ(static_cast<int>(surface.points.size()) - static_cast<int>(count.size()) +
                static_cast<int>(surface.triangles.size()),
            2);
  double area = 0;
  for (const auto& [a, b, c] : surface.triangles) {
    const Vec3 p = surface.points[static_cast<std::size_t>(a)];
    const Vec3 normal = cross(surface.points[static_cast<std::size_t>(b)] - p,
                              surface.points[static_cast<std::size_t>(c)] - p);
    area += 0.5 * length(normal);
    EXPECT_GE(dot(normal, p), -1e-12);
  }
  EXPECT_NEAR(area, 4 * std::numbers::pi * radius * radius, 0.15);
  for (const Vec3 p : surface.points) {
    EXPECT_NEAR(length(p), radius, 0.01);
  }
}

TEST(BoundarySurface, EndsAtTheBoxAlone) {
  const auto field = field_of(9, 8, 2, [](double x, double y, double z) {
    return two(0.2 * (0.9 * x + 0.3 * y - 0.2 * z + 0.5 * x * y));
  });
  const auto surface = boundary_surface(field, 1);
  ASSERT_FALSE(surface.triangles.empty());
  const auto on_box = [&](int i, int j) {
    const Vec3 p = surface.points[static_cast<std::size_t>(i)];
    const Vec3 q = surface.points[static_cast<std::size_t>(j)];
    const auto same_face = [](double a, double b, double low, double high) {
      return (std::abs(a - low) < 1e-9 && std::abs(b - low) < 1e-9) ||
             (std::abs(a - high) < 1e-9 && std::abs(b - high) < 1e-9);
    };
    return same_face(p.x, q.x, -1.2, 1.2) || same_face(p.y, q.y, -1, 1) ||
           same_face(p.z, q.z, -1.1, 1.1);
  };
  int n_open = 0;
  for (const auto& [side, n] : sides(surface)) {
    if (n == 1) {
      ++n_open;
      EXPECT_TRUE(on_box(side.first, side.second)) << side.first << " " << side.second;
    } else {
      EXPECT_EQ(n, 2);
    }
  }
  EXPECT_GT(n_open, 0);
}

TEST(BoundarySurface, OfEitherClassIsTheSameAndOfNoClassIsEmpty) {
  const auto field = field_of(9, 8, 2, [](double x, double y, double z) {
    return two(0.2 * (x - 0.3 * y + 0.1 * z + 0.05));
  });
  const auto one = boundary_surface(field, 0), other = boundary_surface(field, 1);
  EXPECT_EQ(one.points.size(), other.points.size());
  EXPECT_EQ(one.triangles.size(), other.triangles.size());
  EXPECT_TRUE(boundary_surface(field, 2).triangles.empty());
  EXPECT_TRUE(boundary_surface(field, -1).triangles.empty());
}

}  // namespace
}  // namespace baryscope
