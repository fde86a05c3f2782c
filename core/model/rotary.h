/// Rotary position embeddings: their speeds under every scaling, and how vectors are turned.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/model/transformer_config.h"

namespace baryscope {

/// Cosines and sines, [n_tokens, dim/2] each, F32, times the scaling's factor of attention.
struct RotaryTables {
  at::Tensor cos, sin;
  bool interleaved = false;
};

/// For a text of so many tokens; dynamic and longrope speeds depend on it. Throws ModelError where
/// the config's numbers give speeds that are not finite.
RotaryTables rotary_tables(const RotaryConfig& config, int head_dim, std::int64_t n_tokens,
                           const at::Device& device);

/// (x₁, x₂) → (x₁ cos − x₂ sin, x₂ cos + x₁ sin) on pairs of the first numbers of the last
/// dimension (Su et al. 2021); those behind the tables' width stay. vectors [batch, heads,
/// n_tokens, head_dim].
at::Tensor turned(const at::Tensor& vectors, const RotaryTables& tables);

}  // namespace baryscope
