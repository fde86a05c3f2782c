#include "app/gui/window/result_reaction.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <utility>

#include "app/gui/scene/paired_scenes.h"
#include "app/gui/window/desks.h"
#include "app/gui/window/drawing_panel.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/shared_docks.h"
#include "app/gui/window/status_row.h"
#include "app/gui/window/window_frame.h"
#include "app/gui/window/window_look.h"

namespace baryscope {

ResultReaction::ResultReaction(const Parts& parts, std::optional<Camera> camera)
    : m_parts(parts), m_next_camera(camera) {}

void ResultReaction::look_through(const Camera& camera) {
  const Session& session = m_parts.session;
  const bool there = session.options() == session.shown_options();
  there ? m_parts.frame.scene().look_through(camera) : void(m_next_camera = camera);
}

void ResultReaction::show() {
  QElapsedTimer clock;
  clock.start();
  const auto result = m_parts.session.current();
  if (result != nullptr && result->scene != nullptr) {
    m_parts.look.apply();
    if (Desk* desk = m_parts.desks.bring_forward(*result)) show_on(*desk);
  }
  const double seconds = 1e-9 * static_cast<double>(clock.nsecsElapsed());
  for (const auto& desk : m_parts.desks.all()) desk->result_shown(seconds);
}

void ResultReaction::show_on(Desk& desk) {
  const auto result = m_parts.session.current();
  m_parts.docks.drawing().show_view(result->options.text("view"));
  m_parts.docks.drawing().refresh();
  desk.show(result, m_next_camera.has_value());
  if (m_next_camera) {
    m_parts.frame.scene().look_through(*std::exchange(m_next_camera, std::nullopt));
  }
  show_words(desk);
  for (const auto& each : m_parts.desks.all()) {
    each->enable_commands(m_parts.menus, each.get() == &desk);
  }
}

void ResultReaction::show_words(const Desk& desk) const {
  const DeskWords words = desk.words();
  m_parts.window.setWindowTitle(words.title + QStringLiteral(" — Baryscope"));
  m_parts.status.show_finding(words.finding, words.finding_tip);
  m_parts.frame.scene().setAccessibleDescription(words.picture);
  if (SceneWidget* second = m_parts.frame.scenes().second()) {
    second->setAccessibleDescription(words.second_picture);
  }
}

}  // namespace baryscope
