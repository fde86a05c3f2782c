/// The window: sentence and picture in the middle, docks around; it only joins its parts.
#pragma once

#include <QMainWindow>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/gui/scene/scene_widget.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window.h"
#include "app/session/selection.h"

class QLabel;
class QMenu;
class QStackedWidget;

namespace baryscope {

class DrawingPanel;
class DrawnTable;
class HeadPanel;
class InspectorPanel;
class MechanismPanel;
class Menus;
class MessageBar;
class PairedScenes;
class ProgressRow;
class SamplesDesk;
class ScriptRunner;
class SentenceBar;
class SessionRecovery;
class SystemTheme;
class TrainingDesk;
class TrainingPanel;
class WindowHost;

class MainWindow : public QMainWindow {
 public:
  MainWindow(const WindowRequest& request, SceneWidget::MakeView make_view);
  ~MainWindow() override;

  [[nodiscard]] Session& session() { return *m_session; }
  [[nodiscard]] SceneWidget& scene() { return *m_scene; }
  [[nodiscard]] PairedScenes& scenes() { return *m_scenes; }
  [[nodiscard]] SentenceBar& sentence() { return *m_sentence; }
  [[nodiscard]] HeadPanel& head_panel() { return *m_head; }
  [[nodiscard]] MechanismPanel& mechanism_panel() { return *m_mechanism; }
  [[nodiscard]] InspectorPanel& inspector() { return *m_inspector; }
  [[nodiscard]] MessageBar& message_bar() { return *m_message; }
  [[nodiscard]] WindowHost& host() { return *m_host; }
  [[nodiscard]] TrainingPanel& training() { return *m_training; }
  [[nodiscard]] TrainingDesk& training_desk() { return *m_desk; }
  [[nodiscard]] SamplesDesk& samples() { return *m_samples; }
  [[nodiscard]] const Selection& selection() const;
  /// The exit code that a script's failure asks for.
  [[nodiscard]] int exit_code() const;
  /// Ctrl+C and SIGTERM: ends as if it had been closed, without a question; a training is stopped
  /// and kept.
  void interrupt();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void build_center();
  void build_docks(const OptionValues& options);
  void build_menus();
  void build_status();
  void connect_session();
  void connect_parts();

  void refresh_options();
  void refresh_history();
  void show_result();
  void show_analyses(const std::shared_ptr<const Finished>& finished);
  void show_samples(const std::shared_ptr<const Finished>& finished);
  void show_words(const QString& title, const QString& finding);
  void enable_attention(bool enabled);
  void show_error(const std::string& message);
  void show_busy(bool busy);
  void show_compared(const Finished& finished);
  void show_selection();
  void connect_picking();
  void select(const Selection& selection);
  void apply_preferences();
  void refresh_recent();
  void store_layout();

  Preferences m_preferences;
  DockArea m_docks;
  std::optional<Camera> m_next_camera;  ///< of a session that is being opened
  CommandHost m_command_host;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<Dispatcher> m_dispatcher;
  std::unique_ptr<WindowHost> m_host;
  std::unique_ptr<Menus> m_menus;
  std::unique_ptr<ScriptRunner> m_script;
  std::unique_ptr<SessionRecovery> m_recovery;
  std::unique_ptr<SystemTheme> m_system_theme;
  std::unique_ptr<TrainingDesk> m_desk;
  std::unique_ptr<SamplesDesk> m_samples;

  MessageBar* m_message = nullptr;
  SentenceBar* m_sentence = nullptr;
  SceneWidget* m_scene = nullptr;
  PairedScenes* m_scenes = nullptr;
  HeadPanel* m_head = nullptr;
  MechanismPanel* m_mechanism = nullptr;
  DrawingPanel* m_drawing = nullptr;
  InspectorPanel* m_inspector = nullptr;
  DrawnTable* m_table = nullptr;
  QStackedWidget* m_tables = nullptr;
  TrainingPanel* m_training = nullptr;
  ProgressRow* m_progress = nullptr;
  QLabel* m_finding = nullptr;
  QMenu* m_recent = nullptr;

  std::shared_ptr<const Finished> m_shown;  ///< of attention; null while samples are shown
  bool m_dark = false;
  double m_points = 0;
};

}  // namespace baryscope
