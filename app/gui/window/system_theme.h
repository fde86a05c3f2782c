/// Whether the desktop is light or dark, now and whenever a person changes it.
#pragma once

#include <QObject>
#include <functional>

class QDBusVariant;

namespace baryscope {

/// Asks the desktop portal (org.freedesktop.portal.Settings, color-scheme) where a session bus is
/// there, and else goes by the palette that the platform gives.
class SystemTheme : public QObject {
  Q_OBJECT

 public:
  /// `changed` is called once at once, then on every change.
  explicit SystemTheme(std::function<void(bool dark)> changed);

  [[nodiscard]] bool dark() const { return m_dark; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Q_SLOT void setting_changed(const QString& group, const QString& key, const QDBusVariant& value);
  void ask_portal();
  /// `scheme`: 0 no preference, 1 dark, 2 light.
  void take_scheme(const QVariant& scheme);
  void update();

  std::function<void(bool)> m_changed;
  int m_scheme = 0;
  bool m_dark;
};

}  // namespace baryscope
