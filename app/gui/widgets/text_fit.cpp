#include "app/gui/widgets/text_fit.h"

#include <QApplication>
#include <QEvent>
#include <QMetaObject>
#include <QWidget>
#include <utility>

namespace baryscope {
namespace {

/// Watches its parent.
class TextFit : public QObject {
 public:
  TextFit(QWidget& widget, std::function<void()> fit) : QObject(&widget), m_fit(std::move(fit)) {
    widget.installEventFilter(this);
    m_fit();
  }

  bool eventFilter(QObject* /*watched*/, QEvent* event) override {
    const bool changed =
        event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange;
    if (!changed || std::exchange(m_waiting, true)) return false;
    QMetaObject::invokeMethod(
        this,
        [this] {
          m_waiting = false;
          m_fit();
        },
        Qt::QueuedConnection);
    return false;
  }

 private:
  std::function<void()> m_fit;
  bool m_waiting = false;
};

}  // namespace

void fit_to_text(QWidget& widget, std::function<void()> fit) {
  new TextFit(widget, std::move(fit));
}

void scale_text(QWidget& widget, double share) {
  fit_to_text(widget, [&widget, share] {
    QFont font;  // says its size only: all else stays the window's
    font.setPointSizeF(QApplication::font().pointSizeF() * share);
    widget.setFont(font);
  });
}

}  // namespace baryscope
