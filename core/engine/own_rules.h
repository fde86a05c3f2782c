/// What a layer itself does with its scores: its mask, window, scale, cap and bias.
#pragma once

#include "core/engine/mechanism_input.h"
#include "core/model/capture.h"

namespace baryscope {

/// Fills `input.spec` from its options and the layer's rules; `with_window`: the layer's window,
/// too, in place of the options'. Caps and biases are made for scores of single keys: tuples have
/// none.
void lay_own_rules(const Capture& capture, int layer, int head, bool with_window,
                   MechanismInput& input);

/// Softmax attention of one head as the layer has it, `causal` or not.
MechanismInput plain_input(const Capture& capture, int layer, int head, bool causal);

}  // namespace baryscope
