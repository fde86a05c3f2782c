#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/error.h"
#include "tests/viz/vtk/bakery_scene.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {
namespace {

// A program of its own, because EGL looks for its drivers once a process.
TEST(RenderImage, SaysWhatIsMissingWithoutEgl) {
  setenv("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent/vendor.json", 1);
  const Scene scene = bakery_scene("light");
  try {
    render_image(scene, scene.camera, 64, 64, 1);
    FAIL() << "drawn without EGL";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("EGL"));
    EXPECT_THAT(error.what(), testing::HasSubstr("libegl1"));
    EXPECT_THAT(error.what(), testing::HasSubstr("libgl1-mesa-dri"));
  }
}

}  // namespace
}  // namespace baryscope
