#include "app/gui/attention/attention_tables.h"

#include <QComboBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/gui/attention/drawn_table.h"
#include "app/gui/attention/expected_table.h"
#include "app/gui/widgets/chooser.h"

namespace baryscope {

AttentionTables::AttentionTables(QWidget* parent)
    : QWidget(parent),
      m_list(new Chooser),
      m_pages(new QStackedWidget),
      m_drawn(new DrawnTable),
      m_expected(new ExpectedTable) {
  m_list->setObjectName(QStringLiteral("table-list"));
  m_list->setAccessibleName(tr("What the table shows"));
  m_list->setToolTip(
      tr("What the picture draws, or the five tokens that the model holds likeliest at "
         "each place"));
  m_list->addItem(tr("what is drawn"));
  m_list->addItem(tr("what the model expects"));
  m_pages->addWidget(m_drawn);
  m_pages->addWidget(m_expected);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addWidget(m_list);
  column->addWidget(m_pages, 1);
  m_list->hide();
  connect(m_list, &QComboBox::currentIndexChanged, m_pages, &QStackedWidget::setCurrentIndex);
  m_drawn->on_select = [this](const Selection& selection) {
    if (on_select) on_select(selection);
  };
  m_expected->on_select = [this](int position) {
    if (on_select) on_select({token_subject(position)});
  };
}

void AttentionTables::show_result(const Scene& scene,
                                  const std::shared_ptr<const Analysis>& analysis) {
  m_drawn->show_scene(scene, *analysis);
  m_expected->show_analysis(analysis);
  const bool expects = !analysis->expectations.places.empty();
  m_list->setVisible(expects);
  if (!expects) m_list->setCurrentIndex(0);
}

void AttentionTables::show_selection(const Selection& selection) {
  m_drawn->show_selection(selection);
  if (selection.subject.kind == Subject::Kind::token) {
    m_expected->show_position(selection.subject.number());
  }
}

}  // namespace baryscope
