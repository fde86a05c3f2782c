/// Every command once: menu, key, palette, script and test come from its row. No Qt.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

class Session;

/// What only a window (or a headless stand-in) can do; commands call these.
struct CommandHost {
  std::function<void(const std::string& name)> view_direction;  ///< front, right, top, isometric
  std::function<void()> reset_camera;
  std::function<void()> toggle_orthographic;
  std::function<void(const std::string& name)> window;          ///< "open", "settings", "about", "palette", "quit", …
  std::function<void(const std::string& path)> save_figure;
  std::function<void(const std::string& text)> copy_text;
};

struct CommandContext {
  Session& session;
  CommandHost& host;
};

struct Command {
  std::string id;      ///< "next-head"
  std::string title;   ///< "Next Head"
  std::string help;    ///< one sentence
  std::string menu;    ///< "File", "Edit", "View", "Attention", "Play", "Help"; empty: none
  std::string key;     ///< portable text: "Ctrl+O", "]", "Shift+M"; empty: none
  std::string standard_key;  ///< name of a QKeySequence::StandardKey where there is one: "Open"
  std::string argument;      ///< name of its one argument ("token"), empty: none
  std::function<void(CommandContext&, std::string_view argument)> run;
};

const std::vector<Command>& commands();
/// Throws UsageError with the nearest known name.
const Command& command(std::string_view id);
/// "select-token 7", "set layer 3", "# comment". Throws UsageError naming the line.
void run_command_line(CommandContext& context, std::string_view line);

}  // namespace baryscope
