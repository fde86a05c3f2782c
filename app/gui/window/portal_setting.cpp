#include "app/gui/window/portal_setting.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>
#include <utility>

namespace baryscope {
namespace {

const QString k_service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString k_path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString k_interface = QStringLiteral("org.freedesktop.portal.Settings");
constexpr int k_patience_ms = 2000;

/// Without one, a connection would start a bus of its own.
bool has_session_bus() {
  return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
         QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

/// Read wraps the value twice, ReadOne and the signal once.
QVariant unwrapped(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value;
}

}  // namespace

PortalSetting::PortalSetting(QString group, QString key,
                             std::function<void(const QVariant& value)> told)
    : m_group(std::move(group)), m_key(std::move(key)), m_told(std::move(told)) {
  if (has_session_bus()) ask();
}

void PortalSetting::ask() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(k_service, k_path, k_interface, QStringLiteral("SettingChanged"), this,
              SLOT(setting_changed(QString, QString, QDBusVariant)));
  QDBusMessage question =
      QDBusMessage::createMethodCall(k_service, k_path, k_interface, QStringLiteral("Read"));
  question << m_group << m_key;
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, k_patience_ms), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    const QDBusPendingReply<QDBusVariant> reply = *watcher;
    if (reply.isValid()) m_told(unwrapped(reply.value().variant()));
    watcher->deleteLater();
  });
}

void PortalSetting::setting_changed(const QString& group, const QString& key,
                                    const QDBusVariant& value) {
  if (group == m_group && key == m_key) m_told(unwrapped(value.variant()));
}

}  // namespace baryscope
