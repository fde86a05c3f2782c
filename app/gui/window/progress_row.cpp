#include "app/gui/window/progress_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>
#include <cmath>

namespace baryscope {

ProgressRow::ProgressRow(QWidget* parent)
    : QWidget(parent),
      m_step(new QLabel),
      m_bar(new QProgressBar),
      m_cancel(new QPushButton(tr("Cancel"))) {
  setObjectName(QStringLiteral("progress-row"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 2, 8, 2);
  row->setSpacing(8);
  row->addWidget(m_step);
  row->addWidget(m_bar);
  row->addWidget(m_cancel);
  m_bar->setFixedWidth(140);
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 1000);
  m_bar->setAccessibleName(tr("Progress"));
  m_cancel->setObjectName(QStringLiteral("cancel"));
  m_cancel->setToolTip(tr("Stop the computation; the picture stays as it is (Esc)"));
  connect(m_cancel, &QPushButton::clicked, this, [this] {
    if (on_cancel) on_cancel();
  });
  m_delay.setSingleShot(true);
  m_delay.setInterval(300);
  connect(&m_delay, &QTimer::timeout, this, [this] { show(); });
  hide();
}

/// As wide as its words at once: the status bar gives it the room of those before.
bool ProgressRow::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest) {
    polish();
    setMinimumWidth(layout()->totalSizeHint().width());
  }
  return done;
}

void ProgressRow::polish() {
  for (QWidget* each : {static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_bar),
                        static_cast<QWidget*>(m_cancel)}) {
    each->ensurePolished();
  }
}

void ProgressRow::start(const QString& step) {
  if (m_working) return;
  m_working = true;
  m_bar->setRange(0, 0);
  m_step->setText(step);
  m_delay.start();
}

void ProgressRow::report(double fraction, const QString& step) {
  start();
  m_bar->setRange(0, 1000);
  m_bar->setValue(static_cast<int>(std::lround(1000 * std::clamp(fraction, 0.0, 1.0))));
  m_step->setText(step);
}

void ProgressRow::finish() {
  m_working = false;
  m_delay.stop();
  m_cancel->clearFocus();  // hidden with it, Qt would put the next field into the hand
  hide();
}

}  // namespace baryscope
