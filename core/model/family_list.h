/// The families of models by the names in their config.json: how it is read, what their weights are
/// called. A family is a row and a small file of core/model/families. Free of ATen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/config_entries.h"
#include "core/model/transformer_config.h"
#include "core/model/weight_list.h"

namespace baryscope {

/// Rows of a stored tensor in our order: nested counts, each with the number of stored rows from
/// one to the next. {first 0, counts {n_heads, head_dim}, steps {3·head_dim, 1}}: of a tensor that
/// holds query, key and value head by head, the queries.
struct StoredRows {
  std::int64_t first = 0;
  std::vector<std::int64_t> counts, steps;
  std::int64_t n_stored = 0;  ///< rows of the stored tensor
};

/// Where a checkpoint keeps one of our tensors, and how.
struct StoredWeight {
  std::vector<std::string> names;  ///< without the family's prefix; the first that is there counts
  bool outside = false;            ///< a task head's: the prefix is not before its name
  bool transposed = false;         ///< stored [in, out]
  double added = 0;                ///< to every number: gains that are stored minus 1
  StoredRows rows;                 ///< without counts: all of them
};

struct ModelFamily {
  std::string name;        ///< "bert": its `model_type`, and TransformerConfig::architecture
  std::string class_stem;  ///< "Bert": how the class names in `architectures` begin; empty: none
  std::string summary;     ///< one sentence for --list families
  /// The blocks follow from what it returns: every family runs on the one Transformer. Throws
  /// Model::Error.
  TransformerConfig (*read_config)(ConfigEntries& entries, const std::string& source) = nullptr;
  StoredWeight (*stored_weight)(const TransformerConfig& config, const WeightSpec& spec) = nullptr;
  std::string prefix;      ///< "bert.": before all names where a head was trained on the model
  std::string layer_stem;  ///< "encoder.layer.": the layer's number follows; empty: not told
  std::vector<std::string> other_names;  ///< further spellings of its `model_type`
  /// Made and trained here: each layer names its mechanism, the file holds nothing else, and the
  /// weights read are copies that may be written to.
  bool is_native = false;
};

/// In the order of `--list families`.
const std::vector<ModelFamily>& model_families();
/// Throws Model::Error with the known names and the nearest.
const ModelFamily& family(std::string_view name);
const ModelFamily& native_family();
/// By `model_type`, else by the class names of `architectures` ("BertForMaskedLM"). Throws
/// Model::Error with the known names and the nearest.
const ModelFamily& family_of(ConfigEntries& entries);
/// The same; null pointer where the config names no family or an unknown one.
const ModelFamily* find_family_of(ConfigEntries& entries);

}  // namespace baryscope
