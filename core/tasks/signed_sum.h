/// signed-sum: like charges add, unlike ones subtract: weights must carry the sign of the pair.
#pragma once

#include <memory>

#include "core/tasks/task.h"

namespace baryscope {

/// A text is n distinct words, each with a charge c = ±1: "+apple -pear …", both charges present,
/// in random order; n is drawn anew for every batch, from 3 to `keys`. The vocabulary has twice as
/// many words as the longest text. The answer at EVERY token i is the vector over all words
///   y_i = (1/n) Σ_j s_ij e_word(j),   s_ij = c_i c_j,   j over all tokens, i among them.
/// Right: at every present word the sign of y_i and more than half of its size, at every absent
/// word less than a quarter of that size (1/n).
///
/// Signed weights do it in one head: values v_j = e_word(j), scores s·c_i c_j; then cog and
/// dipole-v1 weigh c_i c_j / n, exactly y_i, and dipole-v2 and differential get the signs.
///
/// One softmax head with a linear readout cannot, at any size. Its answer is Σ_j P_ij u_j with
/// u_j = W v_j + b a function of token j alone (ΣP = 1 takes the bias in), P_ij ∝ e^{s_ij} > 0. Let
/// T be a text of n−1 ≥ 3 words that has a token i of charge + and i' of charge −, and T' the text
/// with one more word w, token j. At an absent word the answers to T are small:
///   |B_i| < 1/(4(n−1)) for B_i = Σ_{l≠j} P_il u_l[w] / (1 − P_ij), and |B_i'| likewise;
/// in T' the answers are  P_ij u_j[w] + (1 − P_ij) B_i  and  P_i'j u_j[w] + (1 − P_i'j) B_i',  and
/// must have opposite signs and a size over 1/(2n). But the first terms have the same sign, that of
/// u_j[w]; so in one of the two the second term alone would have to reach 1/(2n), and it is below
/// 1/(4(n−1)) ≤ 1/(2n). So no such head is right on T and T' both.
/// Two softmax heads can: one looks at like charges, the other at unlike ones, and the readout
/// subtracts them. A fair pairwise twin has one head, one layer, and no MLP behind it.
std::unique_ptr<const Task> make_signed_sum(const TaskOptions& options);

}  // namespace baryscope
