#include "core/model/config_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/input_file.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/base/strict_json.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

using nlohmann::json;

constexpr std::size_t max_bytes = std::size_t{4} << 20;
constexpr std::size_t shown_bytes = 40;

std::string shown(const json& value) {
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() <= shown_bytes ? text : text.substr(0, shown_bytes) + "…";
}

}  // namespace

json parse_config_text(const std::string& text, const std::string& source) {
  if (text.size() > max_bytes) {
    throw ModelError("cannot use " + source + ": it is longer than 4 MiB, no model's config is");
  }
  try {
    return parse_strict_json(text);
  } catch (const JsonError& error) {
    throw ModelError("cannot use " + source + ": " + error.what());
  }
}

std::string read_config_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw ModelError("cannot read " + path.string() +
                     ": No such file or directory; a model folder holds config.json, "
                     "*.safetensors and tokenizer.json");
  }
  return reading_as<ModelError>([&] { return read_input_file(path, max_bytes); });
}

ConfigEntries::ConfigEntries(const json& object, std::string source, std::string place)
    : m_object(object), m_source(std::move(source)), m_place(std::move(place)) {
  if (!m_object.is_object()) {
    fail(m_place.empty() ? "it is not a JSON object"
                         : m_place + " is " + shown(m_object) + ", expected an object");
  }
}

std::string ConfigEntries::place_of(const std::string& key) const {
  return m_place.empty() ? key : m_place + "." + key;
}

void ConfigEntries::fail(const std::string& problem) const {
  throw ModelError("cannot use " + m_source + ": " + problem);
}

const json* ConfigEntries::find(const char* key) {
  m_asked.insert(key);
  const auto found = m_object.find(key);
  return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

const char* ConfigEntries::spelling(std::initializer_list<const char*> keys) {
  const char* first = nullptr;
  for (const char* key : keys) {
    if (find(key) != nullptr && first == nullptr) {
      first = key;
    }
  }
  return first != nullptr ? first : *keys.begin();
}

bool ConfigEntries::is_null(const char* key) {
  m_asked.insert(key);
  const auto found = m_object.find(key);
  return found != m_object.end() && found->is_null();
}

std::string ConfigEntries::text(const char* key, const std::string& fallback) {
  const json* found = find(key);
  if (found == nullptr) {
    return fallback;
  }
  if (!found->is_string()) {
    fail(fmt::format("{} is {}, not a string", place_of(key), shown(*found)));
  }
  return found->get<std::string>();
}

bool ConfigEntries::flag(const char* key, bool fallback) {
  const json* found = find(key);
  if (found == nullptr) {
    return fallback;
  }
  if (!found->is_boolean()) {
    fail(fmt::format("{} is {}, expected true or false", place_of(key), shown(*found)));
  }
  return found->get<bool>();
}

int ConfigEntries::size(const char* key, int minimum, int maximum, std::optional<int> fallback) {
  const json* found = find(key);
  if (found == nullptr) {
    if (fallback) {
      return *fallback;
    }
    fail(fmt::format("it has no {}", place_of(key)));
  }
  if (!found->is_number_unsigned() ||
      found->get<std::uint64_t>() < static_cast<std::uint64_t>(minimum) ||
      found->get<std::uint64_t>() > static_cast<std::uint64_t>(maximum)) {
    fail(fmt::format("{} is {}, expected a whole number from {} to {}", place_of(key),
                     shown(*found), minimum, maximum));
  }
  return found->get<int>();
}

double ConfigEntries::number(const char* key, double minimum, double maximum, double fallback) {
  const json* found = find(key);
  if (found == nullptr) {
    return fallback;
  }
  if (!found->is_number() || !std::isfinite(found->get<double>()) ||
      found->get<double>() < minimum || found->get<double>() > maximum) {
    fail(fmt::format("{} is {}, expected a number in [{}, {}]", place_of(key), shown(*found),
                     to_text(minimum), to_text(maximum)));
  }
  return found->get<double>();
}

std::size_t ConfigEntries::choice(const char* key, const std::vector<std::string>& known,
                                  const std::string& fallback) {
  const std::string value = text(key, fallback);
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] == value) {
      return i;
    }
  }
  fail(place_of(key) + ": " + unknown_name_message("value", value, known));
}

std::vector<double> ConfigEntries::numbers(const char* key, double minimum, double maximum) {
  const json* found = find(key);
  if (found == nullptr) {
    return {};
  }
  const auto fits = [&](const json& value) {
    return value.is_number() && std::isfinite(value.get<double>()) &&
           value.get<double>() >= minimum && value.get<double>() <= maximum;
  };
  if (!found->is_array() || !std::all_of(found->begin(), found->end(), fits)) {
    fail(fmt::format("{} is {}, expected a list of numbers in [{}, {}]", place_of(key),
                     shown(*found), to_text(minimum), to_text(maximum)));
  }
  return found->get<std::vector<double>>();
}

std::vector<std::string> ConfigEntries::texts(const char* key) {
  const json* found = find(key);
  if (found == nullptr) {
    return {};
  }
  if (!found->is_array() || !std::all_of(found->begin(), found->end(),
                                         [](const json& value) { return value.is_string(); })) {
    fail(fmt::format("{} is {}, expected a list of texts", place_of(key), shown(*found)));
  }
  return found->get<std::vector<std::string>>();
}

std::vector<std::string> ConfigEntries::unasked() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : m_object.items()) {
    const bool says_nothing = value.is_null() || (value.is_structured() && value.empty());
    if (!says_nothing && !m_asked.contains(key)) {
      keys.push_back(key);
    }
  }
  return keys;
}

void ConfigEntries::refuse_unknown() const {
  for (const auto& [key, value] : m_object.items()) {
    if (!m_asked.contains(key)) {
      fail((m_place.empty() ? "" : m_place + ": ") +
           unknown_name_message("entry", key, {m_asked.begin(), m_asked.end()}));
    }
  }
}

}  // namespace baryscope
