/// The families of models by the names in their config.json: how it is read, what their weights are
/// called. A family is a row and a file of core/model/families. Free of ATen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/config_entries.h"
#include "core/model/transformer_config.h"
#include "core/model/weight_list.h"

namespace baryscope {

/// Where a checkpoint keeps one of our tensors.
struct StoredWeight {
  std::vector<std::string> names;  ///< without the family's prefix; the first that is there counts
};

struct ModelFamily {
  std::string name;        ///< "bert": its `model_type`, and TransformerConfig::architecture
  std::string class_stem;  ///< "Bert": how the class names in `architectures` begin; empty: none
  /// The blocks follow from what it returns: every family runs on the one Transformer. Throws
  /// Model::Error.
  TransformerConfig (*read_config)(ConfigEntries& entries, const std::string& source) = nullptr;
  StoredWeight (*stored_weight)(const WeightSpec& spec) = nullptr;
  std::string prefix;      ///< "bert.": before all names where a head was trained on the model
  std::string layer_stem;  ///< "encoder.layer.": the layer's number follows; empty: not told
  /// Made and trained here: each layer names its mechanism, the file holds nothing else, and the
  /// weights read are copies that may be written to.
  bool is_native = false;
};

/// Throws Model::Error with the known names and the nearest.
const ModelFamily& family(std::string_view name);
const ModelFamily& native_family();
/// By `model_type`, else by the class names of `architectures` ("BertForMaskedLM"). Throws
/// Model::Error with the known names and the nearest.
const ModelFamily& family_of(ConfigEntries& entries);

}  // namespace baryscope
