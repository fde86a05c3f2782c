/// What is written and copied: made on a thread of its own while the window lives.
#pragma once

#include <QString>
#include <atomic>
#include <functional>
#include <stop_token>
#include <string>

#include "app/gui/widgets/dispatcher.h"

class QMainWindow;

namespace baryscope {

class SceneWidget;

/// Handles events until nothing is being computed.
void wait_until_idle(const Session& session);

class FileWriter {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    SceneWidget& scene;
  };
  explicit FileWriter(const Parts& parts);

  void save_with_dialog();
  void save_session_with_dialog();
  /// A dialog for a name; what is shown is written there.
  void ask_for_file(const QString& title, const QString& name, const QString& filters);
  /// The ending says what: a figure, the report, the session, the capture. Handles events until it
  /// is written; a failure becomes the window's message.
  void save(const QString& path);
  /// The same, but what it throws passes through.
  void write(const std::string& path);
  void copy(const std::function<std::string()>& make);
  /// As a saved figure is: of the view's size, whatever the window's.
  void copy_figure();
  [[nodiscard]] bool writing() const { return m_writing; }
  /// What is being written is left out.
  void cancel();

  std::function<void(const QString&)> on_notice;
  /// Writes what moves under that name; throws what writing threw.
  std::function<void(const std::string& path)> write_film;
  /// What it does, empty at the end.
  std::function<void(const QString&)> on_writing;

 private:
  /// Runs `work` on a thread of its own and handles events meanwhile. Throws what it throws, and
  /// UsageError while another one runs.
  void work_aside(const QString& step, const std::function<void()>& work);

  Parts m_parts;
  bool m_writing = false;
  std::atomic<bool> m_cancelled = false;
  std::stop_source m_stop;  ///< of what is computed for the file that is being written
};

}  // namespace baryscope
