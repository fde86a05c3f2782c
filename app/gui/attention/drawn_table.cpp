#include "app/gui/attention/drawn_table.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <algorithm>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"

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
  setTabKeyNavigation(false);  // the arrows walk in it; Tab leaves it
  connect(this, &QTableWidget::itemSelectionChanged, this, [this] {
    const int row = currentRow();
    if (row >= 0 && row < static_cast<int>(m_rows.size()) && on_select) {
      on_select(m_rows[static_cast<std::size_t>(row)]);
    }
  });
}

void DrawnTable::add_row(const Selection& selection, const std::array<QString, 4>& texts) {
  const auto row = static_cast<int>(m_rows.size());
  m_rows.push_back(selection);
  for (std::size_t column = 0; column < texts.size(); ++column) {
    auto* item = new QTableWidgetItem(texts[column]);
    const Qt::Alignment side = column + 1 == texts.size() ? Qt::AlignRight : Qt::AlignLeft;
    item->setTextAlignment(side | Qt::AlignVCenter);
    setItem(row, static_cast<int>(column), item);
  }
}

void DrawnTable::show_scene(const Scene& scene, const Analysis& analysis) {
  const QSignalBlocker quiet(this);
  m_rows.clear();
  clearContents();
  std::size_t most = 0;
  for (const TriangleSet& set : scene.triangles) most += set.triangles.size();
  for (const EdgeSet& set : scene.edges) most += set.edges.size();
  setRowCount(static_cast<int>(most));
  const auto name = [&](int position) { return to_qt(token_text(analysis, position)); };
  bool primes = false;
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& each : set.triangles) {
      if (each.key < 0) continue;
      primes = true;
      add_row({Selection::Kind::triangle, -1, each.query, each.key, each.key_prime},
              {name(each.query), name(each.key), name(each.key_prime), short_number(each.weight)});
    }
  }
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& each : set.edges) {
      if (each.key < 0) continue;  // an axis, the line to the hull
      // A pair of one key twice, and a second key's marginal, are drawn as edges too.
      const bool twice = each.role == Role::native_triangle;
      const bool second = each.role == Role::key_prime;
      primes = primes || twice || second;
      add_row({Selection::Kind::edge, -1, each.query, each.key, -1},
              {name(each.query), second ? QString() : name(each.key),
               twice || second ? name(each.key) : QString(), short_number(each.weight)});
    }
  }
  setRowCount(static_cast<int>(m_rows.size()));
  setColumnHidden(2, !primes);
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
