#include "app/gui/window/system_theme.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <QVariant>
#include <utility>

#include "app/gui/widgets/style.h"

namespace baryscope {
SystemTheme::SystemTheme(std::function<void(bool dark)> changed)
    : m_changed(std::move(changed)),
      m_dark(desktop_is_dark(*qApp)),
      m_setting(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                [this](const QVariant& scheme) { take_scheme(scheme.toInt()); }) {
  m_changed(m_dark);
  qApp->installEventFilter(this);
}

void SystemTheme::take_scheme(int scheme) {
  m_scheme = scheme;
  update();
}

bool SystemTheme::eventFilter(QObject* watched, QEvent* event) {
  // Later: the palette is still being given to the widgets.
  if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange) {
    QTimer::singleShot(0, this, [this] { update(); });
  }
  return false;
}

void SystemTheme::update() {
  const bool dark = m_scheme == 0 ? desktop_is_dark(*qApp) : m_scheme == 1;
  if (std::exchange(m_dark, dark) != dark) m_changed(dark);
}

}  // namespace baryscope
