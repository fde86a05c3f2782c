/// What belongs to the person, not to a session: motion, the window's font size, recent inputs.
#pragma once

#include <QSettings>
#include <QStringList>
#include <functional>
#include <string>

#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

class Preferences {
 public:
  /// As the option reduced-motion: "auto", "on" or "off".
  [[nodiscard]] QString motion() const;
  void set_motion(const QString& reduced);
  [[nodiscard]] double font_points() const;
  void set_font_points(double points);
  /// The newest first, at most ten.
  [[nodiscard]] QStringList recent() const;
  void add_recent(const QString& path);
  [[nodiscard]] QByteArray geometry() const;
  void set_geometry(const QByteArray& geometry);
  /// Puts the window where it was, within the screen.
  void place(QWidget& window) const;
  /// The arrangement of a desk's docks; `desk` begins the names that it is kept under.
  [[nodiscard]] QByteArray docks(const QString& desk) const;
  void set_docks(const QString& desk, const QByteArray& docks);
  /// How much room they are given (DockSizes::state()).
  [[nodiscard]] QByteArray dock_sizes(const QString& desk) const;
  void set_dock_sizes(const QString& desk, const QByteArray& sizes);

 private:
  mutable QSettings m_settings;
};

/// The dialog: theme, motion, font size. Changes apply at once; `changed` is told after each.
/// `given_motion`: what this run was started with, which the dialog shows and leaves; else empty.
void show_settings(QWidget* parent, Preferences& preferences, const Dispatcher& dispatcher,
                   const std::string& given_motion, const std::function<void()>& changed);

}  // namespace baryscope
