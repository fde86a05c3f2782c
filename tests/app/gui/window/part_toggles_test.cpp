// What is shown, as ticks in the Drawing panel and in the View menu.
#include <QAction>
#include <QCheckBox>
#include <QSlider>

#include "app/gui/widgets/option_slider.h"
#include "app/gui/window/drawing_panel.h"
#include "app/gui/window/menus.h"
#include "tests/app/gui/own_widgets.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class PartTogglesTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    ASSERT_TRUE(idle());
    window->findChild<QWidget*>("dock-drawing")->raise();
    QTest::qWait(30);
  }
  QCheckBox* box(const char* part) {
    return window->findChild<QCheckBox*>(QStringLiteral("part-") + QString::fromLatin1(part));
  }
  QAction* action(const char* part) {
    return window->findChild<QAction*>(QStringLiteral("toggle-") + QString::fromLatin1(part));
  }
  void click(const char* part) {
    QTest::mouseClick(box(part), Qt::LeftButton, {}, {8, box(part)->height() / 2});
    EXPECT_TRUE(idle());
  }
};

TEST_F(PartTogglesTest, TheTicksSayWhatIsShown) {
  EXPECT_TRUE(box("edges")->isChecked());
  EXPECT_FALSE(box("axes")->isChecked());
  EXPECT_TRUE(box("title")->isChecked());
  click("axes");
  EXPECT_TRUE(box("axes")->isChecked());
  EXPECT_TRUE(action("axes")->isChecked());
  EXPECT_EQ(option("show"), "axes");
  EXPECT_TRUE(window->session().current()->scene->axes.visible);
  click("edges");
  EXPECT_FALSE(box("edges")->isChecked());
  EXPECT_EQ(option("hide"), "edges");
  click("edges");
  EXPECT_EQ(option("hide"), "");
  click("title");
  EXPECT_TRUE(window->session().current()->scene->title.empty());
  click("title");
  EXPECT_FALSE(window->session().current()->scene->title.empty());
}

TEST_F(PartTogglesTest, TheMenuAndTheKeysTickTheSameList) {
  QTest::keyClick(window.get(), Qt::Key_L);
  ASSERT_TRUE(idle());
  EXPECT_FALSE(box("labels")->isChecked());
  EXPECT_FALSE(action("labels")->isChecked());
  action("labels")->trigger();
  ASSERT_TRUE(idle());
  EXPECT_TRUE(box("labels")->isChecked());
  EXPECT_TRUE(action("labels")->isChecked());
  window->session().set_option("title", "off");
  ASSERT_TRUE(idle());
  EXPECT_FALSE(box("title")->isChecked());
  click("title");
  EXPECT_EQ(option("title"), "on");
}

TEST_F(PartTogglesTest, WhatCanDoNothingIsGreyAndSaysWhy) {
  for (const char* part : {"triangles", "regions"}) {
    EXPECT_FALSE(box(part)->isEnabled()) << part;
    EXPECT_FALSE(box(part)->isChecked()) << part;
    EXPECT_FALSE(action(part)->isEnabled()) << part;
    EXPECT_TRUE(box(part)->toolTip().contains("Not in this picture")) << part;
  }
  window->session().set_option("mechanism", "two-simplicial");
  ASSERT_TRUE(wait([&] { return box("triangles")->isEnabled(); }));
  EXPECT_TRUE(box("triangles")->isChecked());
  EXPECT_FALSE(box("triangles")->toolTip().contains("Not in this picture"));
  window->session().set_options({{"view", "samples"}, {"n-samples", "80"}});
  ASSERT_TRUE(wait([&] { return samples().active() && box("regions")->isEnabled(); }));
  ASSERT_TRUE(idle());
  EXPECT_FALSE(box("hull")->isEnabled());
  EXPECT_TRUE(box("axes")->isChecked());
}

TEST_F(PartTogglesTest, NumbersThatAreSoughtByEyeHaveSliders) {
  const auto drag = [&](const char* id, double share) {
    auto* slider = window->findChild<QSlider*>(QStringLiteral("slider-") + QString::fromLatin1(id));
    ASSERT_NE(slider, nullptr) << id;
    const std::string before = option(id);
    slider->setValue(static_cast<int>(share * slider->maximum()));
    ASSERT_TRUE(wait([&] { return option(id) != before; })) << id;
    ASSERT_TRUE(idle());
  };
  drag("threshold", 0.3);
  EXPECT_EQ(option("threshold"), "0.15");
  drag("temperature", 0.8);
  for (const auto& [mechanism, ids] : std::vector<std::pair<std::string, std::vector<const char*>>>{
           {"differential", {"lambda"}},
           {"affine", {"affine-a", "affine-b"}},
           {"dipole-v2", {"a-plus", "a-minus"}}}) {
    window->session().set_option("mechanism", mechanism);
    ASSERT_TRUE(idle());
    for (const char* id : ids) drag(id, 0.3);
  }
  EXPECT_EQ(option("lambda"), "0.6");
}

TEST_F(WindowTest, TheViewMenuTicksTheThemeThatIsInUse) {
  const auto ticked = [&](const char* theme) {
    return window->findChild<QAction*>(QStringLiteral("theme-") + theme)->isChecked();
  };
  EXPECT_TRUE(ticked("auto"));
  ASSERT_TRUE(window->dispatcher().run_line("theme-dark"));
  ASSERT_TRUE(wait([&] { return ticked("dark"); }));
  EXPECT_FALSE(ticked("auto"));
  EXPECT_FALSE(ticked("light"));
  window->findChild<QAction*>(QStringLiteral("theme-dark"))->trigger();
  EXPECT_TRUE(ticked("dark"));
  ASSERT_TRUE(window->dispatcher().run_line("theme-auto"));
}

}  // namespace
}  // namespace baryscope
