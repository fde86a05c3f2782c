/// What was typed on the command line, taken apart but not yet understood.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

struct Arguments {
  std::vector<std::string> inputs;
  /// Ids and canonical values in the order in which they were typed, without `output`.
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::string> outputs;
  std::optional<std::string> list;
  bool help = false;
  bool version = false;
  bool no_config = false;
};

/// `--option value` and `--option=value`; an option that takes a value takes the next argument
/// whatever it begins with. A flag stands for `on` unless `on` or `off` is the next argument. `--`
/// ends the options. Every value is checked. Throws UsageError naming the option.
Arguments parse_arguments(const OptionTable& table, const std::vector<std::string>& words);

}  // namespace baryscope
