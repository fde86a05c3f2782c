/// Options as text: session files, the command line that says the same, and the rows of the docs.
#pragma once

#include <string>
#include <string_view>

#include "core/options/option_table.h"

namespace baryscope {

/// The values that were set as one JSON object in the order of the table: numbers as numbers, lists
/// as arrays, all else as strings.
std::string to_json(const OptionValues& values, int indent = 2);

/// The inverse; a value may also be written as a string, a flag as true or false. Throws Error for
/// text that is no such object (also a key twice), UsageError for an unknown option or a bad value.
OptionValues option_values_from_json(const OptionTable& table, std::string_view json);

/// "--layer 5 --text 'a bakery'": what to type for the same values, quoted for a POSIX shell.
std::string to_command_line(const OptionValues& values);

/// `word` so that a POSIX shell reads it as one word.
std::string shell_quoted(std::string_view word);

/// "keep<TAB>Keys that the selection keeps.": one option a line.
std::string to_listing(const OptionTable& table);

/// The Markdown table of the docs: option, domain, default, meaning; a heading a group.
std::string to_markdown(const OptionTable& table);

}  // namespace baryscope
