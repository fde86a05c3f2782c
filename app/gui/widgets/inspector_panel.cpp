#include "app/gui/widgets/inspector_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

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

void InspectorPanel::show_content(const InspectorContent& content) {
  clear();
  m_text.clear();
  add_section(tr("Finding"));
  column()->addWidget(selectable_label(content.finding));
  m_text += content.finding + QLatin1Char('\n');
  if (!content.formula.isEmpty()) {
    auto* formula = selectable_label();
    formula->setTextFormat(content.formula_has_indices ? Qt::RichText : Qt::PlainText);
    formula->setText(content.formula_has_indices ? to_rich(content.formula) : content.formula);
    formula->setProperty("role", "formula");
    formula->setAccessibleName(tr("The formula with the actual values"));
    column()->addWidget(formula);
    m_text += (content.formula_has_indices ? to_unicode(content.formula) : content.formula) +
              QLatin1Char('\n');
  }
  for (const InspectorSection& section : content.sections) {
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
      keep_numbers_whole(*value);
      name->setToolTip(formula_tip(each.tip));
      value->setToolTip(formula_tip(each.tip));
      value->setAccessibleName(each.name + QStringLiteral(": ") + each.value);
      grid->addWidget(name, row, 0, Qt::AlignTop);
      grid->addWidget(value, row, 1, Qt::AlignTop);
      ++row;
      m_text += each.name + QLatin1Char('\t') + each.value + QLatin1Char('\n');
    }
    column()->addWidget(box);
  }
  for (const QString& note : content.notes) column()->addWidget(muted_label(note));
}

}  // namespace baryscope
