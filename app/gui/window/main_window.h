/// The window: bars and picture in the middle, docks around; what comes goes to the desk in front.
#pragma once

#include <QMainWindow>
#include <memory>
#include <string>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/typed_text.h"
#include "app/gui/window/desks.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/space_guard.h"
#include "app/gui/window/window.h"
#include "app/gui/window/window_frame.h"

namespace baryscope {

class DropReaction;
struct MenuReactions;
class Menus;
class MotionReaction;
class PickReaction;
class ProgressReaction;
class ResultReaction;
class ScriptRunner;
class SessionRecovery;
class SharedDocks;
class StatusRow;
class WindowHost;
class WindowLook;

class MainWindow : public QMainWindow {
 public:
  MainWindow(const WindowRequest& request, SceneWidget::MakeView make_view);
  ~MainWindow() override;

  [[nodiscard]] Session& session() { return *m_session; }
  [[nodiscard]] const Dispatcher& dispatcher() const { return *m_dispatcher; }
  [[nodiscard]] WindowFrame& frame() { return m_frame; }
  [[nodiscard]] SharedDocks& shared_docks() { return *m_shared_docks; }
  [[nodiscard]] WindowHost& host() { return *m_host; }
  [[nodiscard]] const Desks& desks() const { return *m_desks; }
  [[nodiscard]] MotionReaction& motion() const { return *m_motion; }
  /// The exit code that a script's failure asks for.
  [[nodiscard]] int exit_code() const;
  /// Ctrl+C and SIGTERM: ends as if it had been closed, without a question; a training is stopped
  /// and kept.
  void interrupt();

 protected:
  void closeEvent(QCloseEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void build_desks(const OptionValues& options);
  void build_menus();
  void connect_session();
  void connect_host();

  void follow_options();
  void follow_preferences();
  void follow_busy(bool busy);
  void show_error(const std::string& message);
  void store_layout();

  TypedText m_typed_text;
  SpaceGuard m_space;
  Preferences m_preferences;
  WindowFrame m_frame;
  CommandHost m_command_host;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<Dispatcher> m_dispatcher;
  std::unique_ptr<WindowLook> m_look;
  std::unique_ptr<ScriptRunner> m_script;
  std::unique_ptr<WindowHost> m_host;
  std::unique_ptr<DropReaction> m_drops;
  std::unique_ptr<SharedDocks> m_shared_docks;
  std::unique_ptr<Desks> m_desks;
  std::unique_ptr<MotionReaction> m_motion;
  std::unique_ptr<PickReaction> m_picks;
  std::unique_ptr<Menus> m_menus;
  std::unique_ptr<MenuReactions> m_told;
  std::unique_ptr<StatusRow> m_status;
  std::unique_ptr<ProgressReaction> m_progress;
  std::unique_ptr<ResultReaction> m_results;
  std::unique_ptr<SessionRecovery> m_recovery;
};

}  // namespace baryscope
