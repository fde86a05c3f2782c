/// The one walk over a scene's structures, their elements and their places.
#pragma once

#include <cstddef>
#include <utility>

#include "viz/scene/scene.h"

namespace baryscope {

/// Several functions as one: `visit_structures(scene, Overloaded{[](const EdgeSet&) …, …})`. A walk
/// that leaves a structure out says so by a last `[](const auto&) {}`.
template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// Every structure, in the order in which scenes name them; `SceneType` is Scene or const Scene. A
/// new kind of structure is one line here, and every walk that does not know it fails to compile.
template <typename SceneType, typename Visitor>
void visit_structures(SceneType& scene, Visitor&& visitor) {
  const auto all = [&visitor](auto& structures) {
    for (auto& structure : structures) {
      visitor(structure);
    }
  };
  all(scene.clouds);
  all(scene.edges);
  all(scene.edge_columns);
  all(scene.curves);
  all(scene.triangles);
  all(scene.hulls);
  all(scene.fields);
}

/// Every position that a structure is drawn at: `function(Vec3&)`, or of a const one (const Vec3&).
template <typename Structure, typename Function>
void for_each_place(Structure& structure, Function&& function) {
  if constexpr (requires { structure.edges.front().from; }) {
    for (auto& edge : structure.edges) {
      function(edge.from);
      function(edge.to);
    }
  } else if constexpr (requires { structure.curves; }) {
    for (auto& curve : structure.curves) {
      for (auto& point : curve.points) {
        function(point);
      }
    }
  } else if constexpr (requires { structure.triangles.front().corners; }) {
    for (auto& triangle : structure.triangles) {
      for (auto& corner : triangle.corners) {
        function(corner);
      }
    }
  } else if constexpr (requires { structure.points.front().position; }) {
    for (auto& point : structure.points) {
      function(point.position);
    }
  } else if constexpr (requires { structure.places; }) {
    for (auto& place : structure.places) {
      function(place);
    }
  } else {
    for (auto& point : structure.points) {  // hulls and fields
      function(point);
    }
  }
}

/// Every weighted line: `function(const SceneEdge&)`, those in columns one by one.
template <typename Function>
void for_each_edge(const Scene& scene, Function&& function) {
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) {
      function(edge);
    }
  }
  for (const EdgeColumns& set : scene.edge_columns) {
    for (std::size_t i = 0; i < set.ends.size(); ++i) {
      function(edge_at(set, i));
    }
  }
}

/// How many elements can be seen and picked one by one.
std::size_t n_elements(const Scene& scene);

}  // namespace baryscope
