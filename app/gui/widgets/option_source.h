/// Where the editor of an option reads its value and sends a new one.
#pragma once

#include <QString>
#include <functional>
#include <string>

#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

/// The session's options, or values that belong to a form of their own.
struct OptionSource {
  std::function<const OptionValues&()> values;
  /// False where the value was refused; the person has been told then.
  std::function<bool(const std::string& id, const QString& value)> set;
  /// What `auto` means at present, in words ("3 000"); empty where nobody knows.
  std::function<QString(const std::string& id)> automatic = {};
  /// As `set`, for the values of one drag of a slider; empty: no sliders.
  std::function<bool(const std::string& id, const QString& value)> drag = {};
  std::function<void()> end_drag = {};
  /// True while an earlier value is still being computed: a slider sends its next one later.
  std::function<bool()> busy = {};
};

inline OptionSource session_options(const Dispatcher& dispatcher) {
  OptionSource source;
  source.values = [&dispatcher]() -> const OptionValues& { return dispatcher.session().options(); };
  source.set = [&dispatcher](const std::string& id, const QString& value) {
    return dispatcher.set_option(id, value);
  };
  source.drag = [&dispatcher](const std::string& id, const QString& value) {
    return dispatcher.run([&] { dispatcher.session().drag_option(id, value.toStdString()); });
  };
  source.end_drag = [&dispatcher] { dispatcher.session().end_drag(); };
  source.busy = [&dispatcher] { return dispatcher.session().busy(); };
  return source;
}

}  // namespace baryscope
