/// Rows of name and value that change in place, so that dragging a slider does not rebuild them.
#pragma once

#include <QWidget>
#include <vector>

#include "app/gui/widgets/inspector_content.h"

class QGridLayout;
class QLabel;

namespace baryscope {

class FactGrid : public QWidget {
 public:
  explicit FactGrid(QWidget* parent = nullptr);
  void set_rows(const std::vector<InspectorRow>& rows);
  [[nodiscard]] QString value(const QString& name) const;

 private:
  struct Line {
    QLabel *name, *value;
  };
  QGridLayout* m_grid;
  std::vector<Line> m_lines;
};

}  // namespace baryscope
