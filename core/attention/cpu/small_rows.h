/// One query's scores to weights and back, for every mechanism of single keys; included by each
/// build of the kernels.
#pragma once

#include <cstdint>

#include "core/attention/cpu/small_matrix.h"
#include "core/attention/cpu/small_problem.h"

namespace {

using baryscope::WeightRule;
using baryscope::cpu::SmallPairwise;

/// A query's row under its mask. All arrays have `n` numbers, a multiple of the lane width;
/// `allowed` is 1 or 0. Masked weights and gradients come out as exactly 0.
template <typename Scalar>
struct Row {
  std::int64_t n = 0;
  const Scalar* allowed = nullptr;
  Scalar *scores = nullptr, *scores_2 = nullptr;
  Scalar lambda = 0;

  Scalar* plus = nullptr;                      ///< what multiplies V
  Scalar* minus = nullptr;                     ///< what multiplies V₂ where it is not −V
  Scalar *first = nullptr, *second = nullptr;  ///< the softmax maps, or e^s of the rectified ones
  Scalar log_sum_exp = 0;
  Scalar normalizer = 1;

  // Backward: dO·v_j and dO·v₂_j in, ds and ds₂ out.
  Scalar *grad_plus = nullptr, *grad_minus = nullptr;
  Scalar grad_log_sum_exp = 0, grad_lambda = 0;
};

template <typename Scalar>
Scalar infinity() {
  return Scalar(__builtin_inf());
}

/// The softmax of score(key) over the allowed keys into `weights`; returns the log-sum-exp.
template <typename Scalar, typename Score>
Scalar row_softmax(const Row<Scalar>& row, const Score& score, Scalar* weights) {
  for (std::int64_t key = 0; key < row.n; ++key) {
    weights[key] = row.allowed[key] != 0 ? score(key) : -infinity<Scalar>();
  }
  const Scalar largest = largest_of(weights, row.n);
  const bool empty = largest == -infinity<Scalar>();
  exponentials(weights, row.n, empty ? Scalar(0) : largest);
  const Scalar sum = sum_of(weights, row.n);
  if (empty) return -infinity<Scalar>();
  const Scalar factor = 1 / sum;
  for (std::int64_t key = 0; key < row.n; ++key) weights[key] *= factor;
  return largest + Scalar(__builtin_log(static_cast<double>(sum)));
}

/// P∘(g − Σ P g) of `gradient(key)`.
template <typename Scalar, typename Gradient, typename Store>
void softmax_back(const Row<Scalar>& row, const Scalar* weights, const Gradient& gradient,
                  const Store& store) {
  constexpr std::int64_t width = Lane<Scalar>::width;
  Scalar parts[width] = {};
  for (std::int64_t key = 0; key < row.n; key += width) {
    for (std::int64_t lane = 0; lane < width; ++lane) {
      parts[lane] += weights[key + lane] * gradient(key + lane);
    }
  }
  Scalar mean = 0;
  for (const Scalar part : parts) mean += part;
  for (std::int64_t key = 0; key < row.n; ++key) store(key, weights[key] * (gradient(key) - mean));
}

template <typename Scalar>
Scalar sign_of(Scalar number) {
  return Scalar(number > 0) - Scalar(number < 0);
}

/// max(0, e^s − 1) over its normalizer; `first` keeps e^{s−m}, m = max(0, largest allowed s).
template <typename Scalar>
void rectified_exponentials(Row<Scalar>& row, bool softpick) {
  Scalar shift = 0;
  for (std::int64_t key = 0; key < row.n; ++key) {
    if (row.allowed[key] != 0 && row.scores[key] > shift) shift = row.scores[key];
  }
  const Scalar floor = Scalar(__builtin_exp(static_cast<double>(-shift)));
  Scalar sum = softpick ? Scalar(1e-8) * floor : Scalar(0);
  for (std::int64_t key = 0; key < row.n; ++key) {
    const Scalar score = row.scores[key];
    // expm1 keeps the digits of small scores.
    const Scalar raw = score < 1
                           ? floor * Scalar(__builtin_expm1(static_cast<double>(score)))
                           : Scalar(__builtin_exp(static_cast<double>(score - shift))) - floor;
    const Scalar value = row.allowed[key] != 0 ? raw : Scalar(0);
    row.first[key] = row.allowed[key] != 0 ? raw + floor : Scalar(0);
    row.plus[key] = value > 0 ? value : Scalar(0);
    sum += softpick && value < 0 ? -value : row.plus[key];
  }
  row.normalizer = sum == 0 ? Scalar(1) : sum;
  for (std::int64_t key = 0; key < row.n; ++key) row.plus[key] /= row.normalizer;
}

template <typename Scalar>
bool is_difference(WeightRule rule) {
  return rule == WeightRule::difference || rule == WeightRule::rectified_difference ||
         rule == WeightRule::stepped_softmax || rule == WeightRule::gated_softmax;
}

template <typename Scalar>
void difference_forward(WeightRule rule, Row<Scalar>& row) {
  row.log_sum_exp = row_softmax(row, [&](std::int64_t key) { return row.scores[key]; }, row.first);
  row_softmax(row, [&](std::int64_t key) { return row.scores_2[key]; }, row.second);
  for (std::int64_t key = 0; key < row.n; ++key) {
    const Scalar first = row.first[key];
    const Scalar difference = first - row.second[key] * row.lambda;
    const bool positive = difference > 0;
    switch (rule) {
      case WeightRule::rectified_difference:
        row.plus[key] = positive ? difference : Scalar(0);
        break;
      case WeightRule::stepped_softmax:
        row.plus[key] = first - (positive ? row.lambda : Scalar(0));
        break;
      case WeightRule::gated_softmax:
        row.plus[key] = positive ? first : Scalar(0);
        break;
      default:
        row.plus[key] = difference;
    }
  }
}

template <typename Scalar>
void difference_backward(WeightRule rule, Row<Scalar>& row) {
  const bool steps = rule == WeightRule::stepped_softmax;
  const bool gated = rule == WeightRule::rectified_difference || rule == WeightRule::gated_softmax;
  Scalar of_lambda = 0;
  for (std::int64_t key = 0; key < row.n; ++key) {
    const bool positive = row.first[key] - row.second[key] * row.lambda > 0;
    if (steps && positive) of_lambda -= row.grad_plus[key];
    if (gated && !positive) row.grad_plus[key] = 0;
  }
  if (rule == WeightRule::difference || rule == WeightRule::rectified_difference) {
    for (std::int64_t key = 0; key < row.n; ++key) {
      of_lambda -= row.second[key] * row.grad_plus[key];
    }
    softmax_back(
        row, row.second, [&](std::int64_t key) { return -row.lambda * row.grad_plus[key]; },
        [&](std::int64_t key, Scalar gradient) { row.scores_2[key] = gradient; });
  } else {
    fill<Scalar>(row.scores_2, row.n, 0);
  }
  row.grad_lambda = of_lambda;
  softmax_back(
      row, row.first, [&](std::int64_t key) { return row.grad_plus[key]; },
      [&](std::int64_t key, Scalar gradient) { row.scores[key] = gradient; });
}

/// Scores to `plus`, `minus`, the maps and the log-sum-exp. `own_value_2`: V₂ is not −V.
template <typename Scalar>
void row_forward(const SmallPairwise<Scalar>& problem, bool own_value_2, Row<Scalar>& row) {
  const WeightRule rule = problem.rule;
  const auto plain = [&](std::int64_t key) { return row.scores[key]; };
  const auto size = [&](std::int64_t key) {
    return row.scores[key] < 0 ? -row.scores[key] : row.scores[key];
  };
  row.log_sum_exp = Scalar(__builtin_nan(""));
  if (is_difference<Scalar>(rule)) return difference_forward(rule, row);
  switch (rule) {
    case WeightRule::feature_ratio: {
      Scalar sum = 0;
      for (std::int64_t key = 0; key < row.n; ++key) {
        row.plus[key] = row.allowed[key] != 0 ? row.scores[key] : Scalar(0);
        sum += row.plus[key];
      }
      row.normalizer = sum == 0 ? Scalar(1) : sum;
      for (std::int64_t key = 0; key < row.n; ++key) row.plus[key] /= row.normalizer;
      return;
    }
    case WeightRule::rectified_exponential:
      return rectified_exponentials(row, false);
    case WeightRule::softpick:
      return rectified_exponentials(row, true);
    case WeightRule::signed_softmax:
      row.log_sum_exp = row_softmax(row, size, row.first);
      for (std::int64_t key = 0; key < row.n; ++key) {
        row.plus[key] = row.first[key] * sign_of(row.scores[key]);
      }
      return;
    case WeightRule::split_softmax:
      row.log_sum_exp = row_softmax(row, size, row.first);
      for (std::int64_t key = 0; key < row.n; ++key) {
        const bool positive = row.scores[key] > 0;
        row.plus[key] = positive ? row.first[key] : Scalar(0);
        row.minus[key] = positive ? Scalar(0) : row.first[key];
        if (!own_value_2) row.plus[key] -= row.minus[key];
      }
      return;
    case WeightRule::opposite_softmaxes:
      row.log_sum_exp = row_softmax(row, plain, row.first);
      row_softmax(row, [&](std::int64_t key) { return -row.scores[key]; }, row.second);
      for (std::int64_t key = 0; key < row.n; ++key) {
        row.plus[key] = problem.a_plus * row.first[key];
        row.minus[key] = problem.a_minus * row.second[key];
        if (!own_value_2) row.plus[key] -= row.minus[key];
      }
      return;
    default:
      row.log_sum_exp = row_softmax(row, plain, row.first);
      for (std::int64_t key = 0; key < row.n; ++key) {
        row.plus[key] =
            rule == WeightRule::stretched_softmax
                ? (problem.affine_a * row.first[key] + problem.affine_b) * row.allowed[key]
                : row.first[key];
      }
  }
}

/// After row_forward(): grad_plus and grad_minus to ds in `scores`, ds₂ in `scores_2` and dλ. What
/// the gradients say of masked keys does not count.
template <typename Scalar>
void row_backward(const SmallPairwise<Scalar>& problem, bool own_value_2, Row<Scalar>& row) {
  const WeightRule rule = problem.rule;
  const auto given = [&](std::int64_t key) { return row.grad_plus[key]; };
  const auto store = [&](std::int64_t key, Scalar gradient) { row.scores[key] = gradient; };
  const auto of_minus = [&](std::int64_t key) {
    return own_value_2 ? row.grad_minus[key] : -row.grad_plus[key];
  };
  for (std::int64_t key = 0; key < row.n; ++key) row.grad_plus[key] *= row.allowed[key];
  if (own_value_2) {
    for (std::int64_t key = 0; key < row.n; ++key) row.grad_minus[key] *= row.allowed[key];
  }
  if (is_difference<Scalar>(rule)) {
    difference_backward(rule, row);
  } else if (rule == WeightRule::feature_ratio || rule == WeightRule::rectified_exponential ||
             rule == WeightRule::softpick) {
    Scalar mean = 0;
    for (std::int64_t key = 0; key < row.n; ++key) mean += row.plus[key] * row.grad_plus[key];
    for (std::int64_t key = 0; key < row.n; ++key) {
      const Scalar gradient = row.grad_plus[key];
      Scalar of_score = (gradient - mean) * row.allowed[key];
      if (rule != WeightRule::feature_ratio) {
        // d|e^s − 1| is −e^s where s < 0: softpick's normalizer counts those keys too.
        const bool positive = row.plus[key] > 0;
        const Scalar below = rule == WeightRule::softpick && row.scores[key] < 0 ? mean : Scalar(0);
        of_score = row.first[key] * (positive ? gradient - mean : below);
      }
      row.scores[key] = of_score / row.normalizer;
    }
    return;
  } else if (rule == WeightRule::signed_softmax || rule == WeightRule::split_softmax) {
    Scalar mean = 0;
    const auto along = [&](std::int64_t key) {
      if (rule == WeightRule::signed_softmax) return sign_of(row.scores[key]) * row.grad_plus[key];
      return row.scores[key] > 0 ? row.grad_plus[key] : of_minus(key);
    };
    for (std::int64_t key = 0; key < row.n; ++key) mean += row.first[key] * along(key);
    for (std::int64_t key = 0; key < row.n; ++key) {
      row.scores[key] =
          sign_of(row.scores[key]) * row.first[key] * (along(key) - mean + row.grad_log_sum_exp);
    }
    return;
  } else if (rule == WeightRule::opposite_softmaxes) {
    softmax_back(
        row, row.first, [&](std::int64_t key) { return problem.a_plus * row.grad_plus[key]; },
        store);
    softmax_back(
        row, row.second, [&](std::int64_t key) { return problem.a_minus * of_minus(key); },
        [&](std::int64_t key, Scalar gradient) { row.scores[key] -= gradient; });
  } else {
    const Scalar factor = rule == WeightRule::stretched_softmax ? problem.affine_a : Scalar(1);
    softmax_back(row, row.first, given,
                 [&](std::int64_t key, Scalar gradient) { row.scores[key] = factor * gradient; });
  }
  for (std::int64_t key = 0; key < row.n; ++key) {
    row.scores[key] += row.first[key] * row.grad_log_sum_exp;
  }
}

}  // namespace
