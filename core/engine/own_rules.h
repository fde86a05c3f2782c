/// What a layer itself does with its scores: its mask, window, scale, cap and bias.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/engine/mechanism_input.h"
#include "core/model/capture.h"

namespace baryscope {

/// Tokens of a capture whose layers hold a part of them: [n_tokens], or empty for all.
struct TokenRoles {
  std::vector<bool> has_query;  ///< the token has a row in this layer
  std::vector<bool> has_key;    ///< some query may read it
};
TokenRoles token_roles(const LayerCapture& layer);
/// With the layer's and the head's names.
LayerRole layer_role(const Capture& capture, int layer, int head);
/// From the first key that rules of the layer's own let a query read to one past the last; nothing
/// without such rules.
std::optional<std::array<int, 2>> own_keys(const LayerCapture& layer, int query);

/// Fills `input.spec` from its options and the layer's rules; `with_window`: the layer's window,
/// too, in place of the options'. Caps and biases are made for scores of single keys: tuples have
/// none. Keys that a query may not read by rules of the layer are not kept.
void lay_own_rules(const Capture& capture, int layer, int head, bool with_window,
                   MechanismInput& input);

/// Softmax attention of one head as the layer has it, `causal` or not.
MechanismInput plain_input(const Capture& capture, int layer, int head, bool causal);

}  // namespace baryscope
