// The parts of the form: pickers, folds with their options, the row of the folder.
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "app/gui/training/training_form.h"
#include "app/gui/training/training_values.h"
#include "app/gui/training/training_words.h"
#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/fold.h"
#include "app/gui/widgets/mechanism_items.h"
#include "app/gui/widgets/panel.h"
#include "core/analysis/model_library.h"
#include "core/tasks/task.h"

namespace baryscope {
namespace {

/// Every row of the training, grouped as a person thinks of them.
const std::vector<std::string> k_shape_rows{"n-layers", "n-heads",     "head-dim", "model-dim",
                                            "mlp-dim",  "residual",    "norms",    "positions",
                                            "every",    "softmax-ends"};
const std::vector<std::string> k_optimizer_rows{
    "steps", "batch",          "learning-rate",    "warm-up",          "weight-decay",
    "clip",  "evaluate-every", "checkpoint-every", "keep-checkpoints", "seed",
    "device"};
const std::vector<std::string> k_folder_rows{"resume", "force"};

}  // namespace

TrainingForm::TrainingForm(const OptionValues& initial, ShowError show_error, QWidget* parent)
    : QWidget(parent),
      m_values(first_training_values(initial)),
      m_show_error(std::move(show_error)),
      m_head(new QWidget),
      m_task(new Chooser),
      m_mechanism(new Chooser),
      m_kept(new Chooser),
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
  // A form layout gives a wrapped row across both columns too little height.
  auto* grid = new QGridLayout(m_head);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(7);
  grid->setColumnStretch(1, 1);
  for (QComboBox* box : {m_task, m_mechanism, m_kept}) box->setMinimumContentsLength(4);
  int row = 0;
  for (const auto& [name, box] : {std::pair{tr("task"), m_task}, {tr("mechanism"), m_mechanism}}) {
    QLabel* label = muted_label(name);
    label->setWordWrap(false);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row++, 1);
  }
  grid->addWidget(m_about, row++, 0, 1, 2);
  build_kept();
  grid->addWidget(m_kept, row, 0, 1, 2);
  list_kept();
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
  connect(m_kept, &QComboBox::activated, this, [this] { choose_kept(); });
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

}  // namespace baryscope
