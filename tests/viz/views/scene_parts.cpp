#include "tests/viz/views/scene_parts.h"

#include <algorithm>

namespace baryscope::test {
namespace {

template <typename Part>
const Part* find_part(const std::vector<Part>& parts, const std::string& name) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

const TokenCloud* find_cloud(const Scene& scene, const std::string& name) {
  return find_part(scene.clouds, name);
}

const EdgeSet* find_edges(const Scene& scene, const std::string& name) {
  return find_part(scene.edges, name);
}

const CurveSet* find_curves(const Scene& scene, const std::string& name) {
  return find_part(scene.curves, name);
}

const TriangleSet* find_cells(const Scene& scene, const std::string& name) {
  return find_part(scene.triangles, name);
}

const ScenePoint* find_point(const Scene& scene, Glyph glyph) {
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      if (point.glyph == glyph) {
        return &point;
      }
    }
  }
  return nullptr;
}

std::vector<SceneEdge> weight_edges(const Scene& scene) {
  const EdgeSet* weights = find_edges(scene, "weights");
  return weights == nullptr ? std::vector<SceneEdge>() : weights->edges;
}

std::string text_of(const SceneLabel& label) {
  std::string text;
  for (const LabelSpan& span : label.spans) {
    text += span.text;
  }
  return text;
}

std::set<std::string> label_texts(const Scene& scene) {
  std::set<std::string> texts;
  for (const SceneLabel& label : scene.labels) {
    texts.insert(text_of(label));
  }
  return texts;
}

}  // namespace baryscope::test
