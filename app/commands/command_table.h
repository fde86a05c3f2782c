/// Every command once: menu, key, palette, script and test come from its row. No Qt.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/option_changes.h"
#include "viz/scene/camera.h"

namespace baryscope {

class Session;

/// What only a window (or the command line in its place) can do; commands call these. An empty
/// function makes the commands that need it refuse with a UsageError.
struct CommandHost {
  std::function<void(const std::string& name)> view_direction;  ///< front, right, top, isometric
  std::function<void()> reset_camera;
  std::function<void()> toggle_orthographic;
  /// "open", "open-folder", "open-model", "compare", "open-session", "save-session", "save-figure",
  /// "copy-figure", "settings", "full-screen", "handbook", "cheat-sheet", "palette", "about",
  /// "describe-window", "focus-text", "camera-back", "camera-forward", "quit", or "show-training",
  /// "start-training", "pause-training", "stop-training"; of the samples: "show-samples-panel",
  /// "play-steps" (starts or halts the steps), "open-data" (a dialog that ends in open_input()),
  /// "save-samples" (a dialog that ends in `save_figure` with a .csv name); of what plays: the ids
  /// of play_commands() that change no option ("play-pause", "next-key", "make-film").
  std::function<void(const std::string& name)> window;
  /// An option of the training that the window would start next.
  std::function<void(std::string_view id, std::string_view value)> set_training;
  std::function<void(const std::string& path)> save_figure;  ///< empty: as `output`
  /// Puts on the clipboard what `make` returns, which may take a while: a window stays alive.
  std::function<void(const std::function<std::string()>& make)> copy_text;
  /// What the user made of the camera; nothing: the scene's own.
  std::function<std::optional<Camera>()> camera;
  std::function<void(const Camera& camera)> set_camera;
  /// What comes back where something else is to move: options that the window's player changed.
  std::function<OptionChanges()> values_before_play;
  std::function<void()> wait;  ///< returns once the session is idle, its events handled
  /// Opens a session file without standing still; empty: `open` does it at once.
  std::function<void(const std::string& path)> open_session;
  /// Files that were read for this run, besides those that the options name: `output` replaces
  /// none.
  std::vector<std::filesystem::path> also_read;
};

struct CommandContext {
  Session& session;
  CommandHost& host;
};

struct Command {
  std::string id;     ///< "next-head"
  std::string title;  ///< "Next Head"
  std::string help;   ///< one sentence
  std::string menu;   ///< "File", "Edit", "View", "Attention", "Samples", "Play", "Training",
                      ///< "Help"; empty: none
  std::string key;    ///< portable text: "Ctrl+O", "]", "Shift+M"; empty: none
  std::string standard_key;  ///< name of a QKeySequence::StandardKey where there is one: "Open"
  std::string argument;      ///< name of its one argument ("token"), empty: none
  std::function<void(CommandContext&, std::string_view argument)> run;
};

const std::vector<Command>& commands();
/// Throws UsageError with the nearest known name.
const Command& command(std::string_view id);
/// "select-token 7", "set layer 3", "open 'my model'", "# comment". Quotes and backslashes as in a
/// POSIX shell. Throws UsageError naming the line; what the command throws passes through.
void run_command_line(CommandContext& context, std::string_view line);
/// Line by line; waits until the session is idle before each. Throws with the line's number, also
/// where a line's request failed.
void run_script(CommandContext& context, const std::vector<std::string>& lines);

/// Opens a model (by path or name), or a file of input_formats(). The view follows: data sets show
/// samples, models and texts do not.
void open_input(CommandContext& context, std::string_view input);

}  // namespace baryscope
