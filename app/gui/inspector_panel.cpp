#include "app/gui/inspector_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "app/gui/inspector_text.h"
#include "core/analysis/report.h"

namespace baryscope {

InspectorPanel::InspectorPanel(QWidget* parent) : Panel(parent) {
  setObjectName(QStringLiteral("inspector"));
  setAccessibleName(tr("Inspector"));
  column()->addWidget(muted_label(tr("The numbers of the picture appear here.")));
}

QString InspectorPanel::text() const { return m_text; }

void InspectorPanel::clear() {
  while (QLayoutItem* item = column()->takeAt(0)) {
    if (item->widget() != nullptr) item->widget()->deleteLater();
    delete item;
  }
}

void InspectorPanel::show_analysis(const std::shared_ptr<const Analysis>& analysis,
                                   const Selection& selection) {
  clear();
  m_text.clear();
  add_section(tr("Finding"));
  const QString words = to_qt(finding(*analysis));
  column()->addWidget(selectable_label(words));
  auto* formula = selectable_label(formula_with_values(*analysis, selection));
  formula->setProperty("role", "formula");
  formula->setAccessibleName(tr("The formula with the actual values"));
  column()->addWidget(formula);
  m_text += words + QLatin1Char('\n') + formula->text() + QLatin1Char('\n');
  for (const InspectorSection& section : inspector_sections(*analysis, selection)) {
    add_section(section.title);
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 112);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const InspectorRow& each : section.rows) {
      QLabel* name = muted_label(each.name);
      QLabel* value = selectable_label(each.value);
      name->setToolTip(each.tip);
      value->setToolTip(each.tip);
      value->setAccessibleName(each.name + QStringLiteral(": ") + each.value);
      grid->addWidget(name, row, 0, Qt::AlignTop);
      grid->addWidget(value, row, 1, Qt::AlignTop);
      ++row;
      m_text += each.name + QLatin1Char('\t') + each.value + QLatin1Char('\n');
    }
    column()->addWidget(box);
  }
  for (const std::string& note : analysis->notes) column()->addWidget(muted_label(to_qt(note)));
}

}  // namespace baryscope
