/// The samples view in the window: its docks, the step player, selection, scores.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "app/gui/samples/samples_docks.h"
#include "app/gui/window/desk.h"
#include "app/gui/window/desk_parts.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

class SamplesPanel;
class SamplesResults;
class SamplesScores;
class SamplesTable;
class StepPlayer;
enum class CameraUse;
struct Continuity;

class SamplesDesk : public Desk {
 public:
  explicit SamplesDesk(const DeskParts& parts);
  ~SamplesDesk() override;

  [[nodiscard]] SamplesPanel& panel() const { return *m_panel; }
  [[nodiscard]] SamplesResults& results() const { return *m_results; }
  [[nodiscard]] SamplesTable& table() const { return *m_table; }
  [[nodiscard]] StepPlayer* player() const { return m_player; }
  /// True while samples are shown.
  [[nodiscard]] bool active() const { return m_active; }

  void add_docks(DockArea& docks) override;
  [[nodiscard]] QWidget* bar_below() override;
  [[nodiscard]] bool shows(const Finished& result) const override;
  void enter() override;
  void leave() override;
  void arrange() override { m_docks.arrange(); }
  [[nodiscard]] QString layout_prefix() const override { return QStringLiteral("samples-"); }
  void show(const std::shared_ptr<const Finished>& result, bool adopt_camera) override;
  /// Of a pair with both samplers.
  [[nodiscard]] DeskWords words() const override;
  /// The sampler's steps.
  bool toggle_play() override;
  bool step_play(int by) override;
  void selection_changed() override;
  /// The inspector comes to the front of the results.
  void picked() override { m_docks.raise_inspector(); }
  [[nodiscard]] QString describe(const Subject& subject, bool in_compared) const override;
  [[nodiscard]] std::string end_comparison() const override { return "set compare-sampler off"; }
  void options_changed() override;
  void motion_changed(bool reduced) override;
  bool take_failure(const QString& message) override;

 private:
  [[nodiscard]] const SamplingStudy* study(bool second) const;
  void connect_actions();
  void connect_player();
  void show_scenes(CameraUse camera, const Continuity& continuity);
  void another_point();
  void set_playing(bool playing);
  void show_panel();
  bool offer_remedy(const QString& message);
  /// What was asked for, with another value of one option of the data.
  void open_again(const OptionValues& asked, const std::string& id, const std::string& value);

  DeskParts m_parts;
  SamplesDocks m_docks;
  SamplesPanel* m_panel;
  SamplesResults* m_results;
  SamplesTable* m_table;
  StepPlayer* m_player;
  std::unique_ptr<SamplesScores> m_scores;
  bool m_active = false;
  bool m_offers = false;  ///< a way to read a table that failed

  std::shared_ptr<const Finished> m_finished;
  QTimer m_quiet;
  QElapsedTimer m_since;  ///< the last result
};

}  // namespace baryscope
