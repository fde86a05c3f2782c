#include "app/gui/window/space_guard.h"

#include <QApplication>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMainWindow>

#include "app/gui/scene/scene_widget.h"

namespace baryscope {

SpaceGuard::SpaceGuard() { qApp->installEventFilter(this); }

bool SpaceGuard::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ShortcutOverride) return false;
  if (watched != QApplication::focusWidget()) return false;  // goes on to its parents
  const auto* key = static_cast<const QKeyEvent*>(event);
  if (key->key() != Qt::Key_Space || key->modifiers() != Qt::NoModifier) return false;
  const bool plays = dynamic_cast<SceneWidget*>(watched) != nullptr ||
                     qobject_cast<QMainWindow*>(watched) != nullptr ||
                     qobject_cast<QDockWidget*>(watched) != nullptr;
  if (plays) return false;
  event->accept();
  return true;
}

}  // namespace baryscope
