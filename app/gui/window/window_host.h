/// What commands ask of the window: dialogs, files, the clipboard, the camera.
#pragma once

#include <QString>
#include <QStringList>
#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "app/gui/widgets/dispatcher.h"
#include "viz/scene/camera.h"

class QMainWindow;

namespace baryscope {

class Preferences;
class SceneWidget;
class SentenceBar;
struct SessionFile;

class WindowHost {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    SceneWidget& scene;
    SentenceBar& sentence;
    Preferences& preferences;
  };
  explicit WindowHost(Parts parts);

  /// Gives the command table's host these functions.
  void connect_to(CommandHost& host);
  /// What `host.window(name)` does for one more name.
  void add_action(const std::string& name, std::function<void()> action) {
    m_actions[name] = std::move(action);
  }

  /// A model folder, a file of one, a capture, a text, a table, a session or a figure with a
  /// session in it.
  void open(const QString& path);
  /// A session alone, not put among the recent files. Throws; where its inputs are to be hashed
  /// first, that is done on the worker, and what is wrong with them is told or asked. `opened` is
  /// told once its picture is there, not where that fails.
  void open_session(const QString& path, std::function<void()> opened = {});
  void open_with_dialog();
  void open_data_with_dialog();
  void compare_with_dialog();
  void save_with_dialog();
  /// The resampled set as a table.
  void save_samples_with_dialog();
  /// Handles events until nothing is being computed.
  void wait_until_idle();
  /// The ending says what: a figure, the report, the session, the capture. Handles events until it
  /// is written; a failure becomes the window's message.
  void save(const QString& path);
  [[nodiscard]] bool saving() const { return m_saving; }
  /// What is being written is left out.
  void cancel_save() {
    m_cancelled = true;
    m_stop.request_stop();
  }

  std::function<void()> on_preferences;  ///< changed in the settings dialog
  std::function<void(const QString&)> on_notice;
  /// Files are made and written on a thread of their own: what it does, empty at the end.
  std::function<void(const QString&)> on_saving;
  std::function<void(const Camera&)> on_camera;  ///< of a session that was opened

 private:
  /// Runs `work` on a thread of its own and handles events meanwhile. Throws what it throws, and
  /// UsageError while another one runs.
  void work_aside(const QString& step, const std::function<void()>& work);
  void write(const std::string& path);
  void copy(const std::function<std::string()>& make);
  /// A dialog for a name; what is shown is written there.
  void ask_for_file(const QString& title, const QString& name, const QString& filters);
  void show_session(const SessionFile& file, const std::function<void()>& opened);
  void ask(const QString& question, const QString& yes, std::function<void()> answer);
  void copy_figure();
  void do_in_window(const std::string& name);
  void describe_device();
  void describe_window();

  Parts m_parts;
  std::map<std::string, std::function<void()>> m_actions;
  QString m_device;
  bool m_saving = false;
  std::atomic<bool> m_cancelled = false;
  std::stop_source m_stop;  ///< of what is computed for the file that is being written
};

}  // namespace baryscope
