#include "app/cli/cascade.h"

#include <algorithm>

#include "app/session/all_options.h"
#include "app/session/text_file.h"
#include "core/base/error.h"
#include "core/options/option_io.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// What one run does (its outputs, its script) is typed for that run and stands nowhere else.
bool is_configurable(const OptionSpec& spec) {
  return is_live_option(spec) || spec.id == "verbose" || spec.id == "reduced-motion";
}

void read_configuration(OptionValues& values, const fs::path& file) {
  const std::string text = read_file(file);
  try {
    const OptionValues given = option_values_from_json(values.table(), text);
    for (const auto& [id, value] : given.changed()) {
      if (!is_configurable(values.table().spec(id))) {
        throw UsageError("--" + id + ": belongs to one run, not to a configuration");
      }
      values.set(id, value);
    }
  } catch (const UsageError& error) {
    throw UsageError(file.string() + ": " + error.what());
  } catch (const Error& error) {
    throw Error(file.string() + ": " + error.what());
  }
}

}  // namespace

std::vector<fs::path> configuration_files(const Environment& environment) {
  const fs::path below = fs::path("baryscope") / "config.json";
  std::vector<fs::path> files;
  std::string folders = environment("XDG_CONFIG_DIRS").value_or("");
  if (folders.empty()) {
    folders = "/etc/xdg";
  }
  for (std::size_t begin = 0; begin <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', begin), folders.size());
    if (end > begin) {
      files.push_back(fs::path(folders.substr(begin, end - begin)) / below);
    }
    begin = end + 1;
  }
  std::reverse(files.begin(), files.end());
  const auto home = environment("HOME");
  if (const auto own = environment("XDG_CONFIG_HOME"); own && !own->empty()) {
    files.push_back(fs::path(*own) / below);
  } else if (home && !home->empty()) {
    files.push_back(fs::path(*home) / ".config" / below);
  }
  return files;
}

std::string environment_name(const std::string& option_id) {
  std::string name = "BARYSCOPE_";
  for (const char c : option_id) {
    name += c == '-' ? '_' : (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

OptionValues configured_values(const OptionTable& table, const Environment& environment,
                               bool without_files, const std::optional<std::string>& config) {
  OptionValues values(table);
  if (!without_files) {
    std::error_code ignored;
    for (const fs::path& file : configuration_files(environment)) {
      if (fs::exists(file, ignored)) {
        read_configuration(values, file);
      }
    }
  }
  for (const OptionSpec& spec : table.specs()) {
    if (!is_configurable(spec)) {
      continue;
    }
    const std::string name = environment_name(spec.id);
    if (const auto value = environment(name)) {
      try {
        values.set(spec.id, *value);
      } catch (const UsageError& error) {
        throw UsageError("environment variable " + name + ": " + error.what());
      }
    }
  }
  if (config && !config->empty()) {
    read_configuration(values, *config);
  }
  return values;
}

}  // namespace baryscope
