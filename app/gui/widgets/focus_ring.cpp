#include "app/gui/widgets/focus_ring.h"

#include <QEvent>
#include <QPainter>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr int k_thickness = 2;

}  // namespace

FocusRing::FocusRing(QWidget& widget) : QWidget(&widget) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  widget.installEventFilter(this);
  fit();
  setVisible(widget.hasFocus());
}

void FocusRing::fit() {
  setGeometry(parentWidget()->rect());
  // The middle stays the parent's: nothing is composed there.
  setMask(QRegion(rect()) -
          QRegion(rect().adjusted(k_thickness, k_thickness, -k_thickness, -k_thickness)));
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  if (watched != parentWidget()) return false;
  if (event->type() == QEvent::Resize) fit();
  if (event->type() == QEvent::FocusIn) {
    show();
    raise();
  }
  if (event->type() == QEvent::FocusOut) hide();
  return false;
}

void FocusRing::paintEvent(QPaintEvent* /*event*/) {
  QPainter(this).fillRect(rect(), window_colors().accent);
}

}  // namespace baryscope
