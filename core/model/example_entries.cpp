#include "core/model/example_entries.h"

#include <nlohmann/json.hpp>

#include "core/model/layer_json.h"

namespace baryscope {
namespace {

constexpr std::size_t max_example_entries = 256;

}  // namespace

std::map<std::string, std::string> read_example(ConfigEntries& entries) {
  std::map<std::string, std::string> example;
  const nlohmann::json* found = entries.find("example");
  if (found == nullptr) {
    return example;
  }
  if (!found->is_object() || found->size() > max_example_entries) {
    entries.fail("example is not an object of option names and values");
  }
  for (const auto& [id, value] : found->items()) {
    example[id] = option_text(value, "example." + id.substr(0, 40));
  }
  return example;
}

void read_own_entry(ConfigEntries& entries, const std::string& source, TransformerConfig& config) {
  const nlohmann::json* found = entries.find("_baryscope");
  if (found == nullptr) {
    return;
  }
  ConfigEntries own(*found, source, "_baryscope");
  config.title = own.text("title", config.title);
  config.example = read_example(own);
  own.refuse_unknown();
}

}  // namespace baryscope
