/// What a mechanism does, as plain values: whoever computes or tells asks these, never a name.
/// Free of everything but the language, so that the smallest kernels read it too.
#pragma once

#include <cstdint>

namespace baryscope {

/// How many keys share one weight.
enum class KeySlots : std::uint8_t {
  one,      ///< w_j
  two,      ///< S_jk, a triangle with the query
  by_order  ///< as many as the option `order` says
};

/// How scores become weights (science.md §§1–4). s are the scores, P and P' the softmax of the
/// first and of the second map, H(x) is 1 where x > 0, else 0.
enum class WeightRule : std::uint8_t {
  softmax,                ///< softmax(s), over single keys or over tuples
  feature_ratio,          ///< φ(q)·φ(k_j) / Σ_m φ(q)·φ(k_m), φ = elu + 1
  rectified_exponential,  ///< max(0, e^s − 1), normalized to sum 1 where any is positive
  softpick,               ///< max(0, e^s − 1) over Σ|e^s − 1|: negative scores dilute
  stretched_softmax,      ///< a·softmax(s) + b
  difference,             ///< P − λP'
  rectified_difference,   ///< max(0, P − λP')
  stepped_softmax,        ///< P − λ·H(P − λP')
  gated_softmax,          ///< P·H(P − λP')
  signed_softmax,         ///< sign(s)·softmax(|s|)
  split_softmax,          ///< softmax(|s|), for V where s > 0, else for V₂
  opposite_softmaxes      ///< a₊·softmax(s) for V, a₋·softmax(−s) for V₂
};

/// The set beside conv(V) that outputs can reach (science.md §3).
enum class AttainableShape : std::uint8_t {
  hull,                  ///< conv(V) alone
  hull_or_zero,          ///< conv(V) or 0
  hull_with_zero,        ///< conv(V ∪ {0})
  stretched_hull,        ///< a·conv(V) + b·Σv_j
  hull_difference,       ///< conv(V) − λ·conv(V)
  rectified_difference,  ///< conv(V ∪ {0}), for λ < 0 the difference
  shifted_hull,          ///< conv(V) − λ·Σ v_j of the kept keys
  mirrored_hull,         ///< conv(V ∪ −V)
  joined_hulls,          ///< conv(V ∪ V₂)
  hull_sum,              ///< a₊·conv(V) + a₋·conv(V₂)
  products               ///< conv{v∘v'∘…}
};

/// Where a learned λ comes from.
enum class LambdaRule : std::uint8_t {
  none,     ///< there is no λ
  vectors,  ///< four vectors a layer (Differential Transformer V1)
  tokens    ///< a projection, one λ a token and head (V2)
};

struct MechanismTraits {
  KeySlots slots = KeySlots::one;
  WeightRule rule = WeightRule::softmax;
  AttainableShape attainable = AttainableShape::hull;
  LambdaRule lambda = LambdaRule::none;
  bool has_score_choice = false;  ///< the option `score` counts; else s = q·k, of tuples trilinear
  bool has_log_sum_exp = true;    ///< weights are made with a softmax
  bool has_head_norm = false;     ///< a layer may norm its heads' outputs, (1 − λ_init)·RMSNorm
  bool needs_key_prime = false;   ///< K' (and V' where triple-wise)
  bool needs_second_query_key = false;  ///< Q₂, K₂ of a second map
  bool needs_negative_value = false;    ///< V₂, what negative scores carry
  bool weights_may_be_negative = false;
};

constexpr bool reads_tuples(const MechanismTraits& traits) { return traits.slots != KeySlots::one; }

/// How many keys share one weight where the option `order` is this.
constexpr int n_key_slots(const MechanismTraits& traits, int order) {
  return traits.slots == KeySlots::one ? 1 : traits.slots == KeySlots::two ? 2 : order;
}

/// Softmax over single keys: what every transformer has.
constexpr bool is_plain(const MechanismTraits& traits) {
  return traits.slots == KeySlots::one && traits.rule == WeightRule::softmax;
}

/// How a query and two keys are scored (science.md §2.1–2.3).
enum class TripleScore : std::uint8_t {
  trilinear,
  determinant,
  unsigned_triple,
  strassen,
  rank_one
};

}  // namespace baryscope
