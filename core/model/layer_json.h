/// The entries of a native config's `layers`, and option values, as JSON. Free of ATen.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/model/transformer_config.h"

namespace baryscope {

/// A JSON value as an option's text: true is on. Throws Model::Error that begins with `place`.
std::string option_text(const nlohmann::json& value, const std::string& place);

/// Throws Model::Error naming the entry.
std::vector<LayerConfig> layers_of(const nlohmann::json& list);
/// The shortest list that gives the layers when it is repeated.
nlohmann::ordered_json layers_json(const std::vector<LayerConfig>& layers);

}  // namespace baryscope
