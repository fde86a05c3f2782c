#include "app/gui/window/status_row.h"

#include <QEvent>
#include <QLabel>
#include <QMainWindow>
#include <QStatusBar>
#include <algorithm>

#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr int k_notice_ms = 6000;

}  // namespace

/// What has no room ends with "…"; a number that is cut would be read as another one.
class FindingLine : public QLabel {
 public:
  void show_whole(const QString& text) {
    m_whole = text;
    setAccessibleDescription(text);
    fit();
  }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QLabel::resizeEvent(event);
    fit();
  }
  void changeEvent(QEvent* event) override {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
  }

 private:
  void fit() {
    constexpr int k_beside = 18;  // the style's padding
    setText(fontMetrics().elidedText(m_whole, Qt::ElideRight, std::max(0, width() - k_beside)));
  }

  QString m_whole;
};

StatusRow::StatusRow(QMainWindow& window)
    : m_window(window), m_finding(new FindingLine), m_progress(new ProgressRow) {
  m_finding->setTextFormat(Qt::PlainText);  // a token may be "<s>"
  m_finding->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_finding->setAccessibleName(tr("Finding"));
  m_finding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  window.statusBar()->setSizeGripEnabled(false);
  window.statusBar()->addWidget(m_finding, 1);
  window.statusBar()->addPermanentWidget(m_progress);
  m_progress->polish();  // else the line would grow by a pixel when it first shows
}

void StatusRow::show_finding(const QString& finding, const QString& tip) {
  m_finding->show_whole(finding);
  m_finding->setToolTip(tip);
}

void StatusRow::show_notice(const QString& text) {
  m_window.statusBar()->showMessage(text, k_notice_ms);
}

}  // namespace baryscope
