/// What a language model expects, position by position, as a table: five rows a position.
#pragma once

#include <QTableView>
#include <functional>
#include <memory>

#include "core/analysis/analysis.h"

namespace baryscope {

class ExpectedRows;

class ExpectedTable : public QTableView {
 public:
  explicit ExpectedTable(QWidget* parent = nullptr);

  void show_analysis(std::shared_ptr<const Analysis> analysis);
  /// Scrolls to the rows of a position, if there are any.
  void show_position(int position);

  std::function<void(int position)> on_select;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  ExpectedRows* m_rows;
};

}  // namespace baryscope
