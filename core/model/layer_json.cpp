#include "core/model/layer_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/number_text.h"
#include "core/model/config_entries.h"
#include "core/model/layer_options.h"

namespace baryscope {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// An option's text as JSON: numbers as numbers, on and off as true and false.
ordered_json option_json(const std::string& text) {
  if (text == "on" || text == "off") {
    return text == "on";
  }
  if (const auto whole = find_integer(text)) {
    return *whole;
  }
  if (const auto value = find_number(text)) {
    return *value;
  }
  return text;
}

LayerConfig layer_of(const json& value, std::size_t index) {
  const std::string place = fmt::format("layers[{}]", index);
  if (!value.is_object()) {
    throw ModelError(place + " is not an object");
  }
  LayerTexts texts;
  for (const auto& [key, entry] : value.items()) {
    texts.emplace_back(key, option_text(entry, place + "." + key.substr(0, 40)));
  }
  try {
    return layer_from_texts(texts);
  } catch (const ModelError& error) {
    throw ModelError(place + ": " + error.what());
  }
}

// The shortest list that gives the layers when it is repeated.
std::size_t period_of(const std::vector<LayerConfig>& layers) {
  for (std::size_t period = 1; period < layers.size(); ++period) {
    if (layers.size() % period == 0 &&
        std::equal(layers.begin() + static_cast<std::ptrdiff_t>(period), layers.end(),
                   layers.begin())) {
      return period;
    }
  }
  return layers.size();
}

}  // namespace

std::string option_text(const json& value, const std::string& place) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "on" : "off";
  }
  if (value.is_number_integer() && value.is_number_unsigned() &&
      value.get<std::uint64_t>() >
          static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return to_text(value.get<double>());
  }
  if (value.is_number_integer()) {
    return to_text(value.get<std::int64_t>());
  }
  if (value.is_number()) {
    return to_text(value.get<double>());
  }
  throw ModelError(place + " is neither text, a number, nor true or false");
}

std::vector<LayerConfig> layers_of(const json& list) {
  if (!list.is_array() || list.empty() || list.size() > static_cast<std::size_t>(max_layers)) {
    throw ModelError(
        fmt::format("layers is not a list of 1 to {} objects, one a layer", max_layers));
  }
  std::vector<LayerConfig> layers;
  layers.reserve(list.size());
  for (std::size_t index = 0; index < list.size(); ++index) {
    layers.push_back(layer_of(list[index], index));
  }
  return layers;
}

ordered_json layers_json(const std::vector<LayerConfig>& layers) {
  ordered_json list = ordered_json::array();
  const std::size_t period = period_of(layers);
  for (std::size_t index = 0; index < period; ++index) {
    ordered_json entry = ordered_json::object();
    for (const auto& [id, text] : layer_to_texts(layers[index])) {
      entry[id] = option_json(text);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

std::string to_layers_json(const std::vector<LayerConfig>& layers) {
  std::vector<LayerConfig> canonical;
  std::transform(layers.begin(), layers.end(), std::back_inserter(canonical), canonical_layer);
  return layers_json(canonical).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<LayerConfig> layers_from_json(const std::string& text) {
  return layers_of(parse_config_text(text, "layers"));
}

}  // namespace baryscope
