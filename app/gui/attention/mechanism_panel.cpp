#include "app/gui/attention/mechanism_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/mechanism_items.h"
#include "app/gui/widgets/option_editor.h"
#include "core/analysis/mechanism_list.h"

namespace baryscope {

MechanismPanel::MechanismPanel(const Dispatcher& dispatcher, QWidget* parent)
    : Panel(parent),
      m_dispatcher(dispatcher),
      m_picker(new Chooser),
      m_own(new QStandardItem),
      m_summary(muted_label({})),
      m_formula(selectable_label()),
      m_set(muted_label({})),
      m_lens(muted_label({})),
      m_form(new OptionForm(dispatcher)) {
  m_picker->setObjectName(QStringLiteral("mechanism-picker"));
  m_picker->setAccessibleName(tr("Mechanism"));
  m_picker->setMaxVisibleItems(24);
  m_picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_picker->setMinimumContentsLength(8);
  fill_mechanisms(*m_picker);
  m_own->setData(QStringLiteral("auto"), Qt::UserRole);
  m_own->setToolTip(tr("What the model was trained with, or the capture names; else pairwise"));
  static_cast<QStandardItemModel*>(m_picker->model())->insertRow(0, m_own);
  column()->addWidget(m_picker);
  m_formula->setProperty("role", "formula");
  m_formula->setTextFormat(Qt::RichText);
  m_formula->setAccessibleName(tr("Formula of the mechanism"));
  column()->addWidget(m_formula);
  column()->addWidget(m_summary);
  column()->addWidget(m_set);
  m_lens->setProperty("role", "changed");
  column()->addWidget(m_lens);
  column()->addSpacing(2);
  column()->addWidget(m_form);
  m_lens->hide();
  connect(m_picker, &QComboBox::activated, this, [this](int index) {
    m_dispatcher.set_option("mechanism", m_picker->itemData(index, Qt::UserRole).toString());
    refresh();
  });
  refresh();
}

void MechanismPanel::show_mechanism(const std::string& name) {
  for (const MechanismInfo& info : mechanisms()) {
    if (info.name != name) continue;
    m_picker->setToolTip(formula_tip(to_qt(info.summary), to_qt(info.formula)));
    m_formula->setText(to_rich(to_qt(info.formula)));
    m_summary->setText(to_qt(info.summary));
    m_set->setText(tr("output in %1").arg(to_qt(info.attainable_set)));
    m_set->setVisible(!info.attainable_set.empty());
    m_form->set_options(info.options);
    return;
  }
}

void MechanismPanel::refresh() {
  const OptionValues& options = m_dispatcher.session().options();
  const auto shown = m_dispatcher.session().current();
  const std::string& chosen = options.text("mechanism");
  const bool automatic = chosen == "auto";
  const bool known = automatic && shown != nullptr && !shown->analyses.empty() &&
                     shown->options.text("mechanism") == "auto";
  const std::string name = known       ? shown->analyses.front()->mechanism.mechanism
                           : automatic ? "pairwise"
                                       : chosen;
  m_own->setText(known ? tr("the model's own: %1").arg(to_qt(name)) : tr("the model's own"));
  m_picker->setCurrentIndex(m_picker->findData(to_qt(chosen), Qt::UserRole));
  show_mechanism(name);
}

void MechanismPanel::show_analysis(const Analysis& analysis) {
  m_lens->setText(to_qt(analysis.lens.value_or("")));
  m_lens->setVisible(analysis.lens.has_value());
  refresh();
}

}  // namespace baryscope
