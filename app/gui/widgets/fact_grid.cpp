#include "app/gui/widgets/fact_grid.h"

#include <QGridLayout>
#include <QLabel>

#include "app/gui/widgets/panel.h"

namespace baryscope {

FactGrid::FactGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(4);
  m_grid->setColumnMinimumWidth(0, 112);
  m_grid->setColumnStretch(1, 1);
}

void FactGrid::set_rows(const std::vector<InspectorRow>& rows) {
  while (m_lines.size() < rows.size()) {
    const Line line{muted_label({}), selectable_label()};
    const int row = static_cast<int>(m_lines.size());
    m_grid->addWidget(line.name, row, 0, Qt::AlignTop);
    m_grid->addWidget(line.value, row, 1, Qt::AlignTop);
    m_lines.push_back(line);
    keep_numbers_whole(*line.value);
  }
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const Line& line = m_lines[i];
    const bool used = i < rows.size();
    line.name->setVisible(used);
    line.value->setVisible(used);
    if (!used) continue;
    if (line.name->text() != rows[i].name) line.name->setText(rows[i].name);
    if (line.value->text() != rows[i].value) {
      line.value->setText(rows[i].value);
      widen_to_numbers(*line.value);
    }
    line.name->setToolTip(formula_tip(rows[i].tip));
    line.value->setToolTip(formula_tip(rows[i].tip));
    line.value->setAccessibleName(rows[i].name + QStringLiteral(": ") + rows[i].value);
  }
}

QString FactGrid::value(const QString& name) const {
  for (const Line& line : m_lines) {
    if (line.name->text() == name && !line.name->isHidden()) return line.value->text();
  }
  return {};
}

}  // namespace baryscope
