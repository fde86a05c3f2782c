/// What a capture says of its layers and tokens beside one mask and scale
/// (resources/docs/formats.md). Free of ATen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/text/token_layout.h"

namespace baryscope {

/// Whose rows and columns a layer's tensors hold, and how it makes weights of them.
struct LayerRules {
  std::string name;  ///< "decoder 3 cross"; empty: its number
  bool causal = false;
  std::optional<double> scale;  ///< in place of the file's and 1/√head_dim
  double score_cap = 0;
  std::optional<int> window;
  int window_after = 0;
  std::string mask;                         ///< name of a tensor; empty: none
  std::vector<std::int64_t> queries, keys;  ///< places in the list of tokens; empty: all
  std::vector<int> heads;                   ///< the model's numbers; empty: from 0 on
};

struct CaptureRules {
  std::vector<LayerRules> layers;
  TokenLayout layout;
  std::vector<std::int64_t> positions;  ///< of each token in the model's own sequence
};

/// Sizes of a capture and the mask of layers that say nothing of theirs.
struct RuledSizes {
  std::int64_t n_tokens = 0;
  std::size_t n_layers = 0;
  bool causal = false;
};

/// Of the metadata strings `layer_rules`, `sequences` and `grid`, where they are there. `check`
/// sees each layer's rules as they are read and throws where its tensors are of other rows: a few
/// words may stand for any number of them. Throws ModelError with the rule that is broken.
CaptureRules read_capture_rules(
    const std::map<std::string, std::string>& metadata, const RuledSizes& sizes,
    const std::function<void(std::size_t layer, const LayerRules&)>& check = {});

/// Those strings, where they say anything, with the version of the format that knows them all.
std::map<std::string, std::string> capture_rules_text(const CaptureRules& rules,
                                                      const RuledSizes& sizes);

}  // namespace baryscope
