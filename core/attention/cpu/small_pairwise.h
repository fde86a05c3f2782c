/// The kernel of many small problems of attention by single keys; included by each build of the
/// kernels.
#pragma once

#include <cstdint>

#include "core/attention/cpu/small_rows.h"

namespace {

template <typename Scalar>
class PairwiseKernel {
 public:
  PairwiseKernel(const SmallPairwise<Scalar>& problem, Scalar* workspace)
      : m_problem(problem),
        m_linear(problem.rule == WeightRule::feature_ratio),
        m_own_value_2(problem.value_2 != nullptr),
        m_dim(padded<Scalar>(problem.head_dim)),
        m_value_dim(padded<Scalar>(problem.value_dim)),
        m_n_keys(padded<Scalar>(problem.n_tokens)) {
    const auto take = [&](std::int64_t count) {
      Scalar* const taken = workspace == nullptr ? nullptr : workspace + m_used;
      m_used += padded<Scalar>(count);
      return taken;
    };
    const std::int64_t n = problem.n_tokens;
    const std::int64_t rows = problem.n_rows;
    for (Map& map : m_maps) {
      map.query = take(rows * m_dim), map.key = take(n * m_dim);
      map.key_t = take(problem.head_dim * m_n_keys);
      map.query_gradient = take(rows * m_dim), map.key_gradient = take(n * m_dim);
      map.scores = take(rows * m_n_keys);
    }
    for (Side& side : m_sides) {
      side.value = take(n * m_value_dim), side.value_t = take(problem.value_dim * m_n_keys);
      side.weights = take(rows * m_n_keys), side.gradient = take(rows * m_n_keys);
      side.value_gradient = take(n * m_value_dim);
    }
    m_allowed = take(rows * m_n_keys);
    m_first = take(m_n_keys), m_second = take(m_n_keys);
    m_rows = take(rows * m_value_dim);
  }

  std::int64_t used() const { return m_used; }

  void forward() {
    load_mask();
    for (std::int64_t head = 0; head < m_problem.n_heads; ++head) {
      load_head(head);
      for (std::int64_t row = 0; row < m_problem.n_rows; ++row) {
        Row<Scalar> view = row_of(head, row);
        row_forward(m_problem, m_own_value_2, view);
        const std::int64_t place = head * m_problem.n_rows + row;
        m_problem.log_sum_exp[place] = view.log_sum_exp;
        if (m_problem.weights == nullptr) continue;
        Scalar* const weights = m_problem.weights + place * m_problem.n_tokens;
        for (std::int64_t key = 0; key < m_problem.n_tokens; ++key) {
          weights[key] = view.plus[key] - (m_own_value_2 ? view.minus[key] : Scalar(0));
        }
      }
      for (int side = 0; side < n_sides(); ++side) {
        multiply<Scalar>({m_sides[side].weights, m_n_keys, 1}, m_sides[side].value, m_value_dim,
                         m_rows, m_value_dim, m_problem.n_rows, m_problem.n_tokens, m_value_dim,
                         side > 0);
      }
      Scalar* const output = m_problem.output + head * m_problem.n_rows * m_problem.value_dim;
      fill<Scalar>(output, m_problem.n_rows * m_problem.value_dim, 0);
      add_unpadded(m_rows, m_problem.n_rows, m_problem.value_dim, output);
    }
  }

  void backward() {
    load_mask();
    for (std::int64_t head = 0; head < m_problem.n_heads; ++head) {
      load_head(head);
      differentiate_values(head);
      for (std::int64_t row = 0; row < m_problem.n_rows; ++row) {
        const std::int64_t place = head * m_problem.n_rows + row;
        Row<Scalar> view = row_of(head, row);
        row_forward(m_problem, m_own_value_2, view);
        if (m_problem.grad_weights != nullptr) {
          const Scalar* const grad = m_problem.grad_weights + place * m_problem.n_tokens;
          for (std::int64_t key = 0; key < m_problem.n_tokens; ++key) {
            view.grad_plus[key] += grad[key];
            if (m_own_value_2) view.grad_minus[key] -= grad[key];
          }
        }
        if (m_problem.grad_log_sum_exp != nullptr && view.log_sum_exp > -infinity<Scalar>()) {
          view.grad_log_sum_exp = m_problem.grad_log_sum_exp[place];
        }
        row_backward(m_problem, m_own_value_2, view);
        if (m_problem.lambda_gradient != nullptr) {
          m_problem.lambda_gradient[place] = view.grad_lambda;
        }
      }
      store_values(head);
      store_map(m_maps[0], head, m_problem.key_heads, m_problem.query_gradient,
                m_problem.key_gradient);
      if (m_problem.query_2 != nullptr) {
        store_map(m_maps[1], head, m_problem.key_2_heads, m_problem.query_2_gradient,
                  m_problem.key_2_gradient);
      }
    }
  }

 private:
  /// One of the two products of queries and keys.
  struct Map {
    Scalar *query, *key, *key_t, *query_gradient, *key_gradient, *scores;
  };
  /// V with the weights on it, V₂ with those on it.
  struct Side {
    Scalar *value, *value_t, *weights, *gradient, *value_gradient;
  };

  int n_sides() const { return m_own_value_2 ? 2 : 1; }

  std::int64_t own_head(std::int64_t head, std::int64_t n_own) const {
    return head * n_own / m_problem.n_heads;
  }

  void load_mask() {
    for (std::int64_t row = 0; row < m_problem.n_rows; ++row) {
      for (std::int64_t key = 0; key < m_n_keys; ++key) {
        const bool allowed =
            key < m_problem.n_tokens && m_problem.allowed[row * m_problem.n_tokens + key] != 0;
        m_allowed[row * m_n_keys + key] = allowed ? Scalar(1) : Scalar(0);
      }
    }
  }

  /// φ = elu + 1 of rows, in place, and not of what pads them.
  void to_features(Scalar* rows, std::int64_t n_rows) const {
    for (std::int64_t row = 0; row < n_rows; ++row) {
      for (std::int64_t entry = 0; entry < m_problem.head_dim; ++entry) {
        Scalar& number = rows[row * m_dim + entry];
        number = number > 0 ? number + 1 : Scalar(__builtin_exp(static_cast<double>(number)));
      }
    }
  }

  void load_map(Map& map, const Scalar* query, const Scalar* key, std::int64_t n_own,
                std::int64_t head) {
    const std::int64_t n = m_problem.n_tokens;
    const std::int64_t dim = m_problem.head_dim;
    pad_rows<Scalar>(query + head * m_problem.n_rows * dim, m_problem.n_rows, dim, 0, map.query);
    pad_rows<Scalar>(key + own_head(head, n_own) * n * dim, n, dim, 0, map.key);
    if (m_linear) to_features(map.query, m_problem.n_rows), to_features(map.key, n);
    transpose(map.key, m_dim, n, dim, map.key_t);
    multiply<Scalar>({map.query, m_dim, 1}, map.key_t, m_n_keys, map.scores, m_n_keys,
                     m_problem.n_rows, dim, m_n_keys, false);
    if (m_linear) return;
    for (std::int64_t entry = 0; entry < m_problem.n_rows * m_n_keys; ++entry) {
      map.scores[entry] *= m_problem.scale;
    }
  }

  void load_head(std::int64_t head) {
    const std::int64_t n = m_problem.n_tokens;
    const std::int64_t dim = m_problem.value_dim;
    load_map(m_maps[0], m_problem.query, m_problem.key, m_problem.key_heads, head);
    if (m_problem.query_2 != nullptr) {
      load_map(m_maps[1], m_problem.query_2, m_problem.key_2, m_problem.key_2_heads, head);
    }
    pad_rows<Scalar>(m_problem.value + own_head(head, m_problem.value_heads) * n * dim, n, dim, 0,
                     m_sides[0].value);
    if (m_own_value_2) {
      pad_rows<Scalar>(m_problem.value_2 + own_head(head, m_problem.value_2_heads) * n * dim, n,
                       dim, 0, m_sides[1].value);
    }
  }

  Row<Scalar> row_of(std::int64_t head, std::int64_t row) {
    const std::int64_t begin = row * m_n_keys;
    Row<Scalar> view;
    view.n = m_n_keys;
    view.allowed = m_allowed + begin;
    view.scores = m_maps[0].scores + begin, view.scores_2 = m_maps[1].scores + begin;
    view.plus = m_sides[0].weights + begin, view.minus = m_sides[1].weights + begin;
    view.grad_plus = m_sides[0].gradient + begin, view.grad_minus = m_sides[1].gradient + begin;
    view.first = m_first, view.second = m_second;
    if (m_problem.lambda != nullptr) {
      view.lambda = m_problem.lambda[head * m_problem.n_rows + row];
    }
    return view;
  }

  /// dO, padded, into m_rows and dO·v_j into the sides' gradients.
  void differentiate_values(std::int64_t head) {
    const std::int64_t dim = m_problem.value_dim;
    if (m_problem.grad_output == nullptr) {
      fill<Scalar>(m_rows, m_problem.n_rows * m_value_dim, 0);
    } else {
      pad_rows<Scalar>(m_problem.grad_output + head * m_problem.n_rows * dim, m_problem.n_rows, dim,
                       0, m_rows);
    }
    for (int number = 0; number < n_sides(); ++number) {
      Side& side = m_sides[number];
      transpose(side.value, m_value_dim, m_problem.n_tokens, dim, side.value_t);
      multiply<Scalar>({m_rows, m_value_dim, 1}, side.value_t, m_n_keys, side.gradient, m_n_keys,
                       m_problem.n_rows, dim, m_n_keys, false);
    }
  }

  void store_values(std::int64_t head) {
    const std::int64_t n = m_problem.n_tokens;
    const auto store = [&](Side& side, std::int64_t n_own, Scalar* target) {
      multiply<Scalar>({side.weights, 1, m_n_keys}, m_rows, m_value_dim, side.value_gradient,
                       m_value_dim, n, m_problem.n_rows, m_value_dim, false);
      add_unpadded(side.value_gradient, n, m_problem.value_dim,
                   target + own_head(head, n_own) * n * m_problem.value_dim);
    };
    store(m_sides[0], m_problem.value_heads, m_problem.value_gradient);
    if (m_own_value_2) {
      store(m_sides[1], m_problem.value_2_heads, m_problem.value_2_gradient);
    }
  }

  /// ds, in the map's scores, passed on to queries and keys.
  void store_map(Map& map, std::int64_t head, std::int64_t n_own, Scalar* query_target,
                 Scalar* key_target) {
    const std::int64_t n = m_problem.n_tokens;
    const std::int64_t rows = m_problem.n_rows;
    const std::int64_t dim = m_problem.head_dim;
    multiply<Scalar>({map.scores, m_n_keys, 1}, map.key, m_dim, map.query_gradient, m_dim, rows, n,
                     m_dim, false);
    multiply<Scalar>({map.scores, 1, m_n_keys}, map.query, m_dim, map.key_gradient, m_dim, n, rows,
                     m_dim, false);
    const auto finish = [&](Scalar* gradient, const Scalar* features, std::int64_t count) {
      for (std::int64_t entry = 0; entry < count * m_dim; ++entry) {
        // φ' is 1 above 0 and φ itself below, hence min(φ, 1).
        const Scalar slope = features[entry] < 1 ? features[entry] : Scalar(1);
        gradient[entry] *= m_linear ? slope : m_problem.scale;
      }
    };
    finish(map.query_gradient, map.query, rows);
    finish(map.key_gradient, map.key, n);
    add_unpadded(map.query_gradient, rows, dim, query_target + head * rows * dim);
    add_unpadded(map.key_gradient, n, dim, key_target + own_head(head, n_own) * n * dim);
  }

  const SmallPairwise<Scalar>& m_problem;
  bool m_linear, m_own_value_2;
  std::int64_t m_dim, m_value_dim, m_n_keys, m_used = 0;
  Map m_maps[2];
  Side m_sides[2];
  Scalar *m_allowed, *m_first, *m_second, *m_rows;
};

}  // namespace
