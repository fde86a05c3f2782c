/// Whether the desktop is light or dark, now and whenever a person changes it.
#pragma once

#include <QObject>
#include <functional>

#include "app/gui/window/portal_setting.h"

namespace baryscope {

/// Goes by the desktop portal's color-scheme, and where there is none, by the palette that the
/// platform gives.
class SystemTheme : public QObject {
 public:
  /// `changed` is called once at once, then on every change.
  explicit SystemTheme(std::function<void(bool dark)> changed);

  [[nodiscard]] bool dark() const { return m_dark; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  /// `scheme`: 0 no preference, 1 dark, 2 light.
  void take_scheme(int scheme);
  void update();

  std::function<void(bool)> m_changed;
  int m_scheme = 0;
  bool m_dark;
  PortalSetting m_setting;
};

}  // namespace baryscope
