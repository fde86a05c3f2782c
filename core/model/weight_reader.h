/// Fetches a model's weights by name and refuses whatever the forward pass could not use.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "core/model/family_list.h"
#include "core/model/transformer_config.h"
#include "core/model/weight_list.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

class WeightReader {
 public:
  /// Config and source outlive the reader.
  WeightReader(const TransformerConfig& config, const WeightSource& source,
               const at::Device& device);

  /// F32 on the device. Weights of a native model are copies; those of another checkpoint may share
  /// the source's bytes and must not be written to. Throws Model::Error naming tensor and file.
  [[nodiscard]] at::Tensor read(const WeightSpec& spec) const;
  [[nodiscard]] bool has(const WeightSpec& spec) const;
  /// Throws Model::Error where a native model's file holds a tensor that is not in `list`.
  void refuse_others(const std::vector<WeightSpec>& list) const;

 private:
  [[nodiscard]] std::string stored_name(const StoredWeight& stored) const;

  const TransformerConfig& m_config;
  const ModelFamily& m_family;
  const WeightSource& m_source;
  at::Device m_device;
  std::string m_prefix;
};

/// What a checkpoint of another program holds and its config.json leaves out: more layers, more
/// tensors of a layer (adapters, norms of queries), and the
/// same weights once more under the other prefix with other numbers. A native file holds nothing
/// else than it should (refuse_others).
std::vector<std::string> unread_weight_notes(const TransformerConfig& config,
                                             const WeightSource& source);

}  // namespace baryscope
