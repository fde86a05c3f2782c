#include "app/gui/window/reduced_motion.h"

#include <utility>

#include "app/gui/window/preferences.h"

namespace baryscope {

ReducedMotion::ReducedMotion(const OptionValues& of_run, const Preferences& preferences,
                             std::function<void()> changed)
    : m_given(of_run.is_set("reduced-motion") ? of_run.text("reduced-motion") : std::string()),
      m_preferences(preferences),
      m_changed(std::move(changed)),
      m_system([this] { look_again(); }) {
  m_told = on();
}

bool ReducedMotion::on() const {
  const std::string wish = m_given.empty() ? m_preferences.motion().toStdString() : m_given;
  return wish == "auto" ? m_system.reduced() : wish == "on";
}

void ReducedMotion::look_again() {
  if (std::exchange(m_told, on()) != on()) m_changed();
}

}  // namespace baryscope
