/// The kernel of many small problems of tuple attention; included by each build of the kernels.
#pragma once

#include <cstdint>

#include "core/attention/cpu/small_scores.h"

// The equations are those of tuple_gradient.cpp and score_gradient.cpp. The further slots' keys and
// values are multiplied out once a head: r_p and u_p, p over all tuples of further keys. A block of
// queries has one composite row a query and tuple that it may see.
namespace {

/// Composite rows in a block, as long as one query does not need more.
constexpr std::int64_t block_rows = 96;

template <typename Scalar>
class TupleKernel {
 public:
  TupleKernel(const SmallTuples<Scalar>& problem, Scalar* workspace)
      : m_problem(problem),
        m_n_rest(n_rest(problem)),
        m_dim(padded<Scalar>(problem.head_dim)),
        m_value_dim(padded<Scalar>(problem.value_dim)),
        m_n_first(padded<Scalar>(problem.n_tokens)) {
    const auto take = [&](std::int64_t count) {
      Scalar* const taken = workspace == nullptr ? nullptr : workspace + m_used;
      m_used += padded<Scalar>(count);
      return taken;
    };
    const std::int64_t n = problem.n_tokens;
    const std::int64_t rows = most_rows(problem);
    m_key = take(n * m_dim), m_key_t = take(problem.head_dim * m_n_first);
    m_value = take(n * m_value_dim), m_value_t = take(problem.value_dim * m_n_first);
    m_rest = take(m_n_rest * m_dim), m_rest_value = take(m_n_rest * m_value_dim);
    m_key_gradient = take(n * m_dim), m_value_gradient = take(n * m_value_dim);
    m_rest_gradient = take(m_n_rest * m_dim);
    m_rest_value_gradient = take(m_n_rest * m_value_dim);
    m_composite = take(rows * m_dim), m_composite_gradient = take(rows * m_dim);
    m_scores = take(rows * m_n_first), m_score_gradient = take(rows * m_n_first);
    m_attended = take(rows * m_value_dim), m_row_values = take(rows * m_value_dim);
    m_query = take(problem.n_rows * m_dim);
    m_query_gradient = take(problem.n_rows * m_dim);
    m_row_bias = take(rows), m_first_mask = take(problem.n_rows * m_n_first);
    // Row numbers fit into a Scalar's exact integers, but want an integer's type.
    m_tuple_of_row = reinterpret_cast<std::int32_t*>(take(rows));
    m_block_begin = reinterpret_cast<std::int32_t*>(take(rows + 1));
  }

  std::int64_t used() const { return m_used; }

  void forward() {
    mask();
    for (std::int64_t head = 0; head < m_problem.n_heads; ++head) {
      load_head(head);
      for (std::int64_t begin = 0; begin < m_problem.n_rows;) {
        const std::int64_t end = compose(begin);
        attend(head, begin, end);
        begin = end;
      }
    }
  }

  void backward() {
    mask();
    for (std::int64_t head = 0; head < m_problem.n_heads; ++head) {
      load_head(head);
      transpose(m_value, m_value_dim, m_problem.n_tokens, m_problem.value_dim, m_value_t);
      fill<Scalar>(m_key_gradient, m_problem.n_tokens * m_dim, 0);
      fill<Scalar>(m_value_gradient, m_problem.n_tokens * m_value_dim, 0);
      fill<Scalar>(m_rest_gradient, m_n_rest * m_dim, 0);
      fill<Scalar>(m_rest_value_gradient, m_n_rest * m_value_dim, 0);
      fill<Scalar>(m_query_gradient, m_problem.n_rows * m_dim, 0);
      for (std::int64_t begin = 0; begin < m_problem.n_rows;) {
        const std::int64_t end = compose(begin);
        differentiate(head, begin, end);
        begin = end;
      }
      store_head(head);
    }
  }

  static std::int64_t n_rest(const SmallTuples<Scalar>& problem) {
    std::int64_t count = 1;
    for (int slot = 1; slot < problem.order; ++slot) count *= problem.n_tokens;
    return count;
  }

 private:
  static std::int64_t most_rows(const SmallTuples<Scalar>& problem) {
    const std::int64_t count = n_rest(problem);
    return count > block_rows ? count : block_rows;
  }

  /// The key of a further slot in a tuple.
  std::int64_t digit(std::int64_t tuple, int slot) const {
    if (m_problem.order == 2) return tuple;
    for (int later = slot + 1; later < m_problem.order; ++later) tuple /= m_problem.n_tokens;
    return tuple % m_problem.n_tokens;
  }

  const Scalar* slot_rows(const Scalar* const* tensors, const std::int64_t* heads, int slot,
                          std::int64_t head, std::int64_t dim) const {
    return tensors[slot] + head * heads[slot] / m_problem.n_heads * m_problem.n_tokens * dim;
  }

  void mask() {
    for (std::int64_t row = 0; row < m_problem.n_rows; ++row) {
      for (std::int64_t key = 0; key < m_n_first; ++key) {
        const bool allowed = key < m_problem.n_tokens &&
                             m_problem.first_allowed[row * m_problem.n_tokens + key] != 0;
        m_first_mask[row * m_n_first + key] = allowed ? Scalar(0) : -Scalar(__builtin_inf());
      }
    }
  }

  /// Π over the further slots of their rows, for every tuple.
  void load_rest(const Scalar* const* tensors, const std::int64_t* heads, std::int64_t head,
                 std::int64_t dim, Scalar bias, Scalar* target) {
    const std::int64_t step = padded<Scalar>(dim);
    for (std::int64_t tuple = 0; tuple < m_n_rest; ++tuple) {
      Scalar* const row = target + tuple * step;
      fill<Scalar>(row, dim, 1);
      fill<Scalar>(row + dim, step - dim, 0);
      for (int slot = 1; slot < m_problem.order; ++slot) {
        const Scalar* const own =
            slot_rows(tensors, heads, slot, head, dim) + digit(tuple, slot) * dim;
        const Scalar added = slot == 1 ? bias : Scalar(0);
        for (std::int64_t entry = 0; entry < dim; ++entry) row[entry] *= own[entry] + added;
      }
    }
  }

  void load_head(std::int64_t head) {
    const std::int64_t n = m_problem.n_tokens;
    pad_rows<Scalar>(slot_rows(m_problem.keys, m_problem.key_heads, 0, head, m_problem.head_dim), n,
                     m_problem.head_dim, 0, m_key);
    pad_rows<Scalar>(
        slot_rows(m_problem.values, m_problem.value_heads, 0, head, m_problem.value_dim), n,
        m_problem.value_dim, 0, m_value);
    transpose(m_key, m_dim, n, m_problem.head_dim, m_key_t);
    load_rest(m_problem.keys, m_problem.key_heads, head, m_problem.head_dim, m_problem.key_bias,
              m_rest);
    load_rest(m_problem.values, m_problem.value_heads, head, m_problem.value_dim,
              m_problem.value_bias, m_rest_value);
    pad_rows<Scalar>(m_problem.query + head * m_problem.n_rows * m_problem.head_dim,
                     m_problem.n_rows, m_problem.head_dim, 0, m_query);
    for (std::int64_t entry = 0; entry < m_problem.n_rows * m_dim; ++entry) {
      m_query[entry] *= m_problem.scale;
    }
  }

  bool sees(std::int64_t row, std::int64_t tuple) const {
    for (int slot = 1; slot < m_problem.order; ++slot) {
      if (m_problem.further_allowed[row * m_problem.n_tokens + digit(tuple, slot)] == 0) {
        return false;
      }
    }
    return true;
  }

  /// Fills the composite rows of the queries from `begin` on, as many as fit; says where it ended.
  std::int64_t compose(std::int64_t begin) {
    const std::int64_t capacity = m_n_rest > block_rows ? m_n_rest : block_rows;
    std::int64_t row = 0;
    std::int64_t query = begin;
    for (; query < m_problem.n_rows; ++query) {
      m_block_begin[query - begin] = static_cast<std::int32_t>(row);
      if (query > begin && (row + m_n_rest > capacity || query - begin >= block_rows)) break;
      for (std::int64_t tuple = 0; tuple < m_n_rest; ++tuple) {
        if (!sees(query, tuple)) continue;
        m_tuple_of_row[row] = static_cast<std::int32_t>(tuple);
        m_row_bias[row] = compose_row(m_problem, m_query + query * m_dim, m_rest + tuple * m_dim,
                                      m_composite + row * m_dim);
        ++row;
      }
    }
    m_block_begin[query - begin] = static_cast<std::int32_t>(row);
    m_n_block = row;
    multiply<Scalar>({m_composite, m_dim, 1}, m_key_t, m_n_first, m_scores, m_n_first, row,
                     m_problem.head_dim, m_n_first, false);
    for (std::int64_t number = begin; number < query; ++number) mask_query(number, number - begin);
    return query;
  }

  void mask_query(std::int64_t query, std::int64_t in_block) {
    const Scalar* const mask = m_first_mask + query * m_n_first;
    for (std::int64_t row = m_block_begin[in_block]; row < m_block_begin[in_block + 1]; ++row) {
      Scalar* const scores = m_scores + row * m_n_first;
      for (std::int64_t key = 0; key < m_n_first; ++key) {
        scores[key] = mask[key] < 0 ? mask[key] : scores[key] + m_row_bias[row];
      }
      if (m_problem.reach == 0) continue;
      for (int slot = 1; slot < m_problem.order; ++slot) {
        const std::int64_t further = digit(m_tuple_of_row[row], slot);
        for (std::int64_t key = 0; key < m_n_first; ++key) {
          if (key < further || key - further >= m_problem.reach) {
            scores[key] = -Scalar(__builtin_inf());
          }
        }
      }
    }
  }

  void attend(std::int64_t head, std::int64_t begin, std::int64_t end) {
    const std::int64_t first_output = head * m_problem.n_rows + begin;
    for (std::int64_t query = 0; query < end - begin; ++query) {
      const std::int64_t from = m_block_begin[query] * m_n_first;
      const std::int64_t to = m_block_begin[query + 1] * m_n_first;
      const Scalar largest = largest_of(m_scores + from, to - from);
      const bool empty = largest == -Scalar(__builtin_inf());
      exponentials(m_scores + from, to - from, empty ? Scalar(0) : largest);
      const Scalar sum = sum_of(m_scores + from, to - from);
      m_problem.log_sum_exp[first_output + query] =
          empty ? largest : largest + Scalar(__builtin_log(static_cast<double>(sum)));
      m_row_bias[query] = empty ? Scalar(0) : m_problem.output_scale / sum;
    }
    multiply<Scalar>({m_scores, m_n_first, 1}, m_value, m_value_dim, m_attended, m_value_dim,
                     m_n_block, m_problem.n_tokens, m_value_dim, false);
    for (std::int64_t query = 0; query < end - begin; ++query) {
      Scalar* const __restrict sum = m_row_values;
      fill<Scalar>(sum, m_value_dim, 0);
      for (std::int64_t row = m_block_begin[query]; row < m_block_begin[query + 1]; ++row) {
        const Scalar* const attended = m_attended + row * m_value_dim;
        const Scalar* const rest = m_rest_value + m_tuple_of_row[row] * m_value_dim;
        for (std::int64_t entry = 0; entry < m_value_dim; ++entry) {
          sum[entry] += attended[entry] * rest[entry];
        }
      }
      Scalar* const output = m_problem.output + (first_output + query) * m_problem.value_dim;
      for (std::int64_t entry = 0; entry < m_problem.value_dim; ++entry) {
        output[entry] = sum[entry] * m_row_bias[query];
      }
    }
  }

  void differentiate(std::int64_t head, std::int64_t begin, std::int64_t end) {
    const std::int64_t first_output = head * m_problem.n_rows + begin;
    const std::int64_t n = m_problem.n_tokens;
    Scalar* const grad_row = m_attended;  // free until the values are attended again
    for (std::int64_t query = 0; query < end - begin; ++query) {
      const Scalar lse = m_problem.log_sum_exp[first_output + query];
      const bool empty = lse == -Scalar(__builtin_inf());
      const std::int64_t from = m_block_begin[query];
      const std::int64_t to = m_block_begin[query + 1];
      exponentials(m_scores + from * m_n_first, (to - from) * m_n_first, empty ? Scalar(0) : lse);
      load_grad(first_output + query, grad_row);
      for (std::int64_t row = from; row < to; ++row) {
        const Scalar* const rest = m_rest_value + m_tuple_of_row[row] * m_value_dim;
        Scalar* const __restrict values = m_row_values + row * m_value_dim;
        for (std::int64_t entry = 0; entry < m_value_dim; ++entry) {
          values[entry] = grad_row[entry] * rest[entry];
        }
      }
    }
    multiply<Scalar>({m_row_values, m_value_dim, 1}, m_value_t, m_n_first, m_score_gradient,
                     m_n_first, m_n_block, m_problem.value_dim, m_n_first, false);
    multiply<Scalar>({m_scores, 1, m_n_first}, m_row_values, m_value_dim, m_value_gradient,
                     m_value_dim, n, m_n_block, m_value_dim, true);
    for (std::int64_t query = 0; query < end - begin; ++query) {
      const Scalar shift = row_shift(first_output + query);
      const std::int64_t to = m_block_begin[query + 1] * m_n_first;
      for (std::int64_t entry = m_block_begin[query] * m_n_first; entry < to; ++entry) {
        m_score_gradient[entry] = m_scores[entry] * (m_score_gradient[entry] + shift);
      }
    }
    if (m_problem.order > 1) pass_on_values(first_output, end - begin);
    multiply<Scalar>({m_score_gradient, 1, m_n_first}, m_composite, m_dim, m_key_gradient, m_dim, n,
                     m_n_block, m_dim, true);
    multiply<Scalar>({m_score_gradient, m_n_first, 1}, m_key, m_dim, m_composite_gradient, m_dim,
                     m_n_block, n, m_dim, false);
    const bool has_row_bias =
        m_problem.score == TripleScore::strassen || m_problem.score == TripleScore::rank_one;
    for (std::int64_t query = 0; query < end - begin; ++query) {
      for (std::int64_t row = m_block_begin[query]; row < m_block_begin[query + 1]; ++row) {
        const Scalar row_sum =
            has_row_bias ? sum_of(m_score_gradient + row * m_n_first, m_n_first) : Scalar(0);
        pass_on(m_problem, m_query + (begin + query) * m_dim, m_rest + m_tuple_of_row[row] * m_dim,
                m_composite_gradient + row * m_dim, row_sum,
                m_query_gradient + (begin + query) * m_dim,
                m_rest_gradient + m_tuple_of_row[row] * m_dim);
      }
    }
  }

  /// dO of one query, scaled, padded.
  void load_grad(std::int64_t row, Scalar* target) const {
    fill<Scalar>(target, m_value_dim, 0);
    if (m_problem.grad_output == nullptr) return;
    for (std::int64_t entry = 0; entry < m_problem.value_dim; ++entry) {
      target[entry] =
          m_problem.grad_output[row * m_problem.value_dim + entry] * m_problem.output_scale;
    }
  }

  /// dLSE − dO·O.
  Scalar row_shift(std::int64_t row) const {
    Scalar shift =
        m_problem.grad_log_sum_exp == nullptr ? Scalar(0) : m_problem.grad_log_sum_exp[row];
    if (m_problem.grad_output == nullptr) return shift;
    for (std::int64_t entry = 0; entry < m_problem.value_dim; ++entry) {
      shift -= m_problem.grad_output[row * m_problem.value_dim + entry] *
               m_problem.output[row * m_problem.value_dim + entry];
    }
    return shift;
  }

  /// du_p = Σ_i dO_i∘(Σ_j P v_j).
  void pass_on_values(std::int64_t first_output, std::int64_t n_queries) {
    multiply<Scalar>({m_scores, m_n_first, 1}, m_value, m_value_dim, m_attended, m_value_dim,
                     m_n_block, m_problem.n_tokens, m_value_dim, false);
    Scalar* const grad_row = m_row_values;  // its rows have been used
    for (std::int64_t query = 0; query < n_queries; ++query) {
      load_grad(first_output + query, grad_row);
      for (std::int64_t row = m_block_begin[query]; row < m_block_begin[query + 1]; ++row) {
        Scalar* const __restrict sum = m_rest_value_gradient + m_tuple_of_row[row] * m_value_dim;
        const Scalar* const attended = m_attended + row * m_value_dim;
        for (std::int64_t entry = 0; entry < m_value_dim; ++entry) {
          sum[entry] += grad_row[entry] * attended[entry];
        }
      }
    }
  }

  /// The gradient of the products r_p (or u_p) passed on to each further slot.
  void store_rest(const Scalar* gradient, const Scalar* const* tensors, const std::int64_t* heads,
                  std::int64_t head, std::int64_t dim, Scalar bias, Scalar* const* targets) {
    const std::int64_t step = padded<Scalar>(dim);
    for (std::int64_t tuple = 0; tuple < m_n_rest; ++tuple) {
      const Scalar* const own = gradient + tuple * step;
      for (int slot = 1; slot < m_problem.order; ++slot) {
        Scalar* const target =
            targets[slot] +
            (head * heads[slot] / m_problem.n_heads * m_problem.n_tokens + digit(tuple, slot)) *
                dim;
        for (std::int64_t entry = 0; entry < dim; ++entry) {
          Scalar others = 1;
          for (int other = 1; other < m_problem.order; ++other) {
            if (other == slot) continue;
            others *=
                slot_rows(tensors, heads, other, head, dim)[digit(tuple, other) * dim + entry] +
                (other == 1 ? bias : Scalar(0));
          }
          target[entry] += own[entry] * others;
        }
      }
    }
  }

  void store_head(std::int64_t head) {
    const std::int64_t n = m_problem.n_tokens;
    const auto target = [&](Scalar* const* tensors, const std::int64_t* heads, std::int64_t dim) {
      return tensors[0] + head * heads[0] / m_problem.n_heads * n * dim;
    };
    add_unpadded(m_key_gradient, n, m_problem.head_dim,
                 target(m_problem.key_gradients, m_problem.key_heads, m_problem.head_dim));
    add_unpadded(m_value_gradient, n, m_problem.value_dim,
                 target(m_problem.value_gradients, m_problem.value_heads, m_problem.value_dim));
    add_unpadded(m_query_gradient, m_problem.n_rows, m_problem.head_dim,
                 m_problem.query_gradient + head * m_problem.n_rows * m_problem.head_dim);
    store_rest(m_rest_gradient, m_problem.keys, m_problem.key_heads, head, m_problem.head_dim,
               m_problem.key_bias, m_problem.key_gradients);
    store_rest(m_rest_value_gradient, m_problem.values, m_problem.value_heads, head,
               m_problem.value_dim, m_problem.value_bias, m_problem.value_gradients);
  }

  const SmallTuples<Scalar>& m_problem;
  std::int64_t m_n_rest, m_dim, m_value_dim, m_n_first;
  std::int64_t m_n_block = 0, m_used = 0;
  Scalar *m_key, *m_key_t, *m_value, *m_value_t, *m_rest, *m_rest_value;
  Scalar *m_key_gradient, *m_value_gradient, *m_rest_gradient, *m_rest_value_gradient;
  Scalar *m_composite, *m_composite_gradient, *m_scores, *m_score_gradient, *m_attended;
  Scalar *m_row_values, *m_query, *m_query_gradient, *m_row_bias, *m_first_mask;
  std::int32_t *m_tuple_of_row, *m_block_begin;
};

}  // namespace
