// The mouse, the wheel and the arrow keys of SceneWidget, and what lies under the cursor.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "app/gui/scene/scene_widget.h"

namespace baryscope {
namespace {

constexpr double k_click_pixels = 4;

}  // namespace

std::optional<Pick> SceneWidget::pick_at(QPointF point) const {
  if (m_scene == nullptr || m_morph != nullptr) return std::nullopt;
  return find_pick(*m_scene, m_shown, viewport(), point.x(), point.y());
}

void SceneWidget::mousePressEvent(QMouseEvent* event) {
  m_press = m_last = event->position();
  m_dragged = false;
  const Qt::KeyboardModifiers keys = event->modifiers();
  if (event->button() == Qt::MiddleButton) {
    m_drag = Drag::pan;
  } else if (event->button() == Qt::LeftButton) {
    m_drag = keys.testFlag(Qt::ShiftModifier)     ? Drag::pan
             : keys.testFlag(Qt::ControlModifier) ? Drag::roll
                                                  : Drag::rotate;
  }
  m_hover.stop();
  QToolTip::hideText();
}

void SceneWidget::mouseMoveEvent(QMouseEvent* event) {
  m_cursor = event->position();
  if (m_drag == Drag::none) {
    m_hover.start();
    return;
  }
  if (!m_dragged && (m_cursor - m_press).manhattanLength() < k_click_pixels) return;
  if (!m_dragged) {
    m_dragged = true;
    m_flying = false;
    setCursor(m_drag == Drag::pan ? Qt::SizeAllCursor : Qt::ClosedHandCursor);
  }
  const QPointF step = m_cursor - m_last;
  const Viewport area = viewport();
  Camera camera = m_shown;
  if (m_drag == Drag::rotate) {
    camera = rotated(camera, step.x(), step.y(), area);
  } else if (m_drag == Drag::pan) {
    camera = panned(camera, step.x(), step.y(), area);
  } else {
    const QPointF center(width() / 2.0, height() / 2.0);
    const QPointF a = m_last - center, b = m_cursor - center;
    const double turn = std::atan2(b.y(), b.x()) - std::atan2(a.y(), a.x());
    camera = rolled(
        camera, std::remainder(turn, 2 * 3.14159265358979323846) * 180 / 3.14159265358979323846);
  }
  m_last = m_cursor;
  control().drag(camera);
  m_shown = camera;
  moved();
}

void SceneWidget::mouseReleaseEvent(QMouseEvent* event) {
  if (m_drag == Drag::none) return;
  const bool click = !m_dragged && event->button() == Qt::LeftButton;
  m_drag = Drag::none;
  unsetCursor();
  if (click) {
    if (on_pick) on_pick(pick_at(event->position()));
  } else {
    control().commit();
  }
}

void SceneWidget::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const std::optional<Pick> pick = pick_at(event->position());
  if (!pick) return;
  control().go(focused_on(control().camera(), pick->place));
  move_to(control().camera());
}

void SceneWidget::wheelEvent(QWheelEvent* event) {
  if (m_scene == nullptr) return;
  m_flying = false;
  m_shown = zoomed(m_shown, std::pow(1.1, event->angleDelta().y() / 120.0));
  control().drag(m_shown);
  m_gesture.start();
  moved();
  event->accept();
}

void SceneWidget::keyPressEvent(QKeyEvent* event) {
  QPointF step;
  double factor = 1;
  switch (event->key()) {
    case Qt::Key_Left:
      step = {-15, 0};
      break;
    case Qt::Key_Right:
      step = {15, 0};
      break;
    case Qt::Key_Up:
      step = {0, -15};
      break;
    case Qt::Key_Down:
      step = {0, 15};
      break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      factor = 1.1;
      break;
    case Qt::Key_Minus:
      factor = 1 / 1.1;
      break;
    default:
      QOpenGLWidget::keyPressEvent(event);
      return;
  }
  if (m_scene == nullptr) return;
  m_flying = false;
  const bool pan = event->modifiers().testFlag(Qt::ShiftModifier);
  m_shown = factor != 1 ? zoomed(m_shown, factor)
            : pan       ? panned(m_shown, step.x(), step.y(), viewport())
                        : rotated(m_shown, step.x(), step.y(), viewport());
  control().drag(m_shown);
  m_gesture.start();
  moved();
}

void SceneWidget::leaveEvent(QEvent* event) {
  m_hover.stop();
  QOpenGLWidget::leaveEvent(event);
}

void SceneWidget::show_tip() {
  const std::optional<Pick> pick = pick_at(m_cursor);
  setCursor(pick ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (!pick || !describe_pick) {
    QToolTip::hideText();
    return;
  }
  QToolTip::showText(mapToGlobal(m_cursor.toPoint()), describe_pick(*pick), this);
}

}  // namespace baryscope
