/// How the window speaks of options: messages are written for the command line, "--query zebra: …",
/// and nobody types a flag in a window.
#pragma once

#include <string>
#include <string_view>

#include "core/options/option_table.h"

namespace baryscope {

/// "key-prime" → "key prime": an option as the window's labels call it.
std::string option_words(std::string_view id);

/// A message as the window shows it: flags of the table become the labels of their controls.
/// "--query zebra: no such token" → "query zebra: no such token", "use --select none or a smaller
/// --keep" → "use “select: none” or a smaller “keep”". What is only good for a command line (the
/// name of --output, "see --help") is left out. A value stays as somebody typed it, also where it
/// begins with dashes.
std::string window_words(std::string_view message, const OptionTable& table);

}  // namespace baryscope
