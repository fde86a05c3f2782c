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

/// Rows of a checkpoint that stay where they are, in their own type.
struct StoredTable {
  at::Tensor rows;  ///< [n_rows, width] on the CPU; undefined for numbers with a coding
  double added = 0;
  std::string name, file;
  const WeightSource* coded = nullptr;  ///< what decodes them row by row; outlives the table
  std::int64_t width = 0;               ///< with `coded`

  /// F32 rows [..., width] of ids [...]. Throws Model::Error where one holds NaN or infinity.
  [[nodiscard]] at::Tensor look_up(const at::Tensor& ids) const;

 private:
  [[nodiscard]] at::Tensor decoded(const at::Tensor& ids) const;
};

class WeightReader {
 public:
  /// Config and source outlive the reader.
  WeightReader(const TransformerConfig& config, const WeightSource& source,
               const at::Device& device);

  /// F32 on the device. Weights of a native model are copies; those of another checkpoint may share
  /// the source's bytes and must not be written to. Throws Model::Error naming tensor and file.
  [[nodiscard]] at::Tensor read(const WeightSpec& spec) const;
  /// The same on the CPU, in memory [at least its numbers] that is at hand: aligned floats that are
  /// overwritten. Its order of dimensions is the one that read() gives.
  [[nodiscard]] at::Tensor read_into(const WeightSpec& spec, const at::Tensor& memory) const;
  /// Without touching its numbers. Throws as read().
  [[nodiscard]] StoredTable table(const WeightSpec& spec) const;
  [[nodiscard]] bool has(const WeightSpec& spec) const;
  /// Throws as read() for a missing tensor, shape or type; touches no numbers.
  void check(const WeightSpec& spec) const;
  /// Has the system fetch it from the disk; touches nothing, and decodes nothing.
  void read_ahead(const WeightSpec& spec) const;
  /// Whether read() gives the source's own bytes.
  [[nodiscard]] bool is_in_place(const WeightSpec& spec) const;
  /// Throws Model::Error where a native model's file holds a tensor that is not in `list`.
  void refuse_others(const std::vector<WeightSpec>& list) const;

 private:
  struct Found {
    StoredWeight where;
    std::string name;
    ElementType type = ElementType::f32;
    bool is_coded = false;  ///< it is decoded when it is read
  };
  /// Into F32 `values` of the spec's shape, contiguous.
  void decode(const Found& stored, const WeightSpec& spec, const at::Tensor& values) const;
  [[nodiscard]] Found found(const WeightSpec& spec) const;
  [[noreturn]] void refuse(const std::string& name) const;
  [[nodiscard]] std::string stored_name(const StoredWeight& stored) const;

  const TransformerConfig& m_config;
  const WeightSource& m_source;
  at::Device m_device;
  StoredWeight (*m_stored_weight)(const TransformerConfig& config, const WeightSpec& spec);
  std::string m_prefix;
  bool m_is_native;
};

/// What a checkpoint of another program holds and its config.json leaves out: more layers, more
/// tensors of a layer (adapters, norms of queries), and the
/// same weights once more under the other prefix with other numbers. A native file holds nothing
/// else than it should (refuse_others).
std::vector<std::string> unread_weight_notes(const TransformerConfig& config,
                                             const WeightSource& source);

}  // namespace baryscope
