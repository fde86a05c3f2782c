// A native model in the real window: its example, and texts read while they are typed.
#include <QComboBox>
#include <QLineEdit>
#include <QStatusBar>
#include <QTemporaryDir>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/window_fixture.h"
#include "tests/support/native_folder.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class WindowNativeTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    const std::string model = m_folder.path().toStdString() + "/street";
    make_native_folder(model, {"bakery@3", "bakery@4", "school@1", "library@5"},
                       {{"text", "bakery@3 school@1 library@5"}, {"query", "bakery@3"}});
    ASSERT_TRUE(idle());
    window->session().set_option("model", model);
    ASSERT_TRUE(wait([&] { return analysis().tokens.size() == 5; }));
    ASSERT_TRUE(idle());
  }
  QLineEdit* field() { return attention().sentence().field(); }

  QTemporaryDir m_folder;
};

TEST_F(WindowNativeTest, OpensOnItsExample) {
  EXPECT_EQ(field()->text(), "bakery@3 school@1 library@5");
  EXPECT_EQ(option("query"), "bakery@3");
}

TEST_F(WindowNativeTest, AnEditedPositionIsReadAtOnceAndAHalfTypedOneKeepsThePicture) {
  QTest::mouseClick(field(), Qt::LeftButton);
  field()->setCursorPosition(8);
  const auto before = window->session().current();
  QTest::keyClick(field(), Qt::Key_Backspace);
  EXPECT_EQ(field()->text(), "bakery@ school@1 library@5");
  EXPECT_TRUE(window->statusBar()->currentMessage().contains("'bakery@'"))
      << window->statusBar()->currentMessage().toStdString();
  QTest::qWait(100);
  EXPECT_FALSE(window->frame().message().isVisible());
  EXPECT_EQ(window->session().current(), before);
  QTest::keyClick(field(), Qt::Key_4);
  EXPECT_EQ(option("text"), "bakery@4 school@1 library@5");
  EXPECT_EQ(field()->cursorPosition(), 8);
  EXPECT_EQ(window->statusBar()->currentMessage(), "");
  ASSERT_TRUE(wait([&] { return analysis().request.text == "bakery@4 school@1 library@5"; }));
  // The query was "bakery@3", which is no more: it stays at its place.
  EXPECT_EQ(analysis().queries[static_cast<std::size_t>(analysis().focus)].position, 1);
  EXPECT_FALSE(window->frame().message().isVisible());
}

TEST_F(WindowNativeTest, TypingIsOneStepOfUndo) {
  QTest::mouseClick(field(), Qt::LeftButton);
  field()->setCursorPosition(8);
  QTest::keyClick(field(), Qt::Key_Backspace);
  QTest::keyClick(field(), Qt::Key_4);
  field()->setCursorPosition(static_cast<int>(field()->text().size()));
  QTest::keyClicks(field(), " bakery@3");
  EXPECT_EQ(option("text"), "bakery@4 school@1 library@5 bakery@3");
  QTest::keyClick(field(), Qt::Key_Return);
  ASSERT_TRUE(idle());
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
}

TEST_F(WindowNativeTest, AHalfTypedTokenStaysInTheFieldWhateverElseIsClicked) {
  QTest::mouseClick(field(), Qt::LeftButton);
  field()->setCursorPosition(8);
  QTest::keyClick(field(), Qt::Key_Backspace);
  HeadGrid* grid = attention().head_panel().grid();
  QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cell_center(2, 7));
  ASSERT_TRUE(wait([&] { return analysis().head == 7; }));
  EXPECT_EQ(field()->text(), "bakery@ school@1 library@5");
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
}

TEST_F(WindowNativeTest, AnObstacleIsToldAsLongAsItsTextAndItsModelAreThere) {
  const auto type_half_a_token = [&] {
    QTest::mouseClick(field(), Qt::LeftButton);
    field()->setCursorPosition(8);
    QTest::keyClick(field(), Qt::Key_Backspace);
    return window->statusBar()->currentMessage().contains("'bakery@'");
  };
  ASSERT_TRUE(type_half_a_token());
  window->session().set_option("head", "4");  // which leaves text and obstacle
  EXPECT_TRUE(window->statusBar()->currentMessage().contains("'bakery@'"));
  window->session().reset_options();
  ASSERT_TRUE(idle());
  EXPECT_EQ(window->statusBar()->currentMessage().toStdString(), "");
  // Another model reads anything.
  ASSERT_TRUE(window->session().undo());
  ASSERT_TRUE(idle());
  ASSERT_TRUE(type_half_a_token());
  window->session().set_options({{"model", "minilm"}, {"text", option("text")}});
  ASSERT_TRUE(idle());
  EXPECT_EQ(window->statusBar()->currentMessage().toStdString(), "");
}

}  // namespace
}  // namespace baryscope
