/// What `--help` and `--list` print, made from the tables.
#pragma once

#include <string>
#include <string_view>

#include "core/options/option_table.h"

namespace baryscope {

std::string help_text(const OptionTable& table);

/// mechanisms, models, samplers, datasets, tasks, views, options or commands: one a line, name,
/// tab, one sentence. Throws UsageError with the known lists.
std::string list_text(const OptionTable& table, std::string_view name);

}  // namespace baryscope
