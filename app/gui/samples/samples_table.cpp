#include "app/gui/samples/samples_table.h"

#include <QAbstractTableModel>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/gui/samples/samples_inspector.h"
#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/text_fit.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr int k_cell_padding = 18;  // of the style sheet, and the grip between two columns

}  // namespace

/// Cells are made when they are looked at: a hundred thousand rows cost nothing.
class SampleRows : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void show(std::shared_ptr<const SamplingStudy> study, bool synthetic) {
    beginResetModel();
    m_study = std::move(study);
    m_synthetic = synthetic;
    endResetModel();
  }
  [[nodiscard]] const std::shared_ptr<const SamplingStudy>& study() const { return m_study; }
  [[nodiscard]] bool synthetic() const { return m_synthetic; }

  [[nodiscard]] int rowCount(const QModelIndex& parent) const override {
    if (parent.isValid() || m_study == nullptr) return 0;
    return m_synthetic ? m_study->resampled.synthetic.size() : m_study->data->n_points();
  }
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override {
    return parent.isValid() || m_study == nullptr ? 0 : n_leading() + n_values();
  }
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override {
    if (orientation != Qt::Horizontal || m_study == nullptr) return {};
    const bool value = section >= n_leading();
    if (role == Qt::TextAlignmentRole) {
      return QVariant((value || section == 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    if (value) {
      const auto column = static_cast<std::size_t>(section - n_leading());
      return column < m_study->data->features.size()
                 ? to_qt(m_study->data->features[column])
                 : QStringLiteral("x%1").arg(section - n_leading());
    }
    const QString names[] = {m_synthetic ? QObject::tr("no.") : QObject::tr("row"),
                             QObject::tr("class"), QObject::tr("simplex"),
                             QObject::tr("coordinates")};
    return names[section];
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (m_study == nullptr || !index.isValid()) return {};
    const bool value = index.column() >= n_leading();
    if (role == Qt::TextAlignmentRole) {
      return QVariant((value || index.column() == 0 ? Qt::AlignRight : Qt::AlignLeft) |
                      Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    return cell(index.row(), index.column(), role == Qt::ToolTipRole);
  }
  /// Full precision, for the clipboard.
  [[nodiscard]] QString cell(int row, int column, bool exact) const {
    const SyntheticSet& made = m_study->resampled.synthetic;
    const auto at = static_cast<std::size_t>(row);
    if (column >= n_leading()) {
      const Matrix& points = m_synthetic ? made.points : m_study->data->points;
      const double value = points(row, column - n_leading());
      return exact ? to_qt(to_text(value)) : short_number(value);
    }
    switch (column) {
      case 0:
        return QString::number(row);
      case 1: {
        const int label = m_synthetic ? made.labels[at] : m_study->data->labels[at];
        return to_qt(m_study->data->class_words(label));
      }
      case 2:
        return simplex_text(*m_study, row);
      default:
        break;
    }
    if (!exact) return coordinates_text(*m_study, row);
    QStringList list;
    for (const double b : made.coordinates_of(row)) list << to_qt(to_text(b));
    return list.join(QStringLiteral(" · "));
  }

 private:
  static constexpr int k_most_values = 32;
  [[nodiscard]] int n_leading() const { return m_synthetic ? 4 : 2; }
  [[nodiscard]] int n_values() const {
    return std::min(k_most_values, m_study->data->n_features());
  }

  std::shared_ptr<const SamplingStudy> m_study;
  bool m_synthetic = true;
};

SamplesTable::SamplesTable(QWidget* parent)
    : QWidget(parent), m_list(new Chooser), m_view(new QTableView), m_rows(new SampleRows(this)) {
  setProperty("panel", true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 8, 0, 0);
  column->setSpacing(6);
  m_list->setObjectName(QStringLiteral("samples-list"));
  m_list->setAccessibleName(tr("Which points"));
  m_list->setToolTip(
      tr("The points that were made, with the simplex and the weights of each, or "
         "the points of the data"));
  m_list->addItem(tr("Synthetic points"));
  m_list->addItem(tr("Data points"));
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 0, 10, 0);
  head->addWidget(m_list, 1);
  column->addLayout(head);
  m_view->setObjectName(QStringLiteral("samples-table"));
  m_view->setAccessibleName(tr("Points of the picture"));
  m_view->setToolTip(
      tr("Rows of the data are counted from 0; Ctrl+C copies the selected rows in "
         "full precision"));
  m_view->setModel(m_rows);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_view->horizontalHeader()->setHighlightSections(false);
  m_view->setShowGrid(false);
  m_view->setAlternatingRowColors(true);
  m_view->setWordWrap(false);
  m_view->setTabKeyNavigation(false);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_view->installEventFilter(this);
  column->addWidget(m_view, 1);
  fit_to_text(*m_view, [this] { fit(); });
  connect(m_list, &QComboBox::activated, this, [this](int index) { show_list(index == 0); });
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) {
            if (m_quiet || !current.isValid() || !on_select) return;
            on_select({m_rows->synthetic() ? synthetic_point_subject(current.row())
                                           : data_point_subject(current.row())});
          });
}

void SamplesTable::show_study(std::shared_ptr<const SamplingStudy> study) {
  const QScopedValueRollback quiet(m_quiet, true);
  m_rows->show(std::move(study), m_rows->synthetic());
  show_list(m_rows->synthetic());
}

void SamplesTable::show_list(bool synthetic) {
  const QScopedValueRollback quiet(m_quiet, true);
  m_list->setCurrentIndex(synthetic ? 0 : 1);
  if (m_rows->synthetic() != synthetic) m_rows->show(m_rows->study(), synthetic);
  fit();
}

/// Rows and columns by the size of the text.
void SamplesTable::fit() {
  const QFontMetrics metrics = m_view->fontMetrics();
  const auto digits = [&](int n) {
    return n * metrics.horizontalAdvance(QLatin1Char('0')) + k_cell_padding;
  };
  m_view->verticalHeader()->setDefaultSectionSize(metrics.height() + 10);
  m_view->horizontalHeader()->setDefaultSectionSize(digits(8));
  m_view->horizontalHeader()->setMinimumSectionSize(digits(3));
  m_view->setColumnWidth(0, digits(5));
  m_view->setColumnWidth(1, digits(6));
  m_view->setColumnWidth(2, digits(m_rows->synthetic() ? 13 : 8));
  m_view->setColumnWidth(3, digits(m_rows->synthetic() ? 19 : 8));
}

void SamplesTable::show_selection(const Selection& selection) {
  const QScopedValueRollback quiet(m_quiet, true);
  const auto& study = m_rows->study();
  if (study == nullptr || !has_sample(*study, selection)) {
    m_view->clearSelection();
    return;
  }
  show_list(selection.subject.kind == Subject::Kind::synthetic_point);
  if (m_view->currentIndex().row() == selection.subject.number() &&
      m_view->selectionModel()->isRowSelected(selection.subject.number())) {
    return;
  }
  m_view->setCurrentIndex(m_rows->index(selection.subject.number(), 0));
}

void SamplesTable::copy() const {
  QStringList lines;
  for (const QModelIndex& row : m_view->selectionModel()->selectedRows()) {
    QStringList cells;
    for (int column = 0; column < m_rows->columnCount({}); ++column) {
      cells << m_rows->cell(row.row(), column, true);
    }
    lines << cells.join(QLatin1Char('\t'));
  }
  if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

bool SamplesTable::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
    if (static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
      event->accept();
      if (event->type() == QEvent::KeyPress) copy();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace baryscope
