#include "core/geometry/solid_hull.h"

#include <libqhull_r/qhull_ra.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

namespace baryscope {
namespace {

using Faces = std::vector<std::vector<int>>;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Corners of one facet in counter-clockwise order about its outward normal.
std::vector<int> in_order(std::vector<int> corners, const Eigen::Vector3d& normal,
                          const std::vector<Eigen::Vector3d>& points) {
  Eigen::Vector3d center = Eigen::Vector3d::Zero();
  for (const int corner : corners) {
    center += points[static_cast<std::size_t>(corner)];
  }
  center /= static_cast<double>(corners.size());
  const Eigen::Vector3d across = normal.unitOrthogonal();
  const Eigen::Vector3d up = normal.cross(across);
  std::vector<std::pair<double, int>> by_angle;
  by_angle.reserve(corners.size());
  for (const int corner : corners) {
    const Eigen::Vector3d offset = points[static_cast<std::size_t>(corner)] - center;
    by_angle.emplace_back(std::atan2(offset.dot(up), offset.dot(across)), corner);
  }
  std::sort(by_angle.begin(), by_angle.end());
  for (std::size_t c = 0; c < corners.size(); ++c) {
    corners[c] = by_angle[c].second;
  }
  return corners;
}

/// Corners lie on three faces or more; what lies on two is a point of an edge.
Faces without_edge_points(Faces faces, std::size_t n_points) {
  std::vector<int> n_faces(n_points, 0);
  for (const auto& face : faces) {
    for (const int corner : face) {
      ++n_faces[static_cast<std::size_t>(corner)];
    }
  }
  for (auto& face : faces) {
    std::erase_if(face, [&](int corner) { return n_faces[static_cast<std::size_t>(corner)] < 3; });
  }
  std::erase_if(faces, [](const auto& face) { return face.size() < 3; });
  return faces;
}

/// Reads the facets through the structure's pointers only: functions of Qhull could raise errors
/// outside of its own catch.
Faces read_facets(qhT* qh, const std::vector<Eigen::Vector3d>& points) {
  Faces faces;
  facetT* facet;
  FORALLfacets {
    std::vector<int> corners;
    vertexT* vertex;
    vertexT** vertexp;
    FOREACHvertex_(facet->vertices) {
      corners.push_back(static_cast<int>((vertex->point - qh->first_point) / 3));
    }
    const Eigen::Vector3d normal(facet->normal[0], facet->normal[1], facet->normal[2]);
    faces.push_back(in_order(std::move(corners), normal.normalized(), points));
  }
  return without_edge_points(std::move(faces), points.size());
}

/// Every edge between two faces, once in each direction, and Euler's formula.
bool is_closed(const Faces& faces) {
  std::vector<std::array<int, 2>> edges;
  std::vector<int> corners;
  for (const auto& face : faces) {
    for (std::size_t c = 0; c < face.size(); ++c) {
      edges.push_back({face[c], face[(c + 1) % face.size()]});
      corners.push_back(face[c]);
    }
  }
  std::sort(edges.begin(), edges.end());
  std::sort(corners.begin(), corners.end());
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  if (std::adjacent_find(edges.begin(), edges.end()) != edges.end()) {
    return false;
  }
  for (const auto& edge : edges) {
    if (!std::binary_search(edges.begin(), edges.end(), std::array<int, 2>{edge[1], edge[0]})) {
      return false;
    }
  }
  return corners.size() + faces.size() == edges.size() / 2 + 2;
}

/// Empty on any error of Qhull.
Faces run_qhull(std::vector<double>& coordinates, const std::vector<Eigen::Vector3d>& points,
                const char* command) {
  const std::unique_ptr<std::FILE, CloseFile> silence(std::fopen("/dev/null", "w"));
  if (!silence) {
    return {};
  }
  std::string options = command;
  qhT state;
  qhT* qh = &state;
  qh_zero(qh, silence.get());
  Faces faces;
  if (qh_new_qhull(qh, 3, static_cast<int>(points.size()), coordinates.data(), False,
                   options.data(), silence.get(), silence.get()) == 0) {
    faces = read_facets(qh, points);
  }
  qh_freeqhull(qh, !qh_ALL);
  int n_long = 0;
  int total_long = 0;
  qh_memfreeshort(qh, &n_long, &total_long);
  return faces;
}

}  // namespace

Faces find_solid_faces(const std::vector<Eigen::Vector3d>& points) {
  std::vector<double> coordinates;
  coordinates.reserve(3 * points.size());
  for (const Eigen::Vector3d& point : points) {
    coordinates.insert(coordinates.end(), {point[0], point[1], point[2]});
  }
  // Merged facets first; triangulated, then joggled input where merging went too wide.
  for (const char* command : {"qhull Pp", "qhull Pp Qt Q12", "qhull Pp QJ"}) {
    Faces faces = run_qhull(coordinates, points, command);
    if (is_closed(faces)) {
      return faces;
    }
  }
  return {};
}

}  // namespace baryscope
