/// The models in a picker.
#pragma once

#include <QString>

class QComboBox;

namespace baryscope {

/// The shipped models, this user's own, `model` where it is none of them, and `open`, which has no
/// data; `none` first unless it is empty. The name is each item's data. Chooses `model`.
void fill_models(QComboBox& box, const QString& none, const QString& model, const QString& open);

}  // namespace baryscope
