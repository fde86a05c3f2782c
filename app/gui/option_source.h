/// Where the editor of an option reads its value and sends a new one.
#pragma once

#include <QString>
#include <functional>
#include <string>

#include "app/gui/dispatcher.h"

namespace baryscope {

/// The session's options, or values that belong to a form of their own.
struct OptionSource {
  std::function<const OptionValues&()> values;
  /// False where the value was refused; the person has been told then.
  std::function<bool(const std::string& id, const QString& value)> set;
  /// What `auto` means at present, in words ("3 000"); empty where nobody knows.
  std::function<QString(const std::string& id)> automatic = {};
};

inline OptionSource session_options(const Dispatcher& dispatcher) {
  return {[&dispatcher]() -> const OptionValues& { return dispatcher.session().options(); },
          [&dispatcher](const std::string& id, const QString& value) {
            return dispatcher.set_option(id, value);
          }};
}

}  // namespace baryscope
