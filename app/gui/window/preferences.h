/// What belongs to the person, not to a session: motion, the window's font size, recent inputs.
#pragma once

#include <QSettings>
#include <QStringList>
#include <functional>

#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

class Preferences {
 public:
  [[nodiscard]] bool reduced_motion() const;
  void set_reduced_motion(bool reduced);
  [[nodiscard]] double font_points() const;
  void set_font_points(double points);
  /// The newest first, at most ten.
  [[nodiscard]] QStringList recent() const;
  void add_recent(const QString& path);
  [[nodiscard]] QByteArray geometry() const;
  [[nodiscard]] QByteArray docks() const;
  void set_layout(const QByteArray& geometry, const QByteArray& docks);
  /// The docks of the samples view, which has an arrangement of its own.
  [[nodiscard]] QByteArray samples_docks() const;
  void set_samples_docks(const QByteArray& docks);

 private:
  mutable QSettings m_settings;
};

/// The dialog: theme, motion, font size. Changes apply at once; `changed` is told after each.
void show_settings(QWidget* parent, Preferences& preferences, const Dispatcher& dispatcher,
                   const std::function<void()>& changed);

}  // namespace baryscope
