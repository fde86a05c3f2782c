/// The fields that every row of the option table has, in one call.
#pragma once

#include <string>

#include "core/options/option_spec.h"

namespace baryscope {

/// A row without a domain of its own yet; rooms add choices, bounds or a parser.
OptionSpec option_row(std::string id, OptionType type, std::string default_value, std::string group,
                      std::string help);

/// A row of a number of bytes, as find_byte_count() reads them.
OptionSpec byte_count_row(std::string id, std::string default_value, std::string group,
                          std::string help);

}  // namespace baryscope
