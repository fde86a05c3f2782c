/// What `--help` and `--list` print, made from the tables; the manual is written from the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

/// "baryscope [INPUT …] …"
std::string_view program_usage();
/// Paragraphs with an empty line between them; examples are indented by two spaces.
std::string_view program_description();
/// The option's help, what it takes, and its default.
std::string about_option(const OptionSpec& spec);
/// The groups of the table in their order.
std::vector<std::string> option_groups(const OptionTable& table);

std::string help_text(const OptionTable& table);

/// mechanisms, models, families, samplers, datasets, tasks, views, exporters, options or commands:
/// one a line, name, tab, one sentence. Throws UsageError with the known lists.
std::string list_text(const OptionTable& table, std::string_view name);

}  // namespace baryscope
