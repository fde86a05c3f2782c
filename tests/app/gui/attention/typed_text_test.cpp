// What is typed without Enter: read by every model once the keys rest, and never lost.
#include <QLineEdit>
#include <QToolButton>

#include "app/gui/attention/head_grid.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/attention/token_chip.h"
#include "app/gui/widgets/message_bar.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class TypedTextTest : public WindowTest {
 protected:
  QLineEdit* field() { return attention().sentence().field(); }
  QLineEdit* pair() { return window->findChild<QLineEdit*>("text-b"); }
  void type(QLineEdit* line, const char* text) {
    QTest::mouseClick(line, Qt::LeftButton);
    line->selectAll();
    QTest::keyClicks(line, text);
  }
  void click_head(int layer, int head) {
    HeadGrid* grid = attention().head_panel().grid();
    QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cell_center(layer, head));
  }
};

TEST_F(TypedTextTest, APretrainedModelReadsOnceTheKeysRest) {
  const std::string before = option("text");
  type(field(), "a cat sat");
  EXPECT_EQ(option("text"), before) << "not with every key";
  ASSERT_TRUE(wait([&] { return analysis().request.text == "a cat sat"; }));
  EXPECT_EQ(field()->text(), "a cat sat");
  EXPECT_TRUE(field()->hasFocus());
  QTest::keyClicks(field(), " down");
  EXPECT_EQ(field()->text(), "a cat sat down") << "the cursor was moved";
  ASSERT_TRUE(wait([&] { return analysis().request.text == "a cat sat down"; }));
  window->frame().scene().setFocus();
  ASSERT_TRUE(window->session().undo());
  EXPECT_EQ(option("text"), before) << "typing is one step of history";
  EXPECT_EQ(field()->text().toStdString(), before);
}

TEST_F(TypedTextTest, AHeadThatIsClickedReadsIt) {
  type(field(), "a dog sat");
  click_head(2, 7);
  EXPECT_EQ(option("text"), "a dog sat");
  ASSERT_TRUE(wait([&] { return analysis().request.text == "a dog sat" && analysis().head == 7; }));
  EXPECT_EQ(field()->text(), "a dog sat");
}

TEST_F(TypedTextTest, TheSecondSentenceIsReadTheSameWay) {
  QTest::mouseClick(window->findChild<QToolButton*>("pair-button"), Qt::LeftButton);
  ASSERT_TRUE(pair()->isVisible());
  QTest::keyClicks(pair(), "it slept");
  click_head(1, 1);
  EXPECT_EQ(option("text-b"), "it slept");
  EXPECT_EQ(pair()->text(), "it slept");
  ASSERT_TRUE(wait([&] { return analysis().request.text_b == "it slept"; }));
  pair()->setFocus();
  QTest::keyClicks(pair(), " well");
  ASSERT_TRUE(wait([&] { return analysis().request.text_b == "it slept well"; }));
}

TEST_F(TypedTextTest, ASecondSentenceThatIsTakenAwayComesBack) {
  auto* button = window->findChild<QToolButton*>("pair-button");
  QTest::mouseClick(button, Qt::LeftButton);
  QTest::keyClicks(pair(), "it slept");
  QTest::keyClick(pair(), Qt::Key_Return);
  ASSERT_EQ(option("text-b"), "it slept");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_FALSE(pair()->isVisible());
  EXPECT_EQ(option("text-b"), "");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_TRUE(pair()->isVisible());
  EXPECT_EQ(pair()->text(), "it slept");
  EXPECT_EQ(option("text-b"), "it slept");
  QTest::mouseClick(button, Qt::LeftButton);
  ASSERT_TRUE(idle());
  ASSERT_TRUE(window->session().undo());
  EXPECT_TRUE(pair()->isVisible());
  EXPECT_EQ(pair()->text(), "it slept");
  EXPECT_EQ(option("text-b"), "it slept");
}

TEST_F(TypedTextTest, ASecondSentenceThatIsNotReadYetComesBackToo) {
  auto* button = window->findChild<QToolButton*>("pair-button");
  QTest::mouseClick(button, Qt::LeftButton);
  QTest::keyClicks(pair(), "it slept");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_FALSE(pair()->isVisible());
  EXPECT_EQ(option("text-b"), "");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_EQ(pair()->text(), "it slept");
  ASSERT_TRUE(wait([&] { return analysis().request.text_b == "it slept"; }));
}

TEST_F(TypedTextTest, ALongTextIsNotCut) {
  const QString text(40000, QLatin1Char('a'));
  for (QLineEdit* line : {field(), pair()}) {
    EXPECT_GE(line->maxLength(), 16'000'000);
    line->setText(text);
    EXPECT_EQ(line->text().size(), text.size());
  }
}

TEST_F(TypedTextTest, BlankTextIsNotReadWhileItIsTyped) {
  const std::string before = option("text");
  type(field(), " ");
  QTest::qWait(600);
  EXPECT_EQ(option("text"), before);
  EXPECT_TRUE(window->frame().message().text().isEmpty());
  EXPECT_EQ(field()->text(), " ") << "it is still being typed";
}

TEST_F(TypedTextTest, TextThatCannotBeReadStaysInItsField) {
  type(field(), "broken text");
  ASSERT_TRUE(wait([&] { return !window->frame().message().text().isEmpty(); }));
  ASSERT_TRUE(idle());
  EXPECT_EQ(field()->text(), "broken text");
  EXPECT_NE(analysis().request.text, "broken text");
  QTest::keyClick(field(), Qt::Key_End);
  for (int i = 0; i < 12; ++i) QTest::keyClick(field(), Qt::Key_Backspace);
  QTest::keyClicks(field(), "whole text");
  ASSERT_TRUE(wait([&] { return analysis().request.text == "whole text"; }));
}

TEST_F(TypedTextTest, TextFromElsewhereTakesThePlaceOfWhatWaits) {
  type(field(), "half a sen");
  window->session().set_option("text", "quite another one");
  EXPECT_EQ(field()->text(), "quite another one");
  QTest::qWait(600);
  EXPECT_EQ(option("text"), "quite another one");
}

}  // namespace
}  // namespace baryscope
