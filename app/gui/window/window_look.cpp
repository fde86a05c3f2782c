#include "app/gui/window/window_look.h"

#include <QApplication>
#include <utility>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/style.h"
#include "app/gui/window/preferences.h"

namespace baryscope {

WindowLook::WindowLook(const Dispatcher& dispatcher, SceneWidget& scene,
                       const Preferences& preferences, const OptionValues& of_run)
    : m_dispatcher(dispatcher),
      m_scene(scene),
      m_preferences(preferences),
      m_motion(of_run, preferences, [this] { tell_motion(); }),
      m_system_theme([this](bool dark) {
        m_dispatcher.run([&] { m_dispatcher.session().set_system_theme(dark ? "dark" : "light"); });
        if (m_scene.isVisible()) apply();
      }) {
  apply();
  tell_motion();
}

void WindowLook::follow_motion(std::function<void(bool reduced)> told) {
  m_told_motion = std::move(told);
  tell_motion();
}

void WindowLook::tell_motion() {
  m_scene.set_reduced_motion(m_motion.on());
  if (m_told_motion) m_told_motion(m_motion.on());
}

/// Before the first picture: whether that will be dark.
bool WindowLook::is_dark() const {
  const Session& session = m_dispatcher.session();
  if (const auto shown = session.current()) return shown->view.theme == "dark";
  const std::string& theme = session.options().text("theme");
  return theme == "dark" || (theme == "auto" && session.system_theme() == "dark");
}

void WindowLook::apply() {
  m_motion.look_again();  // another window of this person may have changed it
  const bool dark = is_dark();
  const double points = m_preferences.font_points();
  if (dark == m_dark && points == m_points) return;
  m_dark = dark;
  m_points = points;
  apply_style(*qApp, dark, points);
  m_scene.set_paper(dark ? QColor("#141C26") : QColor("#F7F9FB"));
}

}  // namespace baryscope
