/// The dock of a training: what is trained, its buttons, its numbers and curves.
#pragma once

#include <functional>

#include "app/gui/training/training_form.h"
#include "app/gui/widgets/panel.h"
#include "app/session/training_run.h"

class QCheckBox;
class QGridLayout;
class QProgressBar;
class QPushButton;

namespace baryscope {

class MessageBar;
class TrainingCurves;

class TrainingPanel : public Panel {
 public:
  TrainingPanel(const OptionValues& initial, TrainingForm::ShowError show_error,
                QWidget* parent = nullptr);

  [[nodiscard]] TrainingForm& form() { return *m_form; }
  [[nodiscard]] TrainingCurves& curves() { return *m_curves; }
  /// Shows what is known of a training; null before the first.
  void show_state(const TrainingState* state);
  /// The panel's own message; empty: none.
  void show_message(const QString& text);
  [[nodiscard]] QString message() const;
  [[nodiscard]] bool follows() const;
  void set_follows(bool follows);
  void focus_start();

  std::function<void()> on_start, on_go_on, on_pause, on_stop, on_open;
  std::function<void(bool)> on_follow;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  enum Cell { step, loss, accuracy, speed, left, rate, n_cells };

  QPushButton* add_button(const QString& text, const char* name, const QString& tip,
                          std::function<void()> TrainingPanel::* told);
  void build_run();
  void add_cell(QGridLayout& grid, Cell cell, const QString& name, const QString& tip);
  void set_tip(Cell cell, const QString& tip);
  void show_numbers(const TrainingState& state);
  void show_buttons(const TrainingState* state);
  void name_start();

  TrainingForm* m_form;
  TrainingCurves* m_curves;
  MessageBar* m_message;
  QCheckBox* m_follow;
  QProgressBar* m_bar;
  QLayout* m_buttons;
  QPushButton *m_start, *m_go_on, *m_pause, *m_stop, *m_open;
  QLabel* m_values[n_cells] = {};
  QLabel* m_names[n_cells] = {};
  QString m_shown_failure;
  bool m_first = true;  ///< no training was started in this window
  bool m_active = false;
  bool m_can_go_on = false;  ///< the training that is shown ended early and kept a checkpoint
};

/// True where the folder keeps a checkpoint that a training can go on from.
bool has_checkpoint(const std::filesystem::path& folder);

}  // namespace baryscope
