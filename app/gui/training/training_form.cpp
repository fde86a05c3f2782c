#include "app/gui/training/training_form.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <algorithm>
#include <utility>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_values.h"
#include "app/gui/training/training_words.h"
#include "app/gui/widgets/fold.h"
#include "app/gui/widgets/panel.h"
#include "core/analysis/mechanism_list.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/error_text.h"
#include "core/tasks/task.h"
#include "core/training/kept_training.h"
#include "core/training/training_options.h"

namespace baryscope {
namespace {

QString folder_name(const std::filesystem::path& folder) {
  return to_qt((folder.has_filename() ? folder : folder.parent_path()).filename().string());
}

}  // namespace

std::filesystem::path TrainingForm::folder() const {
  const QString typed = m_folder->text().trimmed();
  if (!typed.isEmpty()) {
    return (typed.startsWith(QLatin1String("~/")) ? QDir::home().filePath(typed.mid(2)) : typed)
        .toStdString();
  }
  const std::string name = m_values.text("train") + "-" + m_values.text("mechanism");
  const std::filesystem::path folder = own_models_folder();
  std::error_code error;
  std::filesystem::path free = folder / name;
  for (int n = 2; std::filesystem::exists(free, error) && n < 10000; ++n) {
    free = folder / (name + "-" + std::to_string(n));
  }
  return free;
}

TrainingRequest TrainingForm::request() const { return make_training_request(m_values, folder()); }

void TrainingForm::set(std::string_view id, std::string_view value) {
  if (!is_training_row(m_values.table(), id)) {
    throw UsageError("--" + std::string(id) + ": no option of a training");
  }
  OptionValues changed = m_values;
  changed.set(id, value);
  const TrainingRequest request = make_training_request(changed, folder());
  static_cast<void>(make_task(request.task));
  m_values = std::move(changed);
  refresh();
}

void TrainingForm::adopt(const std::filesystem::path& kept) {
  OptionValues values = resumed_values(m_values, kept);
  static_cast<void>(make_training_request(values, kept));
  m_values = std::move(values);
  m_folder->setText(to_qt(kept.string()));
  refresh();
}

void TrainingForm::begin_anew() {
  if (!goes_on()) return;
  m_values.reset("resume");
  m_folder->clear();
  refresh();
}

void TrainingForm::choose_kept() {
  const std::string kept = m_kept->currentData().toString().toStdString();
  try {
    kept.empty() ? begin_anew() : adopt(kept);
    m_chosen_anew = kept.empty();
    if (on_change) on_change();
  } catch (const std::exception& error) {
    m_show_error(to_qt(error.what()));
    list_kept();
  }
}

void TrainingForm::name_run(const std::filesystem::path& folder) {
  // While it runs nothing else can have been chosen.
  if (folder == m_run && !(m_locked && m_chosen_anew)) return;
  m_run = folder;
  m_chosen_anew = false;
  list_kept();
}

void TrainingForm::list_kept() {
  const std::filesystem::path shown = goes_on()     ? folder()
                                      : names_run() ? m_run
                                                    : std::filesystem::path();
  const QString chosen = to_qt(shown.string());
  m_kept->clear();
  m_kept->addItem(tr("a new training"), QString());
  for (const KeptTraining& kept : find_kept_trainings(own_models_folder())) {
    m_kept->addItem(tr("go on with %1 · %2 of %3 steps")
                        .arg(to_qt(kept.folder.filename().string()), step_text(kept.steps_done),
                             step_text(kept.n_steps)),
                    to_qt(kept.folder.string()));
  }
  if (names_run() && !goes_on()) {
    // Also where it lies elsewhere. Its steps change while it runs: its name alone then.
    int row = m_kept->findData(chosen);
    if (row < 0) {
      row = m_kept->count();
      m_kept->addItem(tr("go on with %1").arg(folder_name(m_run)), chosen);
    }
    if (m_locked) m_kept->setItemText(row, tr("going on with %1").arg(folder_name(m_run)));
  }
  m_kept->setVisible(m_kept->count() > 1);
  m_kept->setCurrentIndex(std::max(0, m_kept->findData(chosen)));
}

void TrainingForm::change(const std::string& id, const QString& value) {
  try {
    set(id, value.toStdString());
  } catch (const std::exception& error) {
    m_show_error(to_qt(error_text(error)));
    refresh();
  }
}

void TrainingForm::set_locked(bool locked) {
  if (std::exchange(m_locked, locked) == locked) return;
  for (QWidget* part : {static_cast<QWidget*>(m_task), static_cast<QWidget*>(m_mechanism)}) {
    part->setEnabled(!locked);
  }
  for (OptionForm* form : m_forms) form->setEnabled(!locked);
  m_folder->setEnabled(!locked);
  m_kept->setEnabled(!locked);
  if (!locked) find_request();  // the folder of the last one is taken now
  list_kept();
}

void TrainingForm::find_request() {
  try {
    m_request = request();
  } catch (const std::exception&) {
    m_request.reset();
  }
  QString place = m_request ? to_qt(m_request->output.string()) : QString();
  m_folder->setPlaceholderText(m_folder->text().isEmpty() ? place : QString());
  const QString home = QDir::homePath();
  if (place.startsWith(home + QLatin1Char('/'))) place = QLatin1Char('~') + place.mid(home.size());
  m_folder_fold->set_summary(place.replace(QLatin1Char('/'), QStringLiteral("/\u200b")));
  if (m_request) {
    m_task_fold->set_summary(task_words(*m_request));
    m_shape_fold->set_summary(shape_words(m_request->shape));
    m_optimizer_fold->set_summary(optimizer_words(m_request->optimizer));
  }
  if (on_change) on_change();
}

void TrainingForm::refresh() {
  find_request();
  const std::string& task = m_values.text("train");
  std::string mechanism_name = m_values.text("mechanism");
  if (mechanism_name == "auto") mechanism_name = "pairwise";
  m_task->setCurrentIndex(m_task->findData(to_qt(task)));
  for (const TaskInfo& info : tasks()) {
    if (info.name != task) continue;
    m_about->setText(to_qt(info.summary));
    m_task->setToolTip(to_qt(info.summary));
    m_task_form->set_options(info.options);
    m_task_fold->setVisible(!info.options.empty());
  }
  const MechanismInfo& info = mechanism(mechanism_name);
  m_mechanism->setCurrentIndex(m_mechanism->findData(to_qt(info.name), Qt::UserRole));
  m_mechanism->setToolTip(formula_tip(to_qt(info.summary), to_qt(info.formula)));
  std::vector<std::string> rows = info.options;
  std::erase_if(rows, is_lens_row);
  m_mechanism_form->set_options(rows);
  QStringList words;
  for (const std::string& id : rows) {
    if (m_values.is_set(id)) {
      words << QStringLiteral("%1 %2").arg(to_qt(id).replace(QLatin1Char('-'), QLatin1Char(' ')),
                                           to_qt(m_values.text(id)));
    }
  }
  m_mechanism_fold->set_summary(words.isEmpty() ? to_rich(to_qt(info.formula))
                                                : words.join(QStringLiteral(" · ")));
  for (OptionForm* form : m_forms) form->refresh();
}

}  // namespace baryscope
