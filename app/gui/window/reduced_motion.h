/// Whether the window leaves out all motion that nobody's hand makes.
#pragma once

#include <functional>
#include <string>

#include "app/gui/window/system_motion.h"
#include "core/options/option_table.h"

namespace baryscope {

class Preferences;

/// What was given for this run (`--reduced-motion`, a configuration), else what the person chose in
/// the settings, and where that is auto, the desktop's own setting. Who moves something asks on(),
/// or is told by the window: SceneWidget::set_reduced_motion, Desk::motion_changed.
class ReducedMotion {
 public:
  /// `changed` is told when on() is another.
  ReducedMotion(const OptionValues& of_run, const Preferences& preferences,
                std::function<void()> changed);

  [[nodiscard]] bool on() const;
  /// The option's value where one was given for this run, which no preference changes; else empty.
  [[nodiscard]] const std::string& given() const { return m_given; }
  /// After the preferences changed.
  void look_again();

 private:
  std::string m_given;
  const Preferences& m_preferences;
  std::function<void()> m_changed;
  SystemMotion m_system;
  bool m_told = false;
};

}  // namespace baryscope
