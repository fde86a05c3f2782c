#include "app/gui/training/training_form.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_words.h"
#include "app/gui/widgets/fold.h"
#include "app/gui/widgets/mechanism_items.h"
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

constexpr const char* k_first_mechanism = "two-simplicial";

/// Rows that say where a pretrained model borrows K′, V′ … from: a model in training has its own.
constexpr std::array k_lens_rows{"key-prime", "value-prime", "second-query-key", "negative-value"};

bool is_lens_row(const std::string& id) {
  return std::find(k_lens_rows.begin(), k_lens_rows.end(), id) != k_lens_rows.end();
}

bool is_run_row(std::string_view id) {
  constexpr std::array<std::string_view, 5> rows{"device", "threads", "cpu", "seed", "force"};
  return std::find(rows.begin(), rows.end(), id) != rows.end();
}

OptionValues first_values(const OptionValues& given) {
  OptionValues values(given.table());
  const bool asked = given.text("train") != "none";
  for (const auto& [id, value] : given.changed()) {
    const std::string& group = given.table().spec(id).group;
    if (group == "training" || is_run_row(id) || (asked && group == "mechanism"))
      values.set(id, value);
  }
  if (!asked) {
    values.set("train", tasks().front().name);
    values.set("mechanism", k_first_mechanism);
  }
  return values;
}

/// Every row of the training, grouped as a person thinks of them.
const std::vector<std::string> k_shape_rows{"n-layers", "n-heads",     "head-dim", "model-dim",
                                            "mlp-dim",  "residual",    "norms",    "positions",
                                            "every",    "softmax-ends"};
const std::vector<std::string> k_optimizer_rows{
    "steps", "batch",          "learning-rate",    "warm-up", "weight-decay",
    "clip",  "evaluate-every", "checkpoint-every", "seed",    "device"};
const std::vector<std::string> k_folder_rows{"resume", "force"};

}  // namespace

OptionValues without_training(const OptionValues& given) {
  OptionValues values = given;
  if (given.text("train") == "none") return values;
  for (const auto& [id, value] : given.changed()) {
    const std::string& group = given.table().spec(id).group;
    if (group == "training" || group == "mechanism") values.reset(id);
  }
  return values;
}

TrainingForm::TrainingForm(const OptionValues& initial, ShowError show_error, QWidget* parent)
    : QWidget(parent),
      m_values(first_values(initial)),
      m_show_error(std::move(show_error)),
      m_head(new QWidget),
      m_task(new QComboBox),
      m_mechanism(new QComboBox),
      m_kept(new QComboBox),
      m_about(muted_label({})),
      m_column(new QVBoxLayout(this)),
      m_folder(new QLineEdit) {
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(6);
  build_head();
  m_task_fold =
      add_fold(tr("Task"), "training-task", tr("How long and how hard the task's texts are"));
  m_mechanism_fold = add_fold(tr("Mechanism"), "training-mechanism",
                              tr("Options of the mechanism that is trained"));
  m_shape_fold =
      add_fold(tr("Model"), "training-shape",
               tr("Layers, heads and widths. auto: what the task's recipe takes for this "
                  "mechanism, said beside it."));
  m_optimizer_fold =
      add_fold(tr("Optimiser"), "training-optimizer",
               tr("AdamW: each weight moves by the mean of its gradients over the root "
                  "of their mean square, times the learning rate."));
  m_folder_fold = add_fold(tr("Folder"), "training-folder",
                           tr("Where the model is written, and whether what lies there is gone on "
                              "with or written over"));
  m_task_form = add_form(*m_task_fold);
  m_mechanism_form = add_form(*m_mechanism_fold);
  add_form(*m_shape_fold)->set_options(k_shape_rows);
  add_form(*m_optimizer_fold)->set_options(k_optimizer_rows);
  build_folder();
  add_form(*m_folder_fold)->set_options(k_folder_rows);
  refresh();
}

Fold* TrainingForm::add_fold(const QString& title, const char* name, const QString& tip) {
  auto* fold = new Fold(title, tip);
  fold->setObjectName(QString::fromLatin1(name));
  m_column->addWidget(fold);
  return fold;
}

OptionForm* TrainingForm::add_form(Fold& fold) {
  OptionSource source;
  source.values = [this]() -> const OptionValues& { return m_values; };
  source.set = [this](const std::string& id, const QString& value) {
    const OptionValues before = m_values;
    change(id, value);
    return !(before == m_values);
  };
  source.automatic = [this](const std::string& id) {
    return m_request ? training_value(*m_request, id) : QString();
  };
  auto* form = new OptionForm(std::move(source));
  fold.column()->addWidget(form);
  m_forms.push_back(form);
  return form;
}

void TrainingForm::build_head() {
  m_task->setObjectName(QStringLiteral("training-task-picker"));
  m_task->setAccessibleName(tr("Task to train on"));
  m_task->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  for (const TaskInfo& info : tasks()) {
    m_task->addItem(to_qt(info.title), to_qt(info.name));
    m_task->setItemData(m_task->count() - 1, to_qt(info.summary), Qt::ToolTipRole);
  }
  m_mechanism->setObjectName(QStringLiteral("training-mechanism-picker"));
  m_mechanism->setAccessibleName(tr("Mechanism to train"));
  m_mechanism->setMaxVisibleItems(24);
  m_mechanism->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  fill_mechanisms(*m_mechanism);
  auto* grid = new QFormLayout(m_head);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(7);
  grid->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  grid->addRow(muted_label(tr("task")), m_task);
  grid->addRow(muted_label(tr("mechanism")), m_mechanism);
  grid->addRow(m_about);
  build_kept();
  grid->addRow(m_kept);
  list_kept();
  for (int row = 0; row < 2; ++row) {
    static_cast<QLabel*>(grid->itemAt(row, QFormLayout::LabelRole)->widget())->setWordWrap(false);
  }
  connect(m_task, &QComboBox::activated, this,
          [this] { change("train", m_task->currentData().toString()); });
  connect(m_mechanism, &QComboBox::activated, this, [this](int index) {
    change("mechanism", m_mechanism->itemData(index, Qt::UserRole).toString());
  });
}

void TrainingForm::build_kept() {
  m_kept->setObjectName(QStringLiteral("training-kept"));
  m_kept->setAccessibleName(tr("A new training or a kept one"));
  m_kept->setToolTip(
      tr("Trainings among your models that ended before their last step. Start goes on from their "
         "checkpoint, as if they had never stopped."));
  m_kept->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  connect(m_kept, &QComboBox::activated, this, [this] {
    const std::string kept = m_kept->currentData().toString().toStdString();
    try {
      kept.empty() ? begin_anew() : adopt(kept);
    } catch (const std::exception& error) {
      m_show_error(to_qt(error.what()));
      list_kept();
    }
  });
}

void TrainingForm::build_folder() {
  m_folder->setObjectName(QStringLiteral("training-folder-path"));
  m_folder->setAccessibleName(tr("Folder of the model"));
  m_folder->setToolTip(
      tr("Where the model is written. Empty: a new folder among your models, where it opens by "
         "its name."));
  auto* choose = new QToolButton;
  choose->setText(QStringLiteral("…"));
  choose->setAccessibleName(tr("Choose the folder of the model"));
  choose->setToolTip(tr("Choose a folder"));
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(m_folder, 1);
  row->addWidget(choose);
  m_folder_fold->column()->addLayout(row);
  connect(m_folder, &QLineEdit::textChanged, this, [this] { find_request(); });
  connect(choose, &QToolButton::clicked, this, [this] {
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder of the model"),
                                                             to_qt(own_models_folder().string()));
    if (!chosen.isEmpty()) m_folder->setText(chosen);
  });
}

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
  const std::string& group = m_values.table().spec(id).group;
  if (group != "training" && group != "mechanism" && !is_run_row(id)) {
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

void TrainingForm::list_kept() {
  const QString chosen = goes_on() ? to_qt(folder().string()) : QString();
  m_kept->clear();
  m_kept->addItem(tr("a new training"), QString());
  for (const KeptTraining& kept : find_kept_trainings(own_models_folder())) {
    m_kept->addItem(tr("go on with %1 · %2 of %3 steps")
                        .arg(to_qt(kept.folder.filename().string()), step_text(kept.steps_done),
                             step_text(kept.n_steps)),
                    to_qt(kept.folder.string()));
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
  if (locked) return;
  find_request();  // the folder of the last one is taken now
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
  m_mechanism->setToolTip(to_qt(info.summary + "\n" + info.formula));
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
