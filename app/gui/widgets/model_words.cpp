#include "app/gui/widgets/model_words.h"

#include <QStringList>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {

QString model_note(const FoundModel& model) {
  if (!model.problem.empty()) return to_qt(model.problem);
  QStringList parts;
  if (!model.family.empty()) parts << to_qt(model.family);
  if (model.n_layers > 0 && model.n_heads > 0) {
    parts << QStringLiteral("%1 × %2").arg(model.n_layers).arg(model.n_heads);
  }
  if (!model.quantisation.empty()) parts << to_qt(model.quantisation);
  if (model.n_bytes > 0) parts << to_qt(bytes_words(model.n_bytes));
  return parts.join(QStringLiteral(" · "));
}

QString model_tip(const FoundModel& model) {
  QString about = to_qt(about_model(model));
  if (!about.isEmpty()) about[0] = about[0].toUpper();
  return tr("%1.\n%2").arg(about, to_qt(model.path.string()));
}

}  // namespace baryscope
