/// Attention written down as in science.md, in double precision, by plain loops over plain lists.
#pragma once

#include <functional>
#include <vector>

#include "core/attention/attention.h"

namespace baryscope::test {

using Matrix = std::vector<std::vector<double>>;  ///< [n_tokens][dim]

/// One head. Lists that a mechanism does not need may stay empty.
struct PlainHead {
  Matrix query, query_2, key_2, value_2;
  std::vector<Matrix> keys, values;     ///< slot by slot
  std::vector<double> lambda;           ///< [n_tokens]
  std::vector<std::vector<bool>> kept;  ///< [n_tokens][n_tokens]; empty: all
};

/// One query's row.
struct PlainRow {
  std::vector<double> output;
  double log_sum_exp = 0;       ///< NaN: the mechanism has none
  std::vector<double> weights;  ///< one a tuple, the last slot fastest
  std::vector<double> marginal_key, marginal_key_prime;
  double entropy = 0, mutual_information = 0;
};

/// Row `query` of a head under a spec of any mechanism.
PlainRow plain_row(const PlainHead& head, const AttentionSpec& spec, int query);

/// The number of tuples (j1 … jn) that a query may attend to.
double plain_count(const AttentionSpec& spec, int n_tokens, int query);

}  // namespace baryscope::test
