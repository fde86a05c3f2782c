/// How the window looks: light or dark as its picture, text of the person's size, calm or moving.
#pragma once

#include <functional>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/reduced_motion.h"
#include "app/gui/window/system_theme.h"

namespace baryscope {

class Preferences;
class SceneWidget;

class WindowLook {
 public:
  WindowLook(const Dispatcher& dispatcher, SceneWidget& scene, const Preferences& preferences,
             const OptionValues& of_run);

  /// After a result, an option or a preference changed.
  void apply();
  [[nodiscard]] const ReducedMotion& motion() const { return m_motion; }
  /// Tells now and after every change whether motion is left out; the scene is told by itself.
  void follow_motion(std::function<void(bool reduced)> told);

 private:
  [[nodiscard]] bool is_dark() const;
  void tell_motion();

  const Dispatcher& m_dispatcher;
  SceneWidget& m_scene;
  const Preferences& m_preferences;
  bool m_dark = false;
  double m_points = 0;
  std::function<void(bool)> m_told_motion;
  ReducedMotion m_motion;
  SystemTheme m_system_theme;  ///< last: it tells of the theme at once
};

}  // namespace baryscope
