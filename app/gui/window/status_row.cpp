#include "app/gui/window/status_row.h"

#include <QLabel>
#include <QMainWindow>
#include <QStatusBar>

#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr int k_notice_ms = 6000;

}  // namespace

StatusRow::StatusRow(QMainWindow& window)
    : m_window(window), m_finding(new QLabel), m_progress(new ProgressRow) {
  m_finding->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_finding->setAccessibleName(tr("Finding"));
  m_finding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  window.statusBar()->setSizeGripEnabled(false);
  window.statusBar()->addWidget(m_finding, 1);
  window.statusBar()->addPermanentWidget(m_progress);
  m_progress->polish();  // else the line would grow by a pixel when it first shows
}

void StatusRow::show_finding(const QString& finding, const QString& tip) {
  m_finding->setText(finding);
  m_finding->setToolTip(tip);
}

void StatusRow::show_notice(const QString& text) {
  m_window.statusBar()->showMessage(text, k_notice_ms);
}

}  // namespace baryscope
