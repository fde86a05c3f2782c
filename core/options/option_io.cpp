#include "core/options/option_io.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/strict_json.h"

namespace baryscope {
namespace {

nlohmann::ordered_json to_json_value(const OptionValues& values, const OptionSpec& spec) {
  switch (spec.type) {
    case OptionType::integer:
      if (const auto number = values.find_integer(spec.id)) {
        return *number;
      }
      break;
    case OptionType::number:
      if (const auto number = values.find_number(spec.id)) {
        return *number;
      }
      break;
    case OptionType::list:
      return values.list(spec.id);
    default:
      break;
  }
  return values.text(spec.id);
}

std::string to_value_text(const nlohmann::json& value, const std::string& id) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "on" : "off";
  }
  if (value.is_number()) {
    return value.dump();
  }
  if (value.is_array()) {
    std::string text;
    for (const nlohmann::json& item : value) {
      if (!item.is_string() || item.get<std::string>().find(',') != std::string::npos) {
        throw UsageError("--" + id + ": expected an array of names");
      }
      text += (text.empty() ? "" : ",") + item.get<std::string>();
    }
    return text;
  }
  throw UsageError("--" + id + " " + value.dump().substr(0, 80) +
                   ": expected a string, a number, true, false or an array of names");
}

std::string escaped_for_table(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '|' ? "\\|" : std::string(1, c == '\n' ? ' ' : c);
  }
  return escaped;
}

}  // namespace

std::string to_json(const OptionValues& values, int indent) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const OptionSpec& spec : values.table().specs()) {
    if (values.is_set(spec.id)) {
      object[spec.id] = to_json_value(values, spec);
    }
  }
  // A path need not be UTF-8.
  return object.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

OptionValues option_values_from_json(const OptionTable& table, std::string_view json) {
  nlohmann::json object;
  try {
    object = parse_strict_json(json);
  } catch (const JsonError& error) {
    throw Error(std::string("options: expected a JSON object, but ") + error.what());
  }
  if (!object.is_object()) {
    throw Error(std::string("options: expected a JSON object, found ") + object.type_name());
  }
  OptionValues values(table);
  for (const auto& [id, value] : object.items()) {
    values.set(table.spec(id).id, to_value_text(value, id));
  }
  return values;
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=@%+";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted + "'";
}

std::string to_command_line(const OptionValues& values) {
  std::string line;
  for (const OptionSpec& spec : values.table().specs()) {
    if (values.is_set(spec.id)) {
      line += (line.empty() ? "--" : " --") + spec.id + " " + shell_quoted(values.text(spec.id));
    }
  }
  return line;
}

std::string to_listing(const OptionTable& table) {
  std::string listing;
  for (const OptionSpec& spec : table.specs()) {
    listing += spec.id + "\t" + spec.help + "\n";
  }
  return listing;
}

std::string to_markdown(const OptionTable& table) {
  std::vector<std::string> groups;
  for (const OptionSpec& spec : table.specs()) {
    if (std::find(groups.begin(), groups.end(), spec.group) == groups.end()) {
      groups.push_back(spec.group);
    }
  }
  std::string text;
  for (const std::string& group : groups) {
    text += (text.empty() ? "### " : "\n### ") + group +
            "\n\n| option | domain | default | meaning |\n|---|---|---|---|\n";
    for (const OptionSpec& spec : table.specs()) {
      if (spec.group == group) {
        text += "| `--" + spec.id + "` | " + escaped_for_table(domain_text(spec)) + " | " +
                escaped_for_table(spec.default_value) + " | " + escaped_for_table(spec.help) +
                " |\n";
      }
    }
  }
  return text;
}

}  // namespace baryscope
