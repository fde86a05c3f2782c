#include "tests/support/plain_attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace baryscope::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Tuple = std::vector<int>;

int order_of(const AttentionSpec& spec) {
  if (spec.mechanism == "two-simplicial") return 2;
  return spec.mechanism == "n-order" ? spec.order : 1;
}

bool is_allowed(const AttentionSpec& spec, int query, const Tuple& tuple) {
  for (std::size_t slot = 0; slot < tuple.size(); ++slot) {
    if ((spec.causal || spec.window_1) && tuple[slot] > query) return false;
    if (!spec.window_1) continue;
    const auto width = slot == 0 ? *spec.window_1 : spec.window_2.value_or(*spec.window_1);
    const int anchor = slot > 0 && spec.window_anchor == "key" ? tuple[0] : query;
    if (tuple[slot] > anchor || tuple[slot] <= anchor - width) return false;
  }
  return true;
}

/// Calls `visit` for every tuple of the order, the last slot fastest.
void for_each_tuple(int n_tokens, int order, const std::function<void(const Tuple&)>& visit) {
  Tuple tuple(static_cast<std::size_t>(order), 0);
  while (true) {
    visit(tuple);
    int slot = order - 1;
    while (slot >= 0 && ++tuple[static_cast<std::size_t>(slot)] == n_tokens) {
      tuple[static_cast<std::size_t>(slot--)] = 0;
    }
    if (slot < 0) return;
  }
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t entry = 0; entry < a.size(); ++entry) sum += a[entry] * b[entry];
  return sum;
}

double determinant(const double* a, const double* b, const double* c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
         a[2] * (b[0] * c[1] - b[1] * c[0]);
}

double triple_score(const std::string& name, const std::vector<double>& a,
                    const std::vector<double>& b, const std::vector<double>& c, double scale) {
  if (name == "determinant") {
    double sum = 0;
    for (std::size_t chunk = 0; chunk + 3 <= a.size(); chunk += 3) {
      sum += determinant(&a[chunk], &b[chunk], &c[chunk]);
    }
    return sum;
  }
  const double ab = dot(a, b), ac = dot(a, c), bc = dot(b, c);
  if (name == "unsigned-triple") {
    return std::sqrt(std::max(
        0.0, ab * ab * dot(c, c) + bc * bc * dot(a, a) + ac * ac * dot(b, b) - 2 * ab * ac * bc));
  }
  if (name == "strassen") return (ab + ac + bc) * scale;
  if (name == "rank-one") return (ab + ac) * scale;
  throw std::invalid_argument(name);
}

std::vector<double> product(std::vector<double> start, const std::vector<Matrix>& slots,
                            const Tuple& tuple) {
  for (std::size_t slot = 0; slot < tuple.size(); ++slot) {
    const std::vector<double>& row = slots[slot][static_cast<std::size_t>(tuple[slot])];
    for (std::size_t entry = 0; entry < start.size(); ++entry) start[entry] *= row[entry];
  }
  return start;
}

struct Softmax {
  std::vector<double> weights;
  double log_sum_exp = -infinity;
};

/// Over the entries that are allowed; the others get exactly 0.
Softmax softmax(const std::vector<double>& scores, const std::vector<bool>& allowed) {
  Softmax result{std::vector<double>(scores.size(), 0.0), -infinity};
  double largest = -infinity;
  for (std::size_t entry = 0; entry < scores.size(); ++entry) {
    if (allowed[entry]) largest = std::max(largest, scores[entry]);
  }
  if (largest == -infinity) return result;
  double sum = 0;
  for (std::size_t entry = 0; entry < scores.size(); ++entry) {
    if (allowed[entry]) sum += result.weights[entry] = std::exp(scores[entry] - largest);
  }
  for (double& weight : result.weights) weight /= sum;
  result.log_sum_exp = largest + std::log(sum);
  return result;
}

double entropy(const std::vector<double>& distribution) {
  double sum = 0;
  for (const double share : distribution) {
    if (share > 0) sum -= share * std::log(share);
  }
  return sum;
}

void add_scaled(std::vector<double>& target, double factor, const std::vector<double>& row) {
  for (std::size_t entry = 0; entry < target.size(); ++entry) target[entry] += factor * row[entry];
}

PlainRow tuple_row(const PlainHead& given, const AttentionSpec& spec, std::size_t query,
                   const std::vector<Tuple>& tuples, const std::vector<bool>& allowed) {
  PlainHead head = given;
  const std::size_t order = tuples[0].size();
  const double d = static_cast<double>(head.query[query].size());
  if (order > 1) {
    for (std::vector<double>& row : head.keys[1]) {
      for (double& entry : row) entry += spec.key_bias ? 1 / d : 0;
    }
    for (std::vector<double>& row : head.values[1]) {
      for (double& entry : row) entry += spec.value_bias ? 1 : 0;
    }
  }
  const double root = spec.scale.value_or(1 / std::sqrt(d));
  const double scale = spec.output_scaling ? 1 : root;
  const std::string score = spec.mechanism == "n-order" ? "trilinear" : spec.score;
  std::vector<double> scores;
  for (const Tuple& tuple : tuples) {
    double found = 0;
    if (score == "trilinear") {
      for (const double term : product(head.query[query], head.keys, tuple)) found += term;
      found *= scale;
    } else {
      found =
          triple_score(score, head.query[query], head.keys[0][static_cast<std::size_t>(tuple[0])],
                       head.keys[1][static_cast<std::size_t>(tuple[1])], scale);
    }
    scores.push_back(found / spec.temperature);
  }
  const Softmax shares = softmax(scores, allowed);
  PlainRow row;
  row.weights = shares.weights;
  row.log_sum_exp = shares.log_sum_exp;
  row.entropy = entropy(shares.weights);
  row.output.assign(head.values[0][0].size(), 0.0);
  row.marginal_key.assign(head.keys[0].size(), 0.0);
  row.marginal_key_prime = row.marginal_key;
  const bool has_scale = score != "determinant" && score != "unsigned-triple";
  const double out_scale = spec.output_scaling && has_scale ? root : 1;
  for (std::size_t place = 0; place < tuples.size(); ++place) {
    const double weight = shares.weights[place];
    row.marginal_key[static_cast<std::size_t>(tuples[place][0])] += weight;
    if (order > 1) row.marginal_key_prime[static_cast<std::size_t>(tuples[place][1])] += weight;
    add_scaled(row.output, weight * out_scale,
               product(std::vector<double>(row.output.size(), 1.0), head.values, tuples[place]));
  }
  for (std::size_t place = 0; order == 2 && place < tuples.size(); ++place) {
    const double weight = shares.weights[place];
    if (weight <= 0) continue;
    const double apart = row.marginal_key[static_cast<std::size_t>(tuples[place][0])] *
                         row.marginal_key_prime[static_cast<std::size_t>(tuples[place][1])];
    row.mutual_information += weight * std::log(weight / apart);
  }
  return row;
}

double phi(double entry) { return (entry > 0 ? entry : std::exp(entry) - 1) + 1; }

/// What a key's own weight is once the softmax maps are known; the sums are divided out afterwards.
PlainRow key_row(const PlainHead& head, const AttentionSpec& spec, std::size_t query,
                 const std::vector<bool>& allowed) {
  const std::size_t n = head.keys[0].size();
  const std::string& name = spec.mechanism;
  const double scale =
      spec.scale.value_or(1 / std::sqrt(static_cast<double>(head.query[query].size()))) /
      spec.temperature;
  std::vector<double> s(n), s_2(n, 0.0), magnitude(n), negated(n), linear(n);
  for (std::size_t key = 0; key < n; ++key) {
    s[key] = dot(head.query[query], head.keys[0][key]) * scale;
    if (!head.key_2.empty()) s_2[key] = dot(head.query_2[query], head.key_2[key]) * scale;
    magnitude[key] = std::abs(s[key]);
    negated[key] = -s[key];
    for (std::size_t entry = 0; entry < head.query[query].size(); ++entry) {
      linear[key] += phi(head.query[query][entry]) * phi(head.keys[0][key][entry]);
    }
  }
  const Softmax p = softmax(s, allowed), p_2 = softmax(s_2, allowed);
  const Softmax p_magnitude = softmax(magnitude, allowed), p_negated = softmax(negated, allowed);
  const double lambda = head.lambda.empty() ? 0 : head.lambda[query];
  double positive = 0, absolute = 1e-8, linear_sum = 0;
  for (std::size_t key = 0; key < n; ++key) {
    if (!allowed[key]) continue;
    positive += std::max(0.0, std::exp(s[key]) - 1);
    absolute += std::abs(std::exp(s[key]) - 1);
    linear_sum += linear[key];
  }
  PlainRow row;
  row.log_sum_exp = p.log_sum_exp;
  row.weights.assign(n, 0.0);
  row.output.assign(head.values[0][0].size(), 0.0);
  if (name == "linear" || name == "relu-expm1" || name == "softpick")
    row.log_sum_exp = std::nan("");
  if (name == "cog" || name == "dipole-v1") row.log_sum_exp = p_magnitude.log_sum_exp;
  for (std::size_t key = 0; key < n; ++key) {
    if (!allowed[key]) continue;
    const double difference = p.weights[key] - lambda * p_2.weights[key];
    const double rectified = std::max(0.0, std::exp(s[key]) - 1);
    const double sign = s[key] > 0 ? 1 : (s[key] < 0 ? -1 : 0);
    double weight = p.weights[key];
    double minus = 0;  // the share that goes to V₂
    if (name == "linear") weight = linear[key] / linear_sum;
    if (name == "relu-expm1") weight = positive > 0 ? rectified / positive : 0;
    if (name == "softpick") weight = rectified / absolute;
    if (name == "affine") weight = spec.affine_a * p.weights[key] + spec.affine_b;
    if (name == "differential" || name == "differential-v2") weight = difference;
    if (name == "rectified-differential") weight = std::max(0.0, difference);
    if (name == "heaviside-differential") weight = p.weights[key] - (difference > 0 ? lambda : 0);
    if (name == "heaviside-gate") weight = difference > 0 ? p.weights[key] : 0;
    if (name == "cog") weight = sign * p_magnitude.weights[key];
    if (name == "dipole-v1") {
      weight = sign > 0 ? p_magnitude.weights[key] : 0;
      minus = sign > 0 ? 0 : p_magnitude.weights[key];
    }
    if (name == "dipole-v2") {
      weight = spec.a_plus * p.weights[key];
      minus = spec.a_minus * p_negated.weights[key];
    }
    row.weights[key] = weight - minus;
    add_scaled(row.output, weight, head.values[0][key]);
    if (head.value_2.empty()) {
      add_scaled(row.output, -minus, head.values[0][key]);
    } else {
      add_scaled(row.output, minus, head.value_2[key]);
    }
  }
  return row;
}

}  // namespace

PlainRow plain_row(const PlainHead& head, const AttentionSpec& spec, int query) {
  const bool tuples_weigh = spec.mechanism == "two-simplicial" || spec.mechanism == "n-order";
  std::vector<Tuple> tuples;
  std::vector<bool> allowed;
  for_each_tuple(static_cast<int>(head.keys[0].size()), order_of(spec), [&](const Tuple& tuple) {
    bool admitted = is_allowed(spec, query, tuple);
    for (const int key : tuple) {
      admitted =
          admitted && (head.kept.empty() ||
                       head.kept[static_cast<std::size_t>(query)][static_cast<std::size_t>(key)]);
    }
    tuples.push_back(tuple);
    allowed.push_back(admitted);
  });
  const auto row = static_cast<std::size_t>(query);
  return tuples_weigh ? tuple_row(head, spec, row, tuples, allowed)
                      : key_row(head, spec, row, allowed);
}

double plain_count(const AttentionSpec& spec, int n_tokens, int query) {
  double count = 0;
  for_each_tuple(n_tokens, order_of(spec),
                 [&](const Tuple& tuple) { count += is_allowed(spec, query, tuple) ? 1 : 0; });
  return count;
}

}  // namespace baryscope::test
