#include "app/gui/window/window_frame.h"

#include <QMainWindow>
#include <QVBoxLayout>
#include <utility>

#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/message_stack.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/widgets/wheel_guard.h"
#include "app/gui/window/desks.h"
#include "app/gui/window/shared_docks.h"

namespace baryscope {
namespace {

constexpr int k_wide_letters = 190;  // that a window has beside each other

}  // namespace

WindowFrame::WindowFrame(QMainWindow& window, SceneWidget::MakeView make_view)
    : m_window(window),
      m_docks(window),
      m_messages(new MessageStack),
      m_message(new MessageBar),
      m_scene(new SceneWidget(make_view)),
      m_scenes(new PairedScenes(m_scene, std::move(make_view))) {
  m_scene->setObjectName(QStringLiteral("scene"));
  m_scene->setAccessibleName(tr("Picture"));
  m_docks.on_left = [this] { m_scene->setFocus(Qt::OtherFocusReason); };
  new WheelGuard(&window);
}

/// In the order of the Tab key: messages, the middle, the docks, what stands below the picture.
void WindowFrame::place(const Desks& desks, SharedDocks& shared) {
  auto* center = new QWidget;
  m_messages->setParent(center);
  m_messages->add(m_message);
  auto* middle = new QVBoxLayout(center);
  middle->setContentsMargins(0, 0, 0, 0);
  middle->setSpacing(0);
  for (const auto& desk : desks.all()) {
    if (QWidget* bar = desk->bar_above()) middle->addWidget(bar);
  }
  middle->addWidget(m_scenes, 1);
  m_window.setCentralWidget(center);
  for (const auto& desk : desks.all()) {
    desk->add_docks(m_docks);
    if (desk.get() == &desks.in_front()) shared.add_to(m_window, m_docks);
  }
  for (const auto& desk : desks.all()) {
    if (QWidget* bar = desk->bar_below()) middle->addWidget(bar);
  }
  m_messages->lie_over(*m_scenes);
  desks.in_front().arrange();
}

QDockWidget* WindowFrame::add_below(const QString& title, const char* name, QWidget* content) {
  fit_corners();
  return m_docks.add(title, name, content, Qt::BottomDockWidgetArea);
}

void WindowFrame::fit_corners() {
  const bool narrow = m_window.width() < k_wide_letters * m_window.fontMetrics().averageCharWidth();
  m_window.setCorner(Qt::BottomLeftCorner,
                     narrow ? Qt::BottomDockWidgetArea : Qt::LeftDockWidgetArea);
  m_window.setCorner(Qt::BottomRightCorner,
                     narrow ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea);
}

void WindowFrame::take_down() {
  delete m_window.takeCentralWidget();
  for (QDockWidget* dock : m_docks.docks()) delete dock;
}

}  // namespace baryscope
