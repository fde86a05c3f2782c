// The progress in the status bar, and what it leaves in the hand.
#include "app/gui/window/progress_row.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/message_stack.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

class ProgressRowTest : public WindowTest {
 protected:
  QPushButton* cancel() { return window->findChild<QPushButton*>("cancel"); }
  ProgressRow& row() { return dynamic_cast<ProgressRow&>(*cancel()->parentWidget()); }
};

TEST_F(ProgressRowTest, ItsPartsStandBesideEachOther) {
  ASSERT_TRUE(idle());
  const auto* bar = row().findChild<QProgressBar*>();
  for (const char* step : {"", "reading the text", "film.mp4: frame 17 of 180, 12 s left", "x"}) {
    *step == '\0' ? row().start() : row().report(0.5, QString::fromLatin1(step));
    ASSERT_TRUE(wait([&] { return row().isVisible(); }));
    EXPECT_TRUE(wait([&] {
      return row().width() >= row().minimumSizeHint().width() &&
             bar->geometry().right() < cancel()->geometry().left();
    })) << step
        << ": " << row().width() << " of " << row().minimumSizeHint().width();
  }
  row().finish();
}

TEST_F(ProgressRowTest, AButtonThatGoesPutsNoFieldIntoTheHand) {
  ASSERT_TRUE(idle());
  row().report(0.5, QStringLiteral("x"));
  ASSERT_TRUE(wait([&] { return row().isVisible(); }));
  cancel()->setFocus();
  row().finish();
  EXPECT_EQ(qobject_cast<QLineEdit*>(QApplication::focusWidget()), nullptr);

  auto* bar = new MessageBar;
  bar->add_answer(QStringLiteral("Close"), {}, [bar] { bar->hide(); });
  window->frame().messages().add(bar);
  bar->show_message(QStringLiteral("written"));
  auto* close = bar->findChild<QPushButton*>();
  close->setFocus();
  close->click();
  EXPECT_FALSE(bar->isVisible());
  EXPECT_EQ(qobject_cast<QLineEdit*>(QApplication::focusWidget()), nullptr);
  delete bar;
}

}  // namespace
}  // namespace baryscope
