/// Finds the parts of a scene by their names, for the tests of the views.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope::test {

/// The part of that name; null where the scene has none.
const TokenCloud* find_cloud(const Scene& scene, const std::string& name);
const EdgeSet* find_edges(const Scene& scene, const std::string& name);
const CurveSet* find_curves(const Scene& scene, const std::string& name);
const TriangleSet* find_cells(const Scene& scene, const std::string& name);
/// The first point that is drawn by the glyph; null where none is.
const ScenePoint* find_point(const Scene& scene, Glyph glyph);

/// The edges "weights" of the space view; empty where it has none.
std::vector<SceneEdge> weight_edges(const Scene& scene);
std::string text_of(const SceneLabel& label);
std::set<std::string> label_texts(const Scene& scene);

}  // namespace baryscope::test
