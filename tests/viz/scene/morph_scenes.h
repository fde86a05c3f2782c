/// Small scenes made by hand, and what of a scene a test looks for.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/scene/scene_morph.h"

namespace baryscope::test {

inline ScenePoint point(Vec3 at, const Subject& subject) {
  ScenePoint made;
  made.position = at;
  made.subject = subject;
  return made;
}

inline SceneEdge edge(Vec3 from, Vec3 to, const Subject& subject = {}) {
  SceneEdge made;
  made.from = from;
  made.to = to;
  made.subject = subject;
  return made;
}

inline SceneCurve curve(std::vector<Vec3> points, const Subject& subject = {}) {
  SceneCurve made;
  made.points = std::move(points);
  made.subject = subject;
  return made;
}

inline SceneTriangle triangle(std::array<Vec3, 3> corners, const Subject& subject) {
  SceneTriangle made;
  made.corners = corners;
  made.subject = subject;
  return made;
}

/// Edges between numbered places.
inline EdgeColumns columns(std::vector<Vec3> places, std::vector<int> numbers,
                           std::vector<std::array<std::uint32_t, 2>> ends,
                           std::vector<float> weights) {
  EdgeColumns made;
  made.name = "weights";
  made.places = std::move(places);
  made.numbers = std::move(numbers);
  made.ends = std::move(ends);
  made.weights = std::move(weights);
  return made;
}

inline SceneLabel label(Vec3 anchor, const char* text, std::vector<Subject> subjects = {}) {
  SceneLabel made;
  made.anchor = anchor;
  made.spans = {{text}};
  made.subjects = std::move(subjects);
  return made;
}

/// Tokens at these places, the first token first.
inline Scene tokens_at(const std::vector<Vec3>& places) {
  Scene scene;
  scene.clouds = {{"tokens", {}}};
  for (const Vec3& place : places) {
    const int number = static_cast<int>(scene.clouds[0].points.size());
    scene.clouds[0].points.push_back(point(place, token_subject(number)));
  }
  return scene;
}

inline std::shared_ptr<const Scene> shared(Scene scene) {
  return std::make_shared<const Scene>(std::move(scene));
}

/// Fails the test's own check by an empty scene where there is no way.
inline Scene on_the_way(const Scene& from, const Scene& to, double t,
                        const Continuity& continuity = {}) {
  const auto morph = find_morph(shared(from), shared(to), continuity);
  return morph == nullptr ? Scene{} : *morph->at(t);
}

/// All points that stand for it.
inline std::vector<ScenePoint> points_of(const Scene& scene, const Subject& subject) {
  std::vector<ScenePoint> found;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& each : cloud.points) {
      if (each.subject == subject) found.push_back(each);
    }
  }
  return found;
}

inline std::vector<SceneEdge> edges_of(const Scene& scene, const Subject& subject) {
  std::vector<SceneEdge> found;
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& each : set.edges) {
      if (each.subject == subject) found.push_back(each);
    }
  }
  return found;
}

inline std::vector<SceneCurve> curves_of(const Scene& scene, const Subject& subject) {
  std::vector<SceneCurve> found;
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& each : set.curves) {
      if (each.subject == subject) found.push_back(each);
    }
  }
  return found;
}

inline std::vector<SceneLabel> labels_of(const Scene& scene, const std::string& words) {
  std::vector<SceneLabel> found;
  for (const SceneLabel& each : scene.labels) {
    if (each.spans.front().text == words) found.push_back(each);
  }
  return found;
}

}  // namespace baryscope::test
