/// What is to be trained: task, mechanism, model, optimiser and folder, made from option rows.
#pragma once

#include <QWidget>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/options/option_table.h"
#include "core/training/training_request.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace baryscope {

class Fold;
class OptionForm;

/// Holds values of its own over the program's option table: they belong to the next training, not
/// to the figure, so they are neither in its session nor in its undo.
class TrainingForm : public QWidget {
 public:
  using ShowError = std::function<void(const QString&)>;

  /// `initial`: the program's options; of these the training's own and the mechanism are taken
  /// where a training was asked for (`train` is not none).
  TrainingForm(const OptionValues& initial, ShowError show_error, QWidget* parent = nullptr);

  [[nodiscard]] const OptionValues& values() const { return m_values; }
  /// Throws UsageError; the form stays as it was then.
  void set(std::string_view id, std::string_view value);
  /// Fills itself with a training that was kept, to go on with it. Throws Error, UsageError; the
  /// form stays as it was then.
  void adopt(const std::filesystem::path& kept);
  /// The next start trains anew, where it was to go on with a kept training.
  void begin_anew();
  [[nodiscard]] bool goes_on() const { return m_values.flag("resume"); }
  /// The training that the list names where the form goes on with none: the one that runs and goes
  /// on, or that ended early. Empty: a new one.
  void name_run(const std::filesystem::path& folder);
  /// False also where a new training was chosen since.
  [[nodiscard]] bool names_run() const { return !m_run.empty() && !m_chosen_anew; }
  /// Looks again which trainings are kept.
  void list_kept();
  /// What a start would train now. Throws UsageError.
  [[nodiscard]] TrainingRequest request() const;
  /// Where the model will be: the typed folder, else the first free <task>-<mechanism> among the
  /// models of this user.
  [[nodiscard]] std::filesystem::path folder() const;
  /// Options cannot be changed while they are at work.
  void set_locked(bool locked);

  /// The pickers, which belong above the run; the rest is this widget.
  [[nodiscard]] QWidget* head() const { return m_head; }
  std::function<void()> on_change;

 private:
  Fold* add_fold(const QString& title, const char* name, const QString& tip);
  OptionForm* add_form(Fold& fold);
  void build_head();
  void build_kept();
  void choose_kept();
  void build_folder();
  void change(const std::string& id, const QString& value);
  void refresh();
  void find_request();

  OptionValues m_values;
  ShowError m_show_error;
  std::optional<TrainingRequest> m_request;  ///< nothing where the values make none
  QWidget* m_head;
  QComboBox* m_task;
  QComboBox* m_mechanism;
  QComboBox* m_kept;  ///< the first: a new training
  QLabel* m_about;
  QVBoxLayout* m_column;
  Fold *m_task_fold, *m_mechanism_fold, *m_shape_fold, *m_optimizer_fold, *m_folder_fold;
  std::vector<OptionForm*> m_forms;
  OptionForm *m_task_form, *m_mechanism_form;
  QLineEdit* m_folder;
  bool m_locked = false;
  std::filesystem::path m_run;  ///< see name_run()
  bool m_chosen_anew = false;
};

}  // namespace baryscope
