/// The window: opened by main through dlopen, so that nothing else loads Qt.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/film/timeline.h"
#include "core/engine/engine.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

struct WindowRequest {
  OptionValues options;
  /// Lines of `--script`, run once the window shows its first picture.
  std::vector<std::string> script;
  std::function<std::unique_ptr<Engine>()> make_engine;
  std::optional<Camera> camera = {};  ///< of an opened session; nothing: the scene's own
  /// Takes what ends the window in order at Ctrl+C and SIGTERM, called on any thread; an empty
  /// function where there is nothing to end any more.
  std::function<void(std::function<void()>)> set_interrupt = {};
  Timeline timeline = {};  ///< the key frames of an opened session
};

}  // namespace baryscope

extern "C" {
/// Runs the event loop; returns the process's exit code. Throws Error where no window can be shown.
int baryscope_run_window(int argc, char** argv, const baryscope::WindowRequest* request);
}
