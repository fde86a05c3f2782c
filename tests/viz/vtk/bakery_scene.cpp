#include "tests/viz/vtk/bakery_scene.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace baryscope {
namespace {

struct Token {
  const char* text;
  Vec3 position;
  double weight;
};

const std::vector<Token>& tokens() {
  static const std::vector<Token> list{
      {"[CLS]", {-0.10, -0.18, 0.42}, 0.33},  {"the", {0.02, -0.30, 0.30}, 0.02},
      {"bakery", {-1.55, 0.55, 0.35}, 0.41},  {"is", {0.22, -0.36, 0.18}, 0.01},
      {"between", {0.15, 0.25, -1.70}, 0.03}, {"the", {0.08, -0.26, 0.24}, 0.02},
      {"school", {1.60, 0.70, 0.25}, 0.04},   {"and", {0.30, -0.22, 0.10}, 0.01},
      {"the", {0.12, -0.33, 0.31}, 0.02},     {"library", {0.10, -1.45, 0.75}, 0.09},
      {"[SEP]", {-0.02, -0.12, 0.50}, 0.02},
  };
  return list;
}

}  // namespace

Camera bakery_camera() {
  Camera camera;
  camera.focal_point = {0.03, -0.25, -0.3};
  camera.position = {2.4, 1.9, 7.0};
  camera.view_angle = 27;
  return camera;
}

Scene bakery_scene(const std::string& theme, const std::string& background) {
  Scene scene;
  scene.theme = make_theme(theme, "cividis", background);
  scene.title = "“bakery” reads its sentence · MiniLM layer 5 head 3 · pairwise softmax";
  scene.finding = "inside the hull; 41 % from bakery, 33 % from [CLS], 9 % from library";
  scene.camera = bakery_camera();
  const Vec3 output{-0.62, 0.02, 0.31};

  TokenCloud cloud{"tokens", {}};
  EdgeSet edges{"weights", {}};
  for (std::size_t i = 0; i < tokens().size(); ++i) {
    const Token& token = tokens()[i];
    const bool query = std::string(token.text) == "bakery";
    const bool minor = token.weight < 0.03;
    cloud.points.push_back({token.position, minor ? 6.0 : 10.0,
                            query   ? Role::query
                            : minor ? Role::minor
                                    : Role::key,
                            Glyph::sphere, token_subject(static_cast<int>(i))});
    if (query) {
      cloud.points.push_back(
          {token.position, 16, Role::query, Glyph::ring, token_subject(static_cast<int>(i))});
    }
    edges.edges.push_back({output, token.position, std::max(0.5, 14 * token.weight / 0.41),
                           token.weight, std::nullopt, false, 1,
                           edge_subject(2, static_cast<int>(i))});
    scene.labels.push_back({token.position,
                            {{token.text, query, false}},
                            token.weight,
                            query ? 17.0 : 10.0,
                            1,
                            Role::ink,
                            {token_subject(static_cast<int>(i))},
                            {}});
  }
  cloud.points.push_back({output, 11, Role::output_inside, Glyph::diamond});
  scene.clouds.push_back(cloud);
  scene.edges.push_back(edges);

  HullSet hull;
  hull.name = "values";
  for (const int i : {2, 4, 6, 9}) {
    hull.points.push_back(tokens()[i].position);
  }
  hull.triangles = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}};
  hull.edges = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  scene.hulls.push_back(hull);

  scene.legend.title = "weight";
  scene.legend.color_map = "cividis";
  scene.legend.minimum = 0;
  scene.legend.maximum = 0.41;
  scene.legend.ticks = {0, 0.1, 0.2, 0.3, 0.4};
  scene.legend.rows = {{Role::query, Glyph::sphere, false, false, "query"},
                       {Role::key, Glyph::sphere, false, false, "key"},
                       {Role::output_inside, Glyph::diamond, false, false, "output"},
                       {Role::hull, std::nullopt, false, true, "hull of the values"}};
  return scene;
}

}  // namespace baryscope
