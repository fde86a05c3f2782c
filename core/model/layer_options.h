/// A layer's mechanism as named options, the way config.json writes them. Free of ATen.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/model/transformer_config.h"

namespace baryscope {

/// Option ids with their texts: {"mechanism", "two-simplicial"}, {"window", "512x32"}; beside the
/// option table's ids: head-norm, index-heads, index-dim.
using LayerTexts = std::vector<std::pair<std::string, std::string>>;

/// The text of one option ("window" → "512x32"); `auto` where nothing was chosen.
std::string mechanism_option_text(const MechanismOptions& options, const std::string& id);

/// Throws Model::Error for an unknown id (with those that the mechanism reads), a bad value, or
/// vectors borrowed from another layer or head, which a trained layer cannot have.
LayerConfig layer_from_texts(const LayerTexts& texts);
/// Mechanism, λ, and what differs from the mechanism's defaults. Expects a canonical layer.
LayerTexts layer_to_texts(const LayerConfig& layer);
/// Defaults resolved, options reset that the mechanism does not read. Throws Model::Error.
LayerConfig canonical_layer(LayerConfig layer);

}  // namespace baryscope
