/// How fast something plays, as a choice.
#pragma once

#include <initializer_list>

class QComboBox;

namespace baryscope {

/// Factors of the usual pace as data, 1 chosen.
QComboBox* make_speed_box(std::initializer_list<double> factors);

}  // namespace baryscope
