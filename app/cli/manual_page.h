/// The manual page baryscope(1), made from the option table when the program is built.
#pragma once

#include <string>

#include "core/options/option_table.h"

namespace baryscope {

/// In troff with the man macros, UTF-8.
std::string manual_page(const OptionTable& table);

}  // namespace baryscope
