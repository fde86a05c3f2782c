/// Ctrl+C in a table of rows: all of a row, not the one cell that has the focus.
#pragma once

class QKeyEvent;
class QTableView;

namespace baryscope {

/// Puts the selected rows on the clipboard, their columns that are shown divided by tabs, if this
/// is the key for it; false where it is another.
bool copy_rows(const QTableView& table, const QKeyEvent& event);

}  // namespace baryscope
