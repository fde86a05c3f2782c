/// Everything that is drawn as a table: the picture for screen readers, and for copying.
#pragma once

#include <QTableWidget>
#include <functional>

#include "app/session/selection.h"

namespace baryscope {

class DrawnTable : public QTableWidget {
 public:
  explicit DrawnTable(QWidget* parent = nullptr);

  void show_analysis(const Analysis& analysis);
  void show_selection(const Selection& selection);

  std::function<void(const Selection&)> on_select;

 private:
  std::vector<Selection> m_rows;
};

}  // namespace baryscope
