/// One of the desktop's settings, as its portal tells it, now and whenever a person changes it.
#pragma once

#include <QObject>
#include <QString>
#include <QVariant>
#include <functional>

class QDBusVariant;

namespace baryscope {

/// Asks org.freedesktop.portal.Settings where a session bus is there. Nobody waits for the answer:
/// without a bus, a portal or the setting none comes.
class PortalSetting : public QObject {
  Q_OBJECT

 public:
  PortalSetting(QString group, QString key, std::function<void(const QVariant& value)> told);

 private:
  Q_SLOT void setting_changed(const QString& group, const QString& key, const QDBusVariant& value);
  void ask();

  QString m_group, m_key;
  std::function<void(const QVariant&)> m_told;
};

}  // namespace baryscope
