#include <QApplication>
#include <QComboBox>
#include <QWheelEvent>

#include "tests/app/gui/window_fixture.h"

namespace baryscope {
namespace {

using testing::WindowTest;

void turn_wheel(QWidget& widget, int notches) {
  const QPointF middle = QRectF(widget.rect()).center();
  QWheelEvent event(middle, widget.mapToGlobal(middle), {}, QPoint(0, -120 * notches), Qt::NoButton,
                    Qt::NoModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

class WheelGuardTest : public WindowTest {
 protected:
  QComboBox* chooser(const char* name) { return window->findChild<QComboBox*>(name); }
};

TEST_F(WheelGuardTest, ScrollingOverAChooserNeitherChangesItNorGivesItTheFocus) {
  window->frame().scene().setFocus();
  for (const char* name : {"option-causal", "mechanism-picker", "model-picker", "option-select"}) {
    QComboBox* box = chooser(name);
    ASSERT_NE(box, nullptr) << name;
    const QString before = box->currentText();
    for (int notch = 0; notch < 3; ++notch) turn_wheel(*box, 1);
    EXPECT_EQ(box->currentText(), before) << name;
    EXPECT_FALSE(box->hasFocus()) << name;
  }
  EXPECT_EQ(option("causal"), "auto");
}

TEST_F(WheelGuardTest, WhereItHasTheFocusTheWheelTurnsIt) {
  QComboBox* box = chooser("option-causal");
  box->setFocus();
  ASSERT_TRUE(wait([&] { return box->hasFocus(); }));
  turn_wheel(*box, 1);
  EXPECT_TRUE(wait([&] { return option("causal") != "auto"; }));
}

}  // namespace
}  // namespace baryscope
