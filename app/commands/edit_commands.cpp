#include "app/commands/command_families.h"

#include "app/session/session.h"

namespace baryscope {

std::vector<Command> edit_commands() {
  std::vector<Command> rows;
  rows.push_back(
      {.id = "undo",
       .title = "Undo",
       .help = "Takes back the last change of an option.",
       .menu = "Edit",
       .key = "Ctrl+Z",
       .standard_key = "Undo",
       .argument = "",
       .run = [](CommandContext& context, std::string_view) { context.session.undo(); }});
  rows.push_back(
      {.id = "redo",
       .title = "Redo",
       .help = "Brings back the change that was undone last.",
       .menu = "Edit",
       .key = "Ctrl+Shift+Z",
       .standard_key = "Redo",
       .argument = "",
       .run = [](CommandContext& context, std::string_view) { context.session.redo(); }});
  rows.push_back(
      {.id = "reset-options",
       .title = "Reset to Defaults",
       .help = "Gives every option the value of a first start; can be undone.",
       .menu = "Edit",
       .key = "Ctrl+Shift+R",
       .standard_key = "",
       .argument = "",
       .run = [](CommandContext& context, std::string_view) { context.session.reset_options(); }});
  rows.push_back(window_command({.id = "preferences",
                                 .title = "Settings…",
                                 .help = "Theme, palette, font size and device.",
                                 .menu = "Edit",
                                 .key = "Ctrl+,",
                                 .standard_key = "Preferences",
                                 .argument = "",
                                 .run = {}},
                                "settings"));
  return rows;
}

std::vector<Command> help_commands() {
  std::vector<Command> rows;
  const auto add = [&rows](const char* id, const char* title, const char* help, const char* key,
                           const char* standard_key, const char* request) {
    rows.push_back(window_command({.id = id,
                                   .title = title,
                                   .help = help,
                                   .menu = "Help",
                                   .key = key,
                                   .standard_key = standard_key,
                                   .argument = "",
                                   .run = {}},
                                  request));
  };
  add("handbook", "Handbook",
      "What the picture shows, how to sample, train and make figures, every command and option.",
      "F1", "HelpContents", "handbook");
  add("cheat-sheet", "Keys", "All keys and commands on one page.", "?", "", "cheat-sheet");
  add("palette", "Command Palette…", "Finds and runs a command by its name.", "Ctrl+K", "",
      "palette");
  add("describe-window", "Describe Window",
      "Prints what the window shows on standard output, as a line of JSON: each control with its "
      "words, its value and its place.",
      "Ctrl+Shift+D", "", "describe-window");
  add("about", "About Baryscope", "Versions, graphics, device, licences, how to cite.", "", "",
      "about");
  return rows;
}

}  // namespace baryscope
