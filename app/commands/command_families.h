/// The families of commands that make the table, in the order of the menus.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/command_table.h"

namespace baryscope {

std::vector<Command> file_commands();
std::vector<Command> edit_commands();
std::vector<Command> view_commands();
std::vector<Command> attention_commands();
std::vector<Command> sample_commands();
/// `select-…` for what has no command in a menu: for scripts, clicks and the palette.
std::vector<Command> select_commands();
std::vector<Command> play_commands();
std::vector<Command> training_commands();
std::vector<Command> help_commands();
/// `set`, `output`, `wait`: for scripts and the palette, in no menu.
std::vector<Command> script_commands();

/// A row of the menu `menu`.
Command menu_command(std::string menu, std::string id, std::string title, std::string help,
                     std::string key, std::function<void(CommandContext&, std::string_view)> run,
                     std::string argument = "");
/// The row with the key that the desktop has for such a command ("Open"), where it has one.
Command standard_command(Command row, std::string standard_key);
/// A command that asks the window for something; refuses where there is none.
Command window_command(Command row, std::string request);
/// Asks the window for what a command is called; throws UsageError where there is none.
void ask_window(const CommandContext& context, const std::string& id);
/// Throws UsageError "'front' needs a window" where `function` is empty.
void need_window(bool there, const std::string& command_id);

}  // namespace baryscope
