#include "app/gui/widgets/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QSlider>

namespace baryscope {
namespace {

/// Null for what holds no value.
QWidget* value_holder(QObject* watched) {
  if (auto* box = qobject_cast<QComboBox*>(watched)) return box;
  if (auto* field = qobject_cast<QAbstractSpinBox*>(watched)) return field;
  return qobject_cast<QSlider*>(watched);
}

}  // namespace

WheelGuard::WheelGuard(QObject* parent) : QObject(parent) { qApp->installEventFilter(this); }

bool WheelGuard::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::Wheel && event->type() != QEvent::Polish) return false;
  QWidget* holder = value_holder(watched);
  if (holder == nullptr) return false;
  if (event->type() == QEvent::Polish) {
    if (holder->focusPolicy() == Qt::WheelFocus) holder->setFocusPolicy(Qt::StrongFocus);
    return false;
  }
  if (holder->hasFocus()) return false;
  event->ignore();  // the panel around it scrolls
  return true;
}

}  // namespace baryscope
