#include "app/gui/window/model_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/model_shelf.h"
#include "app/gui/widgets/model_words.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/panel.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/window/model_rows.h"

namespace baryscope {
namespace {

constexpr QSize k_size{1080, 580};
constexpr int k_most_name = 330;  // pixels of a column
constexpr int k_page = 10;        // rows

/// Names of files differ at their ends.
class NameItems : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideMiddle;
  }
};

}  // namespace

ModelDialog::ModelDialog(ModelShelf& shelf, QWidget* parent)
    : QDialog(parent),
      m_shelf(shelf),
      m_rows(new ModelRows(this)),
      m_filtered(new FilteredModels(this)),
      m_field(new QLineEdit),
      m_table(new QTableView),
      m_about(selectable_label()),
      m_count(muted_label({})),
      m_open(nullptr) {
  setObjectName(QStringLiteral("model-dialog"));
  setWindowTitle(tr("Open Model"));
  setAttribute(Qt::WA_DeleteOnClose);
  resize(k_size.boundedTo(parent->screen()->availableSize()));
  m_filtered->setSourceModel(m_rows);
  build();
  m_shelf.follow(*this, [this] { take(); });
  m_shelf.look();
  take();
  fit_to_text(*m_table, [this] { fit_columns(); });
}

void ModelDialog::build() {
  m_field->setObjectName(QStringLiteral("model-filter"));
  m_field->setPlaceholderText(tr("Type part of a name, a family, a place…"));
  m_field->setAccessibleName(tr("Filter"));
  m_field->setToolTip(
      tr("Shows the models in which every word is found; ↑ and ↓ choose, Enter "
         "opens"));
  m_field->setProperty("large", true);
  m_field->installEventFilter(this);
  m_table->setObjectName(QStringLiteral("model-table"));
  m_table->setAccessibleName(tr("Models on this machine"));
  m_table->setModel(m_filtered);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setTabKeyNavigation(false);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setItemDelegateForColumn(ModelRows::name, new NameItems(m_table));
  m_table->setAlternatingRowColors(true);
  m_table->verticalHeader()->hide();
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setSectionResizeMode(ModelRows::problem, QHeaderView::Stretch);
  m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  m_table->setSortingEnabled(true);
  m_about->setObjectName(QStringLiteral("model-about"));
  m_about->setAccessibleName(tr("The chosen model"));
  m_about->setWordWrap(true);
  m_about->setMinimumHeight(3 * m_about->fontMetrics().height());
  m_about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_count->setObjectName(QStringLiteral("model-count"));

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
  m_open->setObjectName(QStringLiteral("model-open"));
  m_open->setDefault(true);
  QPushButton* file = buttons->addButton(tr("Choose a File…"), QDialogButtonBox::ActionRole);
  file->setObjectName(QStringLiteral("model-file"));
  file->setToolTip(tr("Opens a model, a capture or anything else by its path"));
  buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Closes this list (Esc)"));
  for (QAbstractButton* button : buttons->buttons()) button->setIcon({});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 14);
  column->setSpacing(10);
  column->addWidget(m_field);
  column->addWidget(m_table, 1);
  column->addWidget(m_about);
  column->addWidget(m_count);
  column->addWidget(buttons);

  connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_filtered->set_words(text);
    choose(first_that_opens());
    tell();
  });
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { tell(); });
  connect(m_table, &QTableView::activated, this, [this] { open_chosen(); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] { open_chosen(); });
  connect(file, &QPushButton::clicked, this, [this] {
    // The dialog must be gone first: another one follows.
    QTimer::singleShot(0, parentWidget(), on_open_file);
    close();
  });
}

void ModelDialog::take() {
  const int row = chosen();
  const std::string name =
      row < 0 ? std::string()
              : m_rows->model(m_filtered->mapToSource(m_filtered->index(row, 0)).row()).name;
  m_rows->show(m_shelf.models());
  const int again = m_rows->row_of(name);
  choose(again < 0 ? first_that_opens() : m_filtered->mapFromSource(m_rows->index(again, 0)).row());
  fit_columns();
  tell();
}

void ModelDialog::fit_columns() {
  // The last column has what is left.
  for (int column = 0; column < ModelRows::problem; ++column) {
    m_table->resizeColumnToContents(column);
  }
  m_table->setColumnWidth(0, std::min(m_table->columnWidth(0), k_most_name));
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 10);
}

int ModelDialog::first_that_opens() const {
  for (int row = 0; row < m_filtered->rowCount(); ++row) {
    const QModelIndex index = m_filtered->mapToSource(m_filtered->index(row, 0));
    if (m_rows->model(index.row()).problem.empty()) return row;
  }
  return 0;
}

int ModelDialog::chosen() const {
  const QModelIndex current = m_table->currentIndex();
  return current.isValid() ? current.row() : -1;
}

void ModelDialog::choose(int row) {
  const int n = m_filtered->rowCount();
  if (n > 0) m_table->selectRow(std::clamp(row, 0, n - 1));
}

void ModelDialog::tell() {
  const auto n_all = static_cast<std::size_t>(m_rows->rowCount({}));
  const auto n_shown = static_cast<std::size_t>(m_filtered->rowCount());
  QString count = counted(n_all, tr("model"), tr("models"));
  if (n_shown < n_all) count = tr("%1 of %2").arg(n_shown).arg(count);
  if (n_shown == 0 && n_all > 0) count = tr("Nothing matches");
  if (m_shelf.is_looking()) count += tr(" · looking for more…");
  m_count->setText(count);
  const int row = chosen();
  if (row < 0) {
    m_about->clear();
    m_open->setEnabled(false);
    m_open->setToolTip(tr("Nothing is chosen"));
    return;
  }
  const FoundModel& model = m_rows->model(m_filtered->mapToSource(m_filtered->index(row, 0)).row());
  const bool opens = model.problem.empty();
  m_about->setText(model_tip(model));
  m_open->setEnabled(opens);
  m_open->setToolTip(opens ? tr("Reads the text with this model (Enter)")
                           : tr("It cannot be opened: %1").arg(to_qt(model.problem)));
}

void ModelDialog::open_chosen() {
  // Enter in the table is the button's too: once is enough.
  if (!isVisible() || !m_open->isEnabled() || chosen() < 0) return;
  const QModelIndex index = m_filtered->mapToSource(m_filtered->index(chosen(), 0));
  const QString name = to_qt(m_rows->model(index.row()).name);
  QTimer::singleShot(0, parentWidget(), [open = on_open, name] { open(name); });
  close();
}

bool ModelDialog::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_field || event->type() != QEvent::KeyPress) {
    return QDialog::eventFilter(watched, event);
  }
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
      choose(chosen() - 1);
      return true;
    case Qt::Key_Down:
      choose(chosen() + 1);
      return true;
    case Qt::Key_PageUp:
      choose(chosen() - k_page);
      return true;
    case Qt::Key_PageDown:
      choose(chosen() + k_page);
      return true;
    default:
      return QDialog::eventFilter(watched, event);
  }
}

}  // namespace baryscope
