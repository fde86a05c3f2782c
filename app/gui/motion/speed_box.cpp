#include "app/gui/motion/speed_box.h"

#include <QComboBox>

#include "app/gui/widgets/chooser.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"
#include "core/base/number_text.h"

namespace baryscope {

QComboBox* make_speed_box(std::initializer_list<double> factors) {
  auto* box = new Chooser;
  box->setAccessibleName(tr("Speed of the play"));
  for (const double factor : factors) {
    box->addItem(to_qt(to_text(factor)) + QStringLiteral("×"), factor);
    if (factor == 1) box->setCurrentIndex(box->count() - 1);
  }
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

}  // namespace baryscope
