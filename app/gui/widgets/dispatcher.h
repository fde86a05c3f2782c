/// Runs what a person asked for; errors become the window's message, and nothing that was open is
/// lost.
#pragma once

#include <QString>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/commands/command_table.h"
#include "app/session/session.h"

namespace baryscope {

class Dispatcher {
 public:
  using ShowError = std::function<void(const QString&)>;
  Dispatcher(Session& session, CommandHost& host, ShowError show_error);

  [[nodiscard]] Session& session() const { return m_context.session; }
  /// All return false where the request failed and its message is shown.
  bool run(const std::function<void()>& work) const;
  bool set_option(std::string_view id, const QString& value) const;
  bool set_options(const std::vector<std::pair<std::string, std::string>>& values) const;
  /// A line of the command language: "next-head", "select-token 7".
  bool run_line(const std::string& line) const;
  /// The same, but what it throws passes through.
  void execute(const std::string& line) const;
  /// What `open` does: a model, a capture, a text, a table, a session. What it throws passes.
  void open(const std::string& path) const;
  bool run_command(const Command& command, std::string_view argument = {}) const;

 private:
  mutable CommandContext m_context;
  ShowError m_show_error;
};

inline QString to_qt(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace baryscope
