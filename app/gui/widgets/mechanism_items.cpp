#include "app/gui/widgets/mechanism_items.h"

#include <QComboBox>
#include <QFont>
#include <QStandardItemModel>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/tr.h"
#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

QString family_title(MechanismFamily family) {
  switch (family) {
    case MechanismFamily::pairwise:
      return tr("Pairwise");
    case MechanismFamily::differential:
      return tr("Differential");
    case MechanismFamily::signed_weights:
      return tr("Signed weights");
    case MechanismFamily::triple:
      return tr("Triples");
    case MechanismFamily::order:
      return tr("Higher orders");
  }
  return {};
}

}  // namespace

void fill_mechanisms(QComboBox& picker) {
  auto* model = new QStandardItemModel(&picker);
  const MechanismInfo* previous = nullptr;
  for (const MechanismInfo& info : mechanisms()) {
    if (previous == nullptr || previous->family != info.family) {
      auto* heading = new QStandardItem(family_title(info.family));
      heading->setFlags(Qt::NoItemFlags);
      QFont font;  // says its weight only: its size stays the list's
      font.setBold(true);
      heading->setFont(font);
      model->appendRow(heading);
    }
    auto* item = new QStandardItem(to_qt(info.name));
    item->setData(to_qt(info.name), Qt::UserRole);
    item->setToolTip(formula_tip(to_qt(info.summary), to_qt(info.formula)));
    item->setAccessibleText(to_qt(info.title));
    model->appendRow(item);
    previous = &info;
  }
  picker.setModel(model);
}

}  // namespace baryscope
