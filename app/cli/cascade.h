/// Where option values come from besides the command line: configuration files, the environment.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

/// A variable of the environment; nothing where it is unset.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The configuration files in the order in which they are read, whether they exist or not: the
/// system's (XDG_CONFIG_DIRS, the most important last), then the user's (XDG_CONFIG_HOME).
std::vector<std::filesystem::path> configuration_files(const Environment& environment);

/// BARYSCOPE_WINDOW_ANCHOR for "window-anchor".
std::string environment_name(const std::string& option_id);

/// Defaults < system < user < environment < `--config`. Files are JSON objects of options. Throws
/// Error for a file that is no such object, UsageError for a bad value, both naming where it
/// stands.
OptionValues configured_values(const OptionTable& table, const Environment& environment,
                               bool without_files, const std::optional<std::string>& config);

}  // namespace baryscope
