#include "core/model/layer_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/model/config_entries.h"
#include "core/model/model_error.h"

namespace baryscope {
namespace {

constexpr double largest_number = 1e30;

bool says_nothing(const nlohmann::ordered_json& entry) { return entry.empty(); }

}  // namespace

std::string to_layer_rules(const std::vector<LayerCapture>& layers) {
  auto list = nlohmann::ordered_json::array();
  for (const LayerCapture& layer : layers) {
    auto entry = nlohmann::ordered_json::object();
    if (layer.scale) entry["scale"] = *layer.scale;
    if (layer.score_cap > 0) entry["score_cap"] = layer.score_cap;
    if (layer.window) entry["window"] = *layer.window;
    if (layer.window && layer.window_after > 0) entry["window_after"] = layer.window_after;
    list.push_back(std::move(entry));
  }
  return std::all_of(list.begin(), list.end(), says_nothing) ? "" : list.dump();
}

void read_layer_rules(const std::string& text, std::vector<LayerCapture>& layers) {
  const nlohmann::json list = parse_config_text(text, "layer_rules");
  if (!list.is_array() || list.empty() || layers.size() % list.size() != 0) {
    throw ModelError(
        fmt::format("it is not a list of objects, one a layer, for {} layers", layers.size()));
  }
  for (std::size_t index = 0; index < layers.size(); ++index) {
    const std::size_t place = index % list.size();
    ConfigEntries entries(list[place], "it", fmt::format("[{}]", place));
    LayerCapture& layer = layers[index];
    if (entries.find("scale") != nullptr) {
      layer.scale = entries.number("scale", -largest_number, largest_number, 1);
    }
    layer.score_cap = entries.number("score_cap", 0, largest_number, 0);
    if (entries.find("window") != nullptr) {
      layer.window = entries.size("window", 1, any_size);
    }
    layer.window_after = entries.size("window_after", 0, any_size, 0);
    if (layer.window_after > 0 && !layer.window) {
      entries.fail(fmt::format("[{}].window_after is there without a window", place));
    }
    entries.refuse_unknown();
  }
}

}  // namespace baryscope
