/// How the window looks: light or dark as its picture, text of the person's size.
#pragma once

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/system_theme.h"

namespace baryscope {

class Preferences;
class SceneWidget;

class WindowLook {
 public:
  WindowLook(const Dispatcher& dispatcher, SceneWidget& scene, const Preferences& preferences);

  /// After a result, an option or a preference changed.
  void apply();

 private:
  [[nodiscard]] bool is_dark() const;

  const Dispatcher& m_dispatcher;
  SceneWidget& m_scene;
  const Preferences& m_preferences;
  bool m_dark = false;
  double m_points = 0;
  SystemTheme m_system_theme;  ///< last: it tells of the theme at once
};

}  // namespace baryscope
