// A training that is begun while samples are shown brings its own picture and its panel.
#include <QAction>
#include <QDockWidget>
#include <QTemporaryDir>

#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class TrainingFromSamplesTest : public WindowTest {
 protected:
  void SetUp() override {
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    open({}, {{"view", "samples"}, {"n-samples", "80"}});
    ASSERT_TRUE(wait([&] { return samples().active(); }));
    ASSERT_TRUE(idle());
  }
  void TearDown() override {
    window.reset();
    qunsetenv("XDG_DATA_HOME");
  }

  QTemporaryDir data;
};

TEST_F(TrainingFromSamplesTest, ThePictureFollowsTheTraining) {
  window->dispatcher().run_line("set-training steps 100000");
  window->dispatcher().run_line("start-training");
  ASSERT_TRUE(wait([&] { return !samples().active(); }));
  EXPECT_EQ(option("view"), "space");
  EXPECT_TRUE(wait([&] { return window->findChild<QDockWidget*>("dock-training")->isVisible(); }));
  window->dispatcher().run_line("stop-training");
  ASSERT_TRUE(wait([&] { return !window->session().training()->active(); }));
}

}  // namespace
}  // namespace baryscope
