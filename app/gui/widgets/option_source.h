/// Where the editor of an option reads its value and sends a new one.
#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

/// The session's options, or values that belong to a form of their own.
struct OptionSource {
  std::function<const OptionValues&()> values;
  /// False where the value was refused; the person has been told then.
  std::function<bool(const std::string& id, const QString& value)> set;
  /// What was refused stays in its field until it is put right; else the value comes back.
  bool keeps_refused = false;
  /// What `auto` means at present, in words ("3 000"); empty where nobody knows.
  std::function<QString(const std::string& id)> automatic = {};
  /// The number that a word of the option stands for at present (`auto`, `learned`).
  std::function<std::optional<double>(const std::string& id)> number = {};
  /// What can be chosen beside the option's own choices (the columns of a table).
  std::function<std::vector<std::string>(const std::string& id)> choices = {};
  /// As `set`, for the values of one drag of a slider; empty: no sliders.
  std::function<bool(const std::string& id, const QString& value)> drag = {};
  std::function<void()> end_drag = {};
  /// True while an earlier value is still being computed: a slider sends its next one later.
  std::function<bool()> busy = {};
};

/// λ as the picture that is shown was computed with it.
inline std::optional<double> shown_number(const Session& session, const std::string& id) {
  const auto shown = session.current();
  if (id != "lambda" || shown == nullptr || shown->analyses.empty()) return std::nullopt;
  return shown->analyses.front()->lambda;
}

inline OptionSource session_options(const Dispatcher& dispatcher) {
  OptionSource source;
  source.values = [&dispatcher]() -> const OptionValues& { return dispatcher.session().options(); };
  source.set = [&dispatcher](const std::string& id, const QString& value) {
    return dispatcher.set_option(id, value);
  };
  source.drag = [&dispatcher](const std::string& id, const QString& value) {
    return dispatcher.run([&] { dispatcher.session().drag_option(id, value.toStdString()); });
  };
  source.number = [&dispatcher](const std::string& id) {
    return shown_number(dispatcher.session(), id);
  };
  source.end_drag = [&dispatcher] { dispatcher.session().end_drag(); };
  source.busy = [&dispatcher] { return dispatcher.session().busy(); };
  return source;
}

}  // namespace baryscope
