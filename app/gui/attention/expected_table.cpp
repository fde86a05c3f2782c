#include "app/gui/attention/expected_table.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QSignalBlocker>
#include <algorithm>
#include <optional>
#include <utility>

#include "app/gui/attention/subject_words.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/row_copy.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/widgets/tr.h"
#include "core/text/direction.h"

namespace baryscope {

/// Rows are made when they are looked at: a text of 4,000 tokens has 20,000.
class ExpectedRows : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void show_analysis(std::shared_ptr<const Analysis> analysis) {
    beginResetModel();
    m_analysis = std::move(analysis);
    m_names.emplace(*m_analysis);
    m_first.clear();
    int n = 0;
    for (const Expectation& place : places()) {
      m_first.push_back(n);
      n += static_cast<int>(place.top.size());
    }
    m_n_rows = n;
    endResetModel();
  }
  [[nodiscard]] int position_of(int row) const { return places()[place_of(row)].position; }
  /// -1 where the model does not say.
  [[nodiscard]] int row_of(int position) const {
    for (std::size_t i = 0; i < m_first.size(); ++i) {
      if (places()[i].position == position) return m_first[i];
    }
    return -1;
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : m_n_rows;
  }
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : 4;
  }
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
      return static_cast<int>((section > 1 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    const bool next = m_analysis == nullptr || m_analysis->model.causal;
    const QString names[] = {next ? tr("after") : tr("in place of"), tr("expected"),
                             tr("probability"), tr("logit")};
    return names[section];
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (role == Qt::TextAlignmentRole) {
      const bool number = index.column() > 1;
      return static_cast<int>((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    const std::size_t i = place_of(index.row());
    const Expectation& place = places()[i];
    const auto rank = static_cast<std::size_t>(index.row() - m_first[i]);
    const ExpectedToken& token = place.top[rank];
    switch (index.column()) {
      case 0:
        return rank == 0 ? (*m_names)(place.position) : QString();
      case 1:
        return to_qt(isolated(token.name));
      case 2:
        return percent(token.probability);
      default:
        return short_number(token.logit);
    }
  }

 private:
  [[nodiscard]] const std::vector<Expectation>& places() const {
    static const std::vector<Expectation> none;
    return m_analysis == nullptr ? none : m_analysis->expectations.places;
  }
  [[nodiscard]] std::size_t place_of(int row) const {
    const auto after = std::upper_bound(m_first.begin(), m_first.end(), row);
    return static_cast<std::size_t>(after - m_first.begin()) - 1;
  }

  std::shared_ptr<const Analysis> m_analysis;
  std::optional<TokenNames> m_names;  ///< of the tokens, which it counts
  std::vector<int> m_first;           ///< the first row of each place
  int m_n_rows = 0;
};

ExpectedTable::ExpectedTable(QWidget* parent) : QTableView(parent), m_rows(new ExpectedRows(this)) {
  setObjectName(QStringLiteral("expected-table"));
  setAccessibleName(tr("What the model expects"));
  setModel(m_rows);
  verticalHeader()->hide();
  fit_to_text(*this,
              [this] { verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10); });
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  for (const int number : {2, 3}) {
    horizontalHeader()->setSectionResizeMode(number, QHeaderView::ResizeToContents);
  }
  horizontalHeader()->setHighlightSections(false);
  setShowGrid(false);
  setAlternatingRowColors(true);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setTabKeyNavigation(false);  // the arrows walk in it; Tab leaves it
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            if (now.isValid() && on_select) on_select(m_rows->position_of(now.row()));
          });
}

void ExpectedTable::show_analysis(std::shared_ptr<const Analysis> analysis) {
  const QSignalBlocker quiet(selectionModel());
  m_rows->show_analysis(std::move(analysis));
}

void ExpectedTable::keyPressEvent(QKeyEvent* event) {
  if (!copy_rows(*this, *event)) QTableView::keyPressEvent(event);
}

void ExpectedTable::show_position(int position) {
  const int row = m_rows->row_of(position);
  const QModelIndex now = currentIndex();
  if (row < 0 || (now.isValid() && m_rows->position_of(now.row()) == position)) return;
  const QSignalBlocker quiet(selectionModel());
  setCurrentIndex(m_rows->index(row, 0));
  scrollTo(m_rows->index(row, 0), QAbstractItemView::PositionAtTop);
  viewport()->update();
}

}  // namespace baryscope
