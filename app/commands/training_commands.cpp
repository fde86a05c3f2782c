#include "app/commands/command_families.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

Command training_row(const std::string& id, std::string title, std::string help,
                     std::string key = "") {
  Command row;
  row.id = id;
  row.title = std::move(title);
  row.help = std::move(help);
  row.menu = "Training";
  row.key = std::move(key);
  return window_command(std::move(row), id);
}

}  // namespace

std::vector<Command> training_commands() {
  std::vector<Command> rows;
  rows.push_back(training_row("show-training", "Training Panel",
                              "Shows the panel that trains a model on a task.", "Ctrl+T"));
  rows.push_back(training_row("start-training", "Start Training",
                              "Trains a new model on what the training panel says."));
  rows.push_back(training_row("pause-training", "Pause or Resume Training",
                              "Lets the training wait after its step, or go on.", "P"));
  rows.push_back(
      training_row("stop-training", "Stop Training",
                   "Ends the training after its step; the model is kept as it is then."));
  Command set;
  set.id = "set-training";
  set.title = "Set Training Option…";
  set.help = "Gives an option of the next training a value: set-training steps 300.";
  set.argument = "OPTION VALUE";
  set.run = [](CommandContext& context, std::string_view argument) {
    need_window(static_cast<bool>(context.host.set_training), "set-training");
    const std::size_t space = argument.find(' ');
    if (space == std::string_view::npos) {
      throw UsageError("set-training: expected an option and its value");
    }
    context.host.set_training(argument.substr(0, space), argument.substr(space + 1));
  };
  rows.push_back(std::move(set));
  return rows;
}

}  // namespace baryscope
