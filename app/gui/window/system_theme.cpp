#include "app/gui/window/system_theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QEvent>
#include <QFileInfo>
#include <QTimer>
#include <utility>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

const QString k_service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString k_path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString k_interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString k_group = QStringLiteral("org.freedesktop.appearance");
const QString k_key = QStringLiteral("color-scheme");

/// Without one, a connection would start a bus of its own.
bool has_session_bus() {
  return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
         QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

}  // namespace

SystemTheme::SystemTheme(std::function<void(bool dark)> changed)
    : m_changed(std::move(changed)), m_dark(desktop_is_dark(*qApp)) {
  m_changed(m_dark);
  qApp->installEventFilter(this);
  if (has_session_bus()) ask_portal();
}

void SystemTheme::ask_portal() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(k_service, k_path, k_interface, QStringLiteral("SettingChanged"), this,
              SLOT(setting_changed(QString, QString, QDBusVariant)));
  QDBusMessage question =
      QDBusMessage::createMethodCall(k_service, k_path, k_interface, QStringLiteral("Read"));
  question << k_group << k_key;
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, 2000), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    const QDBusPendingReply<QDBusVariant> reply = *watcher;
    if (reply.isValid()) take_scheme(reply.value().variant());
    watcher->deleteLater();
  });
}

void SystemTheme::setting_changed(const QString& group, const QString& key,
                                  const QDBusVariant& value) {
  if (group == k_group && key == k_key) take_scheme(value.variant());
}

void SystemTheme::take_scheme(const QVariant& scheme) {
  // Read wraps the value twice, ReadOne and the signal once.
  m_scheme = scheme.canConvert<QDBusVariant>() ? scheme.value<QDBusVariant>().variant().toInt()
                                               : scheme.toInt();
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
