// How the picture is drawn: the panel's choices are those of the view that is shown.
#include "app/gui/window/drawing_panel.h"

#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::all_own;
using testing::WindowTest;

TEST_F(WindowTest, TheDrawingPanelHasTheChoicesOfTheViewThatIsShown) {
  const auto offers = [&](const char* id) {
    const auto forms = all_own<OptionForm>(&window->shared_docks().drawing());
    return forms.front()->editor(id) != nullptr;
  };
  EXPECT_TRUE(offers("view") && offers("threshold") && offers("sinks"));
  EXPECT_FALSE(offers("step"));
  window->session().set_option("view", "samples");
  ASSERT_TRUE(wait([&] { return samples().active(); }));
  EXPECT_TRUE(offers("view") && offers("step") && offers("sample"));
  EXPECT_FALSE(offers("threshold"));
}

}  // namespace
}  // namespace baryscope
