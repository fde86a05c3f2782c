#include "app/gui/window/system_motion.h"

#include <QSettings>
#include <QStandardPaths>
#include <QStringList>
#include <QVariant>
#include <utility>

#include "app/gui/window/portal_setting.h"

namespace baryscope {
namespace {

/// Of a settings file of the person or the system; invalid where there is none.
QVariant file_value(const QString& file, const QString& key) {
  const QString path = QStandardPaths::locate(QStandardPaths::GenericConfigLocation, file);
  return path.isEmpty() ? QVariant() : QSettings(path, QSettings::IniFormat).value(key);
}

/// `value`: 0 stops all animations, larger is slower.
std::optional<bool> reduced_by_speed(const QVariant& value) {
  bool is_number = false;
  const double speed = value.toDouble(&is_number);
  return is_number ? std::optional(speed <= 0) : std::nullopt;
}

/// `value`: whether animations are wanted.
std::optional<bool> reduced_by_wish(const QVariant& value) {
  return value.isValid() ? std::optional(!value.toBool()) : std::nullopt;
}

}  // namespace

SystemMotion::SystemMotion(std::function<void()> changed) : m_changed(std::move(changed)) {
  m_is_kde = qEnvironmentVariable("XDG_CURRENT_DESKTOP").split(QLatin1Char(':')).contains(u"KDE");
  m_by_kde = reduced_by_speed(
      file_value(QStringLiteral("kdeglobals"), QStringLiteral("KDE/AnimationDurationFactor")));
  for (const char* file : {"gtk-4.0/settings.ini", "gtk-3.0/settings.ini"}) {
    if (m_by_gtk) break;
    m_by_gtk = reduced_by_wish(
        file_value(QLatin1String(file), QStringLiteral("Settings/gtk-enable-animations")));
  }
  const auto follow = [this](const char* group, const char* key, auto told) {
    m_settings.push_back(
        std::make_unique<PortalSetting>(QLatin1String(group), QLatin1String(key), std::move(told)));
  };
  follow("org.freedesktop.appearance", "reduced-motion", [this](const QVariant& value) {
    // 0: no preference.
    take(m_by_portal, value.toInt() == 1 ? std::optional(true) : std::nullopt);
  });
  follow("org.gnome.desktop.interface", "enable-animations",
         [this](const QVariant& value) { take(m_by_gnome, reduced_by_wish(value)); });
  follow("org.kde.kdeglobals.KDE", "AnimationDurationFactor",
         [this](const QVariant& value) { take(m_by_kde, reduced_by_speed(value)); });
}

SystemMotion::~SystemMotion() = default;

bool SystemMotion::reduced() const {
  if (m_by_portal) return *m_by_portal;
  // On a desktop of KDE the other portals answer with what GNOME would do.
  if (m_is_kde && m_by_kde) return *m_by_kde;
  if (m_by_gnome) return *m_by_gnome;
  if (m_by_gtk) return *m_by_gtk;
  return m_by_kde.value_or(false);
}

void SystemMotion::take(std::optional<bool>& answer, std::optional<bool> told) {
  answer = told;
  m_changed();
}

}  // namespace baryscope
