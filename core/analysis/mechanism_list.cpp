#include "core/analysis/mechanism_list.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

using Ids = std::vector<std::string>;

/// The options of every mechanism first, then its own.
Ids with_common(Ids own) {
  Ids ids = {"causal", "window", "temperature", "select", "keep"};
  ids.insert(ids.end(), own.begin(), own.end());
  return ids;
}

/// A set that outputs reach, and how it is written.
struct Attainable {
  AttainableShape shape;
  const char* text;
};

MechanismInfo pairwise_like(std::string name, std::string title, std::string summary,
                            std::string formula, Ids options, WeightRule rule,
                            const Attainable& attainable) {
  MechanismInfo info;
  info.rule = rule;
  info.attainable = attainable.shape;
  info.name = std::move(name);
  info.family = MechanismFamily::pairwise;
  info.title = std::move(title);
  info.summary = std::move(summary);
  info.formula = std::move(formula);
  info.options = std::move(options);
  info.attainable_set = attainable.text;
  return info;
}

MechanismInfo differential_like(std::string name, std::string title, std::string summary,
                                std::string formula, WeightRule rule, const Attainable& attainable,
                                bool negative) {
  MechanismInfo info =
      pairwise_like(std::move(name), std::move(title), std::move(summary), std::move(formula),
                    with_common({"lambda", "second-query-key"}), rule, attainable);
  info.family = MechanismFamily::differential;
  info.lambda = LambdaRule::vectors;
  info.has_head_norm = true;
  info.needs_second_query_key = true;
  info.weights_may_be_negative = negative;
  return info;
}

MechanismInfo signed_like(std::string name, std::string title, std::string summary,
                          std::string formula, Ids options, WeightRule rule,
                          const Attainable& attainable, bool needs_negative_value) {
  MechanismInfo info = pairwise_like(std::move(name), std::move(title), std::move(summary),
                                     std::move(formula), std::move(options), rule, attainable);
  info.family = MechanismFamily::signed_weights;
  info.needs_negative_value = needs_negative_value;
  info.weights_may_be_negative = true;
  return info;
}

void append_pairwise(std::vector<MechanismInfo>& list) {
  list.push_back(pairwise_like(
      "pairwise", "pairwise softmax",
      "The attention of every transformer: weights are positive, sum to 1, and mix the values.",
      "w_j = softmax_j(q·k_j/√d),  o = Σ_j w_j v_j", with_common({}), WeightRule::softmax,
      {AttainableShape::hull, "conv(V)"}));
  MechanismInfo linear = pairwise_like(
      "linear", "linear attention",
      "Weights proportional to a product of positive features, without an exponential.",
      "w_j = φ(q)·φ(k_j) / Σ_m φ(q)·φ(k_m),  φ(x) = elu(x) + 1",
      {"causal", "window", "select", "keep"}, WeightRule::feature_ratio,
      {AttainableShape::hull, "conv(V)"});
  linear.has_log_sum_exp = false;
  list.push_back(std::move(linear));
  MechanismInfo rectified = pairwise_like(
      "relu-expm1", "rectified exponential attention",
      "Only keys with a positive score count; where none is positive the head stays silent.",
      "w_j = max(0, exp(s_j) − 1) / Σ_m max(0, exp(s_m) − 1)", with_common({}),
      WeightRule::rectified_exponential, {AttainableShape::hull_or_zero, "conv(V) or 0"});
  rectified.has_log_sum_exp = false;
  list.push_back(std::move(rectified));
  MechanismInfo softpick =
      pairwise_like("softpick", "softpick attention",
                    "Keys with a negative score get no weight but still dilute the others, so "
                    "nothing has to sink.",
                    "w_j = max(0, exp(s_j) − 1) / (Σ_m |exp(s_m) − 1| + 10⁻⁸)", with_common({}),
                    WeightRule::softpick, {AttainableShape::hull_with_zero, "conv(V, 0)"});
  softpick.has_log_sum_exp = false;
  list.push_back(std::move(softpick));
  MechanismInfo affine = pairwise_like(
      "affine", "affine attention",
      "A softmax that is stretched and shifted: with a = 2, b = −1 it is 2·(softmax − ½).",
      "w_j = a·softmax_j(q·k_j/√d) + b", with_common({"affine-a", "affine-b"}),
      WeightRule::stretched_softmax, {AttainableShape::stretched_hull, "aff(V) if Σw = 1"});
  affine.weights_may_be_negative = true;
  list.push_back(std::move(affine));
}

void append_differential(std::vector<MechanismInfo>& list) {
  constexpr Attainable k_difference = {AttainableShape::hull_difference, "conv(V) − λ·conv(V)"};
  list.push_back(
      differential_like("differential", "differential attention",
                        "The difference of two softmax maps: what both attend to cancels, and "
                        "weights may be negative.",
                        "w_j = P_j − λP'_j,  P = softmax(q₁·k₁/√d), P' = softmax(q₂·k₂/√d)",
                        WeightRule::difference, k_difference, true));
  MechanismInfo second = differential_like(
      "differential-v2", "differential attention V2",
      "The difference of two softmax maps with λ = σ(λ_t) a token and head, without a norm a head.",
      "w_j = P_j − λP'_j,  λ = σ(λ_t)", WeightRule::difference, k_difference, true);
  second.lambda = LambdaRule::tokens;
  list.push_back(std::move(second));
  list.push_back(
      differential_like("rectified-differential", "rectified differential attention",
                        "The difference of two softmax maps, with what would be negative set to 0.",
                        "w_j = max(0, P_j − λP'_j)", WeightRule::rectified_difference,
                        {AttainableShape::rectified_difference, "conv(V, 0)"}, false));
  list.push_back(differential_like(
      "heaviside-differential", "Heaviside differential attention",
      "λ is taken away exactly from the keys whose difference is positive.",
      "w_j = P_j − λ·H(P_j − λP'_j),  H(x) = 1 if x > 0, else 0", WeightRule::stepped_softmax,
      {AttainableShape::shifted_hull, "conv(V) − λ·Σ vⱼ (kept)"}, true));
  list.push_back(differential_like(
      "heaviside-gate", "Heaviside-gated attention",
      "A softmax in which only the keys whose difference is positive keep their weight.",
      "w_j = P_j·H(P_j − λP'_j)", WeightRule::gated_softmax,
      {AttainableShape::hull_with_zero, "conv(V, 0)"}, false));
}

void append_signed(std::vector<MechanismInfo>& list) {
  list.push_back(signed_like(
      "cog", "cog attention",
      "Weight by the size of the score, with the sign of the score: a negative score subtracts.",
      "w_j = sign(s_j)·softmax_j(|s|),  s_j = q·k_j/√d", with_common({}),
      WeightRule::signed_softmax, {AttainableShape::mirrored_hull, "conv(V ∪ −V)"}, false));
  list.push_back(signed_like(
      "dipole-v1", "dipole attention",
      "Keys weigh by exp|s|; a positive score carries v_j, a negative one the opposite value.",
      "a_j = exp|s_j| / Σ_m exp|s_m|,  o = Σ_j a_j·(v_j if s_j > 0, else v₂_j)",
      with_common({"negative-value"}), WeightRule::split_softmax,
      {AttainableShape::joined_hulls, "conv(V ∪ V₂)"}, true));
  list.push_back(signed_like(
      "dipole-v2", "dipole attention V2",
      "One softmax of the scores attracts values, one of the opposite scores repels "
      "them.",
      "o = a₊·softmax(s)·V + a₋·softmax(−s)·V₂",
      with_common({"negative-value", "a-plus", "a-minus"}), WeightRule::opposite_softmaxes,
      {AttainableShape::hull_sum, "a₊·conv(V) + a₋·conv(V₂)"}, true));
}

void append_triple(std::vector<MechanismInfo>& list) {
  MechanismInfo triple;
  triple.name = "two-simplicial";
  triple.family = MechanismFamily::triple;
  triple.slots = KeySlots::two;
  triple.attainable = AttainableShape::products;
  triple.has_score_choice = true;
  triple.title = "2-simplicial attention";
  triple.summary =
      "The query reads pairs of tokens: a weight is the mass of a triangle query–key–key'.";
  triple.formula = "S_jk = softmax_jk((1/√d) Σ_l q_l k_jl k'_kl),  o = Σ_jk S_jk (v_j ∘ v'_k)";
  triple.options = with_common({"window-anchor", "score", "key-prime", "value-prime", "key-bias",
                                "value-bias", "output-scaling"});
  triple.needs_key_prime = true;
  triple.attainable_set = "conv(v∘v')";
  list.push_back(triple);

  MechanismInfo order;
  order.name = "n-order";
  order.family = MechanismFamily::order;
  order.slots = KeySlots::by_order;
  order.attainable = AttainableShape::products;
  order.title = "n-order attention";
  order.summary = "The query reads tuples of n tokens; n = 1 is pairwise, n = 2 is 2-simplicial.";
  order.formula =
      "S_t = softmax_t((1/√d) Σ_l q_l k⁽¹⁾_j₁l ⋯ k⁽ⁿ⁾_jₙl),  o = Σ_t S_t (v⁽¹⁾_j₁ ∘ … ∘ v⁽ⁿ⁾_jₙ),  "
      "t = (j₁, …, jₙ)";
  order.options = with_common({"window-anchor", "order", "key-prime", "value-prime", "key-bias",
                               "value-bias", "output-scaling"});
  order.needs_key_prime = true;
  order.attainable_set = "conv(v∘v'∘…)";
  list.push_back(order);
}

template <typename Wanted>
const MechanismInfo& first_with(const Wanted& wanted) {
  const std::vector<MechanismInfo>& all = mechanisms();
  return *std::find_if(all.begin(), all.end(), wanted);
}

}  // namespace

const std::vector<MechanismInfo>& mechanisms() {
  static const std::vector<MechanismInfo> list = [] {
    std::vector<MechanismInfo> all;
    append_pairwise(all);
    append_differential(all);
    append_signed(all);
    append_triple(all);
    return all;
  }();
  return list;
}

const MechanismInfo& mechanism(std::string_view name) {
  for (const MechanismInfo& info : mechanisms()) {
    if (info.name == name) {
      return info;
    }
  }
  Ids known;
  for (const MechanismInfo& info : mechanisms()) {
    known.push_back(info.name);
  }
  throw UsageError(unknown_name_message("mechanism", name, known));
}

const MechanismInfo& mechanism_of(WeightRule rule) {
  return first_with([rule](const MechanismInfo& info) { return info.rule == rule; });
}

const MechanismInfo& plain_mechanism() {
  return first_with([](const MechanismInfo& info) { return is_plain(info); });
}

const MechanismInfo& tuple_mechanism(int n_keys) {
  const KeySlots slots = n_keys == 2 ? KeySlots::two : KeySlots::by_order;
  return first_with([slots](const MechanismInfo& info) { return info.slots == slots; });
}

}  // namespace baryscope
