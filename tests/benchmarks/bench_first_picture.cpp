// From process start to a first picture without a model: bench_first_picture OUTPUT.png
// The program's own walk (its libraries, a context, shaders, text, PNG) on a scene of four points.
#include <cstdio>

#include "app/session/view_library.h"
#include "core/base/atomic_file.h"
#include "viz/export/png.h"
#include "viz/scene/scene.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench_first_picture OUTPUT.png\n");
    return 2;
  }
  using namespace baryscope;
  Scene scene;
  scene.title = "Four values and their hull";
  scene.theme = make_theme("light", "cividis", "theme");
  TokenCloud cloud{"values", {}};
  HullSet hull;
  hull.points = {{-1, -1, -1}, {1, -1, 0.5}, {0, 1, -0.5}, {0, 0, 1}};
  hull.triangles = {{0, 1, 2}, {0, 3, 1}, {1, 3, 2}, {2, 3, 0}};
  hull.edges = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  for (const Vec3& point : hull.points) {
    ScenePoint value;
    value.position = point;
    value.role = Role::key;
    cloud.points.push_back(value);
    SceneLabel label;
    label.anchor = point;
    label.spans = {{"value"}};
    scene.labels.push_back(label);
  }
  scene.clouds.push_back(cloud);
  scene.hulls.push_back(hull);
  scene.camera.position = {0, 0, 8};
  write_file(argv[1], to_png(draw_image(scene, scene.camera, 1000, 600, 1), {}));
  return 0;
}
