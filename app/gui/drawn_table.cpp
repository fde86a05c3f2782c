#include "app/gui/drawn_table.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <algorithm>

#include "app/gui/dispatcher.h"
#include "app/gui/number_words.h"

namespace baryscope {

DrawnTable::DrawnTable(QWidget* parent) : QTableWidget(parent) {
  setObjectName(QStringLiteral("drawn-table"));
  setAccessibleName(tr("Everything that is drawn"));
  setToolTip(tr("Every edge and triangle of the picture with its weight"));
  setColumnCount(4);
  setHorizontalHeaderLabels({tr("query"), tr("key"), tr("key prime"), tr("weight")});
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeaderItem(3)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setShowGrid(false);
  setAlternatingRowColors(true);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  connect(this, &QTableWidget::itemSelectionChanged, this, [this] {
    const int row = currentRow();
    if (row >= 0 && row < static_cast<int>(m_rows.size()) && on_select) {
      on_select(m_rows[static_cast<std::size_t>(row)]);
    }
  });
}

void DrawnTable::show_analysis(const Analysis& analysis) {
  const QSignalBlocker quiet(this);
  m_rows.clear();
  const int n_rows = static_cast<int>(analysis.triangles.size() + analysis.edges.size());
  clearContents();
  setRowCount(n_rows);
  const auto add = [&](const Selection& selection, double weight) {
    const int row = static_cast<int>(m_rows.size());
    const auto cell = [&](int column, const QString& text, Qt::Alignment side) {
      auto* item = new QTableWidgetItem(text);
      item->setTextAlignment(side | Qt::AlignVCenter);
      setItem(row, column, item);
    };
    const auto name = [&](int position) {
      return position < 0 ? QString() : to_qt(token_text(analysis, position));
    };
    cell(0, name(selection.query), Qt::AlignLeft);
    cell(1, name(selection.key), Qt::AlignLeft);
    cell(2, name(selection.key_prime), Qt::AlignLeft);
    cell(3, short_number(weight), Qt::AlignRight);
    m_rows.push_back(selection);
  };
  for (const WeightedTriangle& each : analysis.triangles) {
    add({Selection::Kind::triangle, -1, each.query, each.key, each.key_prime}, each.weight);
  }
  for (const WeightedEdge& each : analysis.edges) {
    add({Selection::Kind::edge, -1, each.query, each.key, -1}, each.weight);
  }
  setColumnHidden(2, analysis.triangles.empty());
}

void DrawnTable::show_selection(const Selection& selection) {
  const QSignalBlocker quiet(this);
  const auto found = std::find(m_rows.begin(), m_rows.end(), selection);
  if (found == m_rows.end()) {
    clearSelection();
  } else {
    selectRow(static_cast<int>(found - m_rows.begin()));
  }
}

}  // namespace baryscope
