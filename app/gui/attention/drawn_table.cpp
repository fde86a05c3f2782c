#include "app/gui/attention/drawn_table.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <algorithm>

#include "app/gui/attention/subject_words.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/row_copy.h"
#include "app/gui/widgets/text_fit.h"
#include "viz/scene/visit.h"

namespace baryscope {

DrawnTable::DrawnTable(QWidget* parent) : QTableWidget(parent) {
  setObjectName(QStringLiteral("drawn-table"));
  setAccessibleName(tr("Everything that is drawn"));
  setToolTip(tr("Every edge and triangle of the picture with its weight"));
  setColumnCount(4);
  setHorizontalHeaderLabels({tr("query"), tr("key"), tr("key prime"), tr("weight")});
  verticalHeader()->hide();
  fit_to_text(*this,
              [this] { verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10); });
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
  setRowCount(static_cast<int>(n_elements(scene)));
  const TokenNames name(analysis);
  bool primes = false;
  const auto add = [&](const Subject& subject, double weight) {
    const bool second = subject.kind == Subject::Kind::second_key;
    const bool triangle = subject.kind == Subject::Kind::triangle;
    if (!second && !triangle && subject.kind != Subject::Kind::edge) return;  // the way to the hull
    primes = primes || second || triangle;
    const int prime = triangle ? subject.key_prime() : subject.key();
    add_row({subject}, {name(subject.query()), second ? QString() : name(subject.key()),
                        second || triangle ? name(prime) : QString(), short_number(weight)});
  };
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& each : set.triangles) add(each.subject, each.weight);
  }
  // A pair of one key twice, and a second key's marginal, are drawn as edges too.
  for_each_edge(scene, [&](const SceneEdge& each) { add(each.subject, each.weight); });
  setRowCount(static_cast<int>(m_rows.size()));
  setColumnHidden(2, !primes);
}

void DrawnTable::keyPressEvent(QKeyEvent* event) {
  if (!copy_rows(*this, *event)) QTableWidget::keyPressEvent(event);
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
