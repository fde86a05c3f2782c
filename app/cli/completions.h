/// Completions of the command line for shells, made from the option table when the program is
/// built.
#pragma once

#include <string>

#include "core/options/option_table.h"

namespace baryscope {

std::string bash_completion(const OptionTable& table);
std::string zsh_completion(const OptionTable& table);
std::string fish_completion(const OptionTable& table);

}  // namespace baryscope
