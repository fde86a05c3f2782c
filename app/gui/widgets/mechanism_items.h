/// The mechanisms in a picker.
#pragma once

class QComboBox;

namespace baryscope {

/// All of them under the names of their families; the name is each item's Qt::UserRole.
void fill_mechanisms(QComboBox& picker);

}  // namespace baryscope
