/// Random attention inputs, and the same numbers as plain lists.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "core/attention/attention.h"
#include "tests/support/plain_attention.h"

namespace baryscope::test {

/// Every mechanism; those of tuples come last.
inline const std::vector<std::string> mechanisms = {"pairwise",
                                                    "linear",
                                                    "relu-expm1",
                                                    "softpick",
                                                    "affine",
                                                    "differential",
                                                    "differential-v2",
                                                    "rectified-differential",
                                                    "heaviside-differential",
                                                    "heaviside-gate",
                                                    "cog",
                                                    "dipole-v1",
                                                    "dipole-v2",
                                                    "two-simplicial",
                                                    "n-order"};
/// Every score of a triple.
inline const std::vector<std::string> scores = {"trilinear", "determinant", "unsigned-triple",
                                                "strassen", "rank-one"};

struct RandomShape {
  std::int64_t n_heads = 2, n_kv_heads = 1, n_tokens = 5, head_dim = 4, value_dim = 3;
};

/// Every tensor that any mechanism could want, standard normal.
AttentionInput random_input(const RandomShape& shape, at::ScalarType type = at::kDouble);

/// Keeps each key with probability ½, at random.
at::Tensor random_kept(std::int64_t n_tokens);

/// Head `head` of an input as plain lists, the slots of a mechanism of order `order`.
PlainHead plain_head(const AttentionInput& input, std::int64_t head, int order);

}  // namespace baryscope::test
