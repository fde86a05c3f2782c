#include "app/commands/command_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/commands/command_families.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace baryscope {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = [] {
    std::vector<Command> rows;
    for (auto family : {file_commands(), edit_commands(), view_commands(), attention_commands(),
                        sample_commands(), select_commands(), play_commands(), training_commands(),
                        help_commands(), script_commands()}) {
      std::move(family.begin(), family.end(), std::back_inserter(rows));
    }
    return rows;
  }();
  return table;
}

const Command& command(std::string_view id) {
  std::vector<std::string> known;
  for (const Command& row : commands()) {
    if (row.id == id) {
      return row;
    }
    known.push_back(row.id);
  }
  std::string message = "unknown command '" + std::string(id) + "'";
  if (const auto nearest = find_nearest_name(id, known)) {
    message += ": did you mean '" + *nearest + "'?";
  }
  throw UsageError(message + " ('baryscope --list commands' names all of them)");
}

void need_window(bool there, const std::string& command_id) {
  if (!there) {
    throw UsageError("'" + command_id + "' needs a window");
  }
}

void ask_window(const CommandContext& context, const std::string& id) {
  need_window(static_cast<bool>(context.host.window), id);
  context.host.window(id);
}

Command menu_command(std::string menu, std::string id, std::string title, std::string help,
                     std::string key, std::function<void(CommandContext&, std::string_view)> run,
                     std::string argument) {
  return {.id = std::move(id),
          .title = std::move(title),
          .help = std::move(help),
          .menu = std::move(menu),
          .key = std::move(key),
          .standard_key = {},
          .argument = std::move(argument),
          .run = std::move(run)};
}

Command standard_command(Command row, std::string standard_key) {
  row.standard_key = std::move(standard_key);
  return row;
}

Command window_command(Command row, std::string request) {
  row.run = [id = row.id, request = std::move(request)](CommandContext& context, std::string_view) {
    need_window(static_cast<bool>(context.host.window), id);
    context.host.window(request);
  };
  return row;
}

}  // namespace baryscope
