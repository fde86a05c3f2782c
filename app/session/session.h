/// The state of one program: options, analyses, scene, history. No Qt, no VTK, no ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/engine/engine.h"
#include "core/options/option_table.h"
#include "viz/build/build_scene.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// What the worker made of one request: all of it immutable.
struct Finished {
  std::vector<std::shared_ptr<const Analysis>> analyses;
  std::shared_ptr<const Scene> scene;  ///< of the first analysis
};

/// Owns the one worker. Results come back through `post`, on whatever thread it runs functions on
/// (Qt's event loop, or a queue that the command line drains). A newer request stops the older.
class Session {
 public:
  using Post = std::function<void(std::function<void()>)>;
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;

  /// `make_engine` runs on the worker, before the first request.
  Session(const OptionTable& table, MakeEngine make_engine, Post post);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const OptionValues& options() const;
  /// Validates, records history, starts the request that the change needs (none for pure drawing
  /// options but a new scene). Throws UsageError and leaves everything as it was.
  void set_option(std::string_view id, std::string_view value);
  /// Several at once: one history entry, one request.
  void set_options(const std::vector<std::pair<std::string, std::string>>& values);
  void reset_options();
  bool undo();
  bool redo();
  [[nodiscard]] bool can_undo() const;
  [[nodiscard]] bool can_redo() const;

  /// Starts the current request again.
  void refresh();
  /// Stops the running request; what was shown stays.
  void cancel();
  [[nodiscard]] bool busy() const;

  /// What is shown now; null before the first result.
  [[nodiscard]] std::shared_ptr<const Finished> current() const;
  void select_token(std::optional<int> position);
  [[nodiscard]] std::optional<int> selected_token() const;

  /// "light" or "dark": what theme `auto` means now.
  void set_system_theme(std::string theme);

  // Told through `post`'s thread.
  std::function<void()> on_changed_options;
  std::function<void()> on_finished;                          ///< current() is new
  std::function<void(const std::string& message)> on_error;   ///< what was shown stays
  std::function<void(double fraction, const std::string& step)> on_progress;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace baryscope
