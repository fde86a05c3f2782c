#include "app/gui/widgets/text_fit.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

#include "app/gui/widgets/call_later.h"

namespace baryscope {
namespace {

/// Watches its parent.
class TextFit : public QObject {
 public:
  TextFit(QWidget& widget, const std::function<void()>& fit)
      : QObject(&widget), m_later(*this, fit) {
    widget.installEventFilter(this);
    fit();
  }

  bool eventFilter(QObject* /*watched*/, QEvent* event) override {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) m_later.ask();
    return false;
  }

 private:
  CallLater m_later;
};

}  // namespace

void fit_to_text(QWidget& widget, const std::function<void()>& fit) { new TextFit(widget, fit); }

void scale_text(QWidget& widget, double share) {
  fit_to_text(widget, [&widget, share] {
    QFont font;  // says its size only: all else stays the window's
    font.setPointSizeF(QApplication::font().pointSizeF() * share);
    widget.setFont(font);
  });
}

}  // namespace baryscope
