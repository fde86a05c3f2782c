/// The command line's first decision: print something, or work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/plan.h"

namespace baryscope {

/// Prints what `--help`, `--version` or `--list` ask for and returns nothing; else the plan, its
/// verbosity set. Throws UsageError or Error.
std::optional<Plan> read_command_line(const std::vector<std::string>& words);

/// Variables of this process.
Environment process_environment();

}  // namespace baryscope
