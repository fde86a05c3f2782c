#include "app/gui/widgets/row_copy.h"

#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QStringList>
#include <QTableView>

namespace baryscope {

bool copy_rows(const QTableView& table, const QKeyEvent& event) {
  if (!event.matches(QKeySequence::Copy)) return false;
  QStringList lines;
  for (const QModelIndex& row : table.selectionModel()->selectedRows()) {
    QStringList cells;
    for (int column = 0; column < table.model()->columnCount(); ++column) {
      if (!table.isColumnHidden(column)) cells << row.siblingAtColumn(column).data().toString();
    }
    lines << cells.join(QLatin1Char('\t'));
  }
  if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
  return true;
}

}  // namespace baryscope
