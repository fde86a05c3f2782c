// An outline as it is drawn: the edges that bound what the eye sees of a set, and no others.
#include "tests/viz/vtk/picture_checks.h"

namespace baryscope {
namespace {

/// The square [−1, 1]² as the middle cut of an octahedron, whose tips look at the eye and away.
Scene octahedron(bool outline, bool orthographic) {
  Scene scene = front_scene();
  HullSet& hull = scene.hulls.emplace_back();
  hull.points = {{1, 1, 0}, {-1, 1, 0}, {-1, -1, 0}, {1, -1, 0}, {0, 0, 1}, {0, 0, -1}};
  for (int corner = 0; corner < 4; ++corner) {
    const int next = (corner + 1) % 4;
    for (const int tip : {4, 5}) {
      hull.triangles.push_back({corner, next, tip});
      hull.edges.push_back({corner, tip});
    }
    hull.edges.push_back({corner, next});
  }
  hull.role = Role::ink;
  hull.outline = outline;
  hull.face_opacity = 0;
  hull.edge_opacity = 1;
  hull.edge_width = 4;
  if (!orthographic) {
    scene.camera.orthographic = false;
    scene.camera.position = {0, 0, 8};
    scene.camera.view_angle = 30;
  }
  return scene;
}

bool has_ink(const Scene& scene, const Image& image, Vec3 at) {
  const ScreenPoint place = baryscope::place(scene, at);
  return difference(pixel(image, place.x, place.y), Color{1, 1, 1, 1}) > 0.5;
}

TEST(OutlinePicture, OnlyTheRimIsDrawn) {
  for (const bool orthographic : {true, false}) {
    for (const bool outline : {true, false}) {
      const Scene scene = octahedron(outline, orthographic);
      const Image image = drawn(scene);
      for (const Vec3& rim :
           {Vec3{1, 0.3, 0}, Vec3{-1, 0.3, 0}, Vec3{0.3, 1, 0}, Vec3{0.3, -1, 0}}) {
        EXPECT_TRUE(has_ink(scene, image, rim));
      }
      // On the edge from a corner to the tip that looks at the eye.
      EXPECT_EQ(has_ink(scene, image, {0.5, 0.5, 0.5}), !outline) << orthographic;
    }
  }
}

TEST(OutlinePicture, FromElsewhereItIsAnotherOne) {
  Scene scene = octahedron(true, true);
  scene.camera.position = {10, 0, 0};
  const Image image = drawn(scene);
  // Seen along x the tips are corners of the outline.
  EXPECT_TRUE(has_ink(scene, image, {0, 0.5, 0.5}));
  EXPECT_TRUE(has_ink(scene, image, {0, -0.5, -0.5}));
  EXPECT_FALSE(has_ink(scene, image, {1, 0, 0}));
}

}  // namespace
}  // namespace baryscope
