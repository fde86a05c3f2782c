/// The weights of a checkpoint, made ready for computing layer by layer when they are needed.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/byte_cache.h"
#include "core/model/number_block.h"
#include "core/model/transformer_config.h"
#include "core/model/weight_list.h"
#include "core/model/weight_reader.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

class TransformerLayer;

/// Whose bytes count where: a cache that several models share, and what there stands for the model.
struct CachePlace {
  std::shared_ptr<ByteCache> cache = std::make_shared<ByteCache>();
  ByteCache::Id owner = ByteCache::no_owner;
};

/// Numbers that files hold as F32 stay there; others are converted into memory that is used again
/// from layer to layer, and given back when the cache is full. Used by one thread at a time.
class LayerStore {
 public:
  using Tensors = std::map<std::string, at::Tensor, std::less<>>;
  enum class Extent {
    whole,
    heads,  ///< for TransformerLayer::look() alone: a quarter of the numbers
  };

  /// `config` as checked_config() gives it. Touches no numbers. Throws Model::Error naming a tensor
  /// that is missing, has another shape or is no floating-point type.
  LayerStore(TransformerConfig config, std::shared_ptr<const WeightSource> source,
             const at::Device& device, CachePlace place);
  ~LayerStore();
  LayerStore(const LayerStore&) = delete;
  LayerStore& operator=(const LayerStore&) = delete;

  /// Throws Model::Error naming a tensor that holds NaN or infinity.
  [[nodiscard]] std::shared_ptr<const TransformerLayer> layer(int index,
                                                              Extent extent = Extent::whole);
  /// Has the system fetch the layer's numbers from the disk while something else is computed.
  void read_ahead(int index) const;
  /// What makes logits; with the tokens' embeddings where the matrix is theirs.
  [[nodiscard]] std::shared_ptr<const Tensors> vocabulary_head();
  /// What belongs to no layer and is always at hand, but for the tokens' embeddings.
  [[nodiscard]] Tensors others() const;
  /// Rows of the tokens' embeddings, where the device is the CPU.
  [[nodiscard]] StoredTable tokens() const { return m_reader.table(m_tokens); }
  [[nodiscard]] at::Tensor tokens_on_device() const { return m_reader.read(m_tokens); }

  /// All weights in F32.
  [[nodiscard]] std::size_t n_bytes() const { return m_n_bytes; }
  /// Whether the cache could keep them all.
  [[nodiscard]] bool fits() const { return m_n_bytes <= m_place.cache->capacity(); }
  [[nodiscard]] const at::Device& device() const { return m_device; }

 private:
  static constexpr int k_head = -1;
  struct Made {
    std::shared_ptr<const TransformerLayer> layer;
    Extent extent = Extent::whole;
    std::shared_ptr<const Tensors> head;
    ByteCache::Id id = ByteCache::no_owner;
  };
  /// What is made ready together.
  struct Parts {
    Tensors tensors;
    std::size_t n_bytes = 0;
  };

  Made& keep(int key, Made made, std::size_t n_bytes);
  Made* find(int key);
  [[nodiscard]] Parts parts_of(const std::vector<WeightSpec>& specs) const;

  TransformerConfig m_config;
  std::shared_ptr<const WeightSource> m_source;
  at::Device m_device;
  WeightReader m_reader;
  CachePlace m_place;
  NumberBlocks m_blocks;
  std::vector<std::vector<WeightSpec>> m_layer_specs;  ///< by layer
  std::vector<WeightSpec> m_head_specs, m_other_specs;
  WeightSpec m_tokens;
  std::size_t m_n_bytes = 0;
  std::map<int, Made> m_made;  ///< by layer, or k_head
};

}  // namespace baryscope
