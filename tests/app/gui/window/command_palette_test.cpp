#include "app/gui/window/command_palette.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>

#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

TEST_F(WindowTest, ThePaletteRunsACommand) {
  QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window->findChild<QDialog*>("palette");
  ASSERT_NE(palette, nullptr);
  auto* field = palette->findChild<QLineEdit*>();
  QTest::keyClicks(field, "next head");
  QTest::keyClick(field, Qt::Key_Return);
  ASSERT_TRUE(wait([&] { return analysis().head == 4; }));
}

TEST_F(WindowTest, ThePaletteSaysWhereNothingMatches) {
  QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window->findChild<QDialog*>("palette");
  ASSERT_NE(palette, nullptr);
  auto* nothing = palette->findChild<QLabel*>("palette-nothing");
  ASSERT_NE(nothing, nullptr);
  EXPECT_EQ(nothing->text(), "Nothing matches");
  EXPECT_FALSE(nothing->isVisible());
  auto* field = palette->findChild<QLineEdit*>();
  QTest::keyClicks(field, "xyz");
  EXPECT_TRUE(nothing->isVisible());
  field->setText("set layer 3");
  EXPECT_FALSE(nothing->isVisible());
}

}  // namespace
}  // namespace baryscope
