#include "app/gui/window/drop_reaction.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/window_host.h"

namespace baryscope {

DropReaction::DropReaction(QWidget& window, const Dispatcher& dispatcher, WindowHost& host)
    : m_dispatcher(dispatcher), m_host(host) {
  window.setAcceptDrops(true);
  window.installEventFilter(this);
}

bool DropReaction::eventFilter(QObject* /*watched*/, QEvent* event) {
  if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop) return false;
  auto* drop = static_cast<QDropEvent*>(event);
  const QMimeData& dropped = *drop->mimeData();
  if (event->type() == QEvent::DragEnter) {
    if (dropped.hasUrls() || dropped.hasText()) drop->acceptProposedAction();
    return true;
  }
  if (dropped.hasUrls() && dropped.urls().first().isLocalFile()) {
    m_host.open(dropped.urls().first().toLocalFile());
  } else if (dropped.hasText()) {
    m_dispatcher.set_option("text", dropped.text().trimmed());
  }
  drop->acceptProposedAction();
  return true;
}

}  // namespace baryscope
