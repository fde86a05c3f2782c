/// The models in a picker.
#pragma once

#include <QString>

class QComboBox;

namespace baryscope {

class ModelShelf;

/// The shipped models, this user's own, `model` where it is none of them, what the shelf has, store
/// by store under headings, and `open`, which has no data; `none` first unless it is empty. The
/// name is each item's data, its title k_title_role; what cannot be opened is disabled, and its
/// hint says why. Chooses `model`.
void fill_models(QComboBox& box, const QString& none, const QString& model, const QString& open,
                 const ModelShelf& shelf);

/// Of an item: its text, whatever stands there now.
inline constexpr int k_title_role = Qt::UserRole + 2;

}  // namespace baryscope
