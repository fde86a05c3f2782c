/// The samples view in the window: its docks, the step player, selection, evaluation; attention's
/// parts give way to it and come back as they were.
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "app/gui/samples/samples_words.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/session/selection.h"

class QDockWidget;
class QMainWindow;
class QStackedWidget;

namespace baryscope {

class DockArea;
class InspectorPanel;
class PairedScenes;
class Preferences;
class SamplesPanel;
class SamplesResults;
class SamplesTable;
class SceneWidget;
class SentenceBar;
enum class CameraUse;
class StepPlayer;
class WindowHost;

class SamplesDesk {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    DockArea& docks;
    SceneWidget& scene;
    PairedScenes& scenes;
    SentenceBar& sentence;
    InspectorPanel& inspector;
    QStackedWidget& tables;  ///< the desk adds its own to attention's
    Preferences& preferences;
  };
  /// Makes the docks, hidden.
  explicit SamplesDesk(Parts parts);
  ~SamplesDesk();

  /// The bar below the picture.
  [[nodiscard]] StepPlayer* player() const { return m_player; }
  [[nodiscard]] SamplesPanel& panel() const { return *m_panel; }
  [[nodiscard]] SamplesResults& results() const { return *m_results; }
  [[nodiscard]] SamplesTable& table() const { return *m_table; }
  /// Gives the window's actions what the samples' commands need.
  void connect_to(WindowHost& host);

  /// True while samples are shown.
  [[nodiscard]] bool active() const { return m_active; }
  /// A result of the samples view: the docks and the picture. True where the camera is to stay.
  void show(const std::shared_ptr<const Finished>& finished, bool adopt_camera);
  /// A result of attention: its parts are back.
  void leave();
  void options_changed();
  /// The evaluation of what is shown has begun, moved on, ended or failed.
  void evaluation_changed();
  /// An error that is the evaluation's is told in the panel. False where it is not.
  bool take_failure(const QString& message);
  void evaluation_moved(double fraction);

  void select(const Selection& selection, bool in_second = false);
  /// The same by a click into the picture: the inspector comes to the front of the results.
  void pick(const Selection& selection, bool in_second);
  [[nodiscard]] const Selection& selection() const { return m_selection; }
  /// The hint at a place of the picture.
  [[nodiscard]] QString words(const Selection& selection, bool in_second) const;
  /// Title and finding, of a pair with both samplers.
  [[nodiscard]] QString title_words() const;
  [[nodiscard]] QString finding_words() const;
  void set_reduced_motion(bool reduced);
  /// Before the window's arrangement is stored: attention's, also while samples are shown.
  [[nodiscard]] QByteArray attention_layout() const;
  void store_layout();

 private:
  [[nodiscard]] const SamplingStudy* study(bool second) const;
  void enter();
  void arrange();
  void follow_options();
  void show_scenes(CameraUse camera);
  void show_inspector();
  void start_evaluation();
  void another_point();
  void set_playing(bool playing);
  void show_panel();

  Parts m_parts;
  SamplesPanel* m_panel;
  SamplesResults* m_results;
  SamplesTable* m_table;
  StepPlayer* m_player;
  QDockWidget *m_panel_dock, *m_results_dock;
  bool m_active = false;
  std::vector<QDockWidget*> m_attention_docks;
  QByteArray m_attention_layout, m_samples_layout;

  std::shared_ptr<const Finished> m_finished;
  Selection m_selection;
  bool m_selected_second = false;
  std::shared_ptr<const SamplingEvaluation> m_known;  ///< the last one, maybe of other options
  QString m_evaluation_failure;
  bool m_evaluating = false;  ///< one was begun and has not ended
  QTimer m_evaluate, m_quiet;
  QElapsedTimer m_since;  ///< the last result
};

}  // namespace baryscope
