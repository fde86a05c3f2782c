/// What commands ask of the window: dialogs, files, the clipboard, the camera.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "app/gui/motion/film_writer.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/model_shelf.h"
#include "app/gui/window/file_writer.h"
#include "viz/scene/camera.h"

class QMainWindow;

namespace baryscope {

class MessageStack;
class Preferences;
class ReducedMotion;
class SceneWidget;
struct SessionFile;

class WindowHost {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    SceneWidget& scene;
    Preferences& preferences;
    const ReducedMotion& motion;
    MessageStack& messages;
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
  void open_folder_with_dialog();
  void open_data_with_dialog();
  void open_session_with_dialog();
  void compare_with_dialog();
  /// Every model that lies on this machine, in a table.
  void open_model_with_dialog();
  [[nodiscard]] ModelShelf& models() { return m_models; }
  [[nodiscard]] FileWriter& writer() { return m_writer; }
  [[nodiscard]] FilmWriter& films() { return m_films; }
  /// A question over the picture, with one way on; it takes the place of an earlier one.
  void ask(const QString& question, const QString& yes, std::function<void()> answer);
  /// What was asked is settled otherwise.
  void drop_question();

  std::function<void()> on_preferences;  ///< changed in the settings dialog
  std::function<void(const QString&)> on_notice;
  std::function<void()> on_session;              ///< another is about to be shown
  std::function<void(const Camera&)> on_camera;  ///< of a session that was opened

 private:
  void show_session(const SessionFile& file, const std::function<void()>& opened);
  void do_in_window(const std::string& name);
  void make_film();
  void describe_device();
  void describe_window();

  Parts m_parts;
  FileWriter m_writer;
  FilmWriter m_films;
  ModelShelf m_models;
  std::map<std::string, std::function<void()>> m_actions;
  QString m_device;
  QPointer<QWidget> m_question;
};

}  // namespace baryscope
