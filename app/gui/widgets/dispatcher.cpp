#include "app/gui/widgets/dispatcher.h"

#include <exception>

#include "core/base/error_text.h"

namespace baryscope {

Dispatcher::Dispatcher(Session& session, CommandHost& host, ShowError show_error)
    : m_context{session, host}, m_show_error(std::move(show_error)) {}

bool Dispatcher::run(const std::function<void()>& work) const {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    m_show_error(to_qt(error_text(error)));
    return false;
  }
}

bool Dispatcher::set_option(std::string_view id, const QString& value) const {
  return run([&] { m_context.session.set_option(id, value.toStdString()); });
}

bool Dispatcher::set_options(const std::vector<std::pair<std::string, std::string>>& values) const {
  return run([&] { m_context.session.set_options(values); });
}

bool Dispatcher::run_line(const std::string& line) const {
  return run([&] { execute(line); });
}

void Dispatcher::execute(const std::string& line) const { run_command_line(m_context, line); }

void Dispatcher::open(const std::string& path) const { open_input(m_context, path); }

bool Dispatcher::run_command(const Command& command, std::string_view argument) const {
  return run([&] { command.run(m_context, argument); });
}

}  // namespace baryscope
