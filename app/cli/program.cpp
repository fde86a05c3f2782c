#include "app/cli/program.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "app/cli/help_text.h"
#include "app/session/all_options.h"
#include "app/session/version.h"
#include "core/base/error.h"
#include "core/base/log.h"

namespace baryscope {
namespace {

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    if (errno != EPIPE) {  // a reader that has seen enough is no failure
      throw Error(std::string("cannot write to standard output: ") + std::strerror(errno));
    }
  }
}

LogLevel log_level(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, LogLevel>, 5> levels{
      {{"quiet", LogLevel::quiet},
       {"error", LogLevel::error},
       {"warning", LogLevel::warning},
       {"info", LogLevel::info},
       {"debug", LogLevel::debug}}};
  for (const auto& [known, level] : levels) {
    if (known == name) {
      return level;
    }
  }
  BARYSCOPE_CHECK(!"a known level");
  return LogLevel::info;
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): no setenv
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

std::optional<Plan> read_command_line(const std::vector<std::string>& words) {
  const OptionTable& table = all_options();
  const Arguments arguments = parse_arguments(table, words);
  if (arguments.help) {
    print(help_text(table));
    return std::nullopt;
  }
  if (arguments.version) {
    print("baryscope " + std::string(version()) + "\n");
    return std::nullopt;
  }
  if (arguments.list) {
    print(list_text(table, *arguments.list));
    return std::nullopt;
  }
  for (const auto& [id, value] : arguments.options) {
    if (id == "verbose") {
      set_log_level(log_level(value));
    }
  }
  Plan plan = make_plan(table, arguments, process_environment());
  set_log_level(log_level(plan.values.text("verbose")));
  return plan;
}

}  // namespace baryscope
