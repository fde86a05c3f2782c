#include "core/engine/row_results.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/analysis/measures.h"
#include "core/analysis/mechanism_list.h"
#include "core/engine/plain_numbers.h"

namespace baryscope {
namespace {

// Weights in memory at a time: rows a chunk = this / n_tokens.
constexpr std::int64_t max_chunk_weights = 4'000'000;
// Queries beside the focus that keep their whole row of weights.
constexpr std::size_t max_further_rows = 64;

std::optional<double> finite_or_nothing(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// A chunk's tensor as rows of doubles: [1, n_rows, …] → n_rows spans.
class Rows {
 public:
  explicit Rows(const at::Tensor& tensor) {
    if (tensor.defined()) {
      m_width = tensor.dim() > 2 ? static_cast<std::size_t>(tensor[0][0].numel()) : 1;
      m_numbers = to_doubles(tensor);
    }
  }
  [[nodiscard]] bool defined() const { return m_width > 0 && !m_numbers.empty(); }
  [[nodiscard]] std::span<const double> row(std::size_t index) const {
    return std::span(m_numbers).subspan(index * m_width, m_width);
  }
  [[nodiscard]] std::optional<double> number(std::size_t index) const {
    return defined() ? finite_or_nothing(m_numbers[index]) : std::nullopt;
  }

 private:
  std::size_t m_width = 0;
  std::vector<double> m_numbers;
};

// The `top` keys of largest |weight|, ties to the lower index; keys of weight 0 are left out.
std::vector<int> heaviest(std::span<const double> weights, int top) {
  std::vector<int> keys;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if (weights[j] != 0) {
      keys.push_back(static_cast<int>(j));
    }
  }
  const auto n = std::min(keys.size(), static_cast<std::size_t>(top));
  std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(n), keys.end(),
                    [weights](int a, int b) {
                      const double left = std::abs(weights[static_cast<std::size_t>(a)]);
                      const double right = std::abs(weights[static_cast<std::size_t>(b)]);
                      return left != right ? left > right : a < b;
                    });
  keys.resize(n);
  return keys;
}

class RowCollector {
 public:
  RowCollector(const MechanismInput& input, const RowRequest& request, const Watch& watch)
      : m_input(input), m_request(request), m_watch(watch) {
    m_triple = input.info->slots == KeySlots::two;
    m_order = input.info->slots == KeySlots::by_order;
    m_results.edges_are_marginals = m_triple || m_order;
    if (request.dense) {
      m_results.weights.emplace();
    }
  }

  RowResults collect() {
    const std::int64_t n_tokens = m_input.tensors.query.size(1);
    const auto n_rows = static_cast<std::int64_t>(m_request.queries.size());
    const std::int64_t chunk = std::clamp<std::int64_t>(max_chunk_weights / n_tokens, 1, n_rows);
    for (std::int64_t begin = 0; begin < n_rows; begin += chunk) {
      add_chunk(begin, std::min(n_rows, begin + chunk));
    }
    m_results.drawn_mass = m_total > 0 ? m_drawn / m_total : 0;
    return std::move(m_results);
  }

 private:
  void add_chunk(std::int64_t begin, std::int64_t end) {
    const auto n_rows = static_cast<double>(m_request.queries.size());
    const auto progress = [&](double share) {
      m_watch.report(
          (static_cast<double>(begin) + share * static_cast<double>(end - begin)) / n_rows,
          "attending");
    };
    std::vector<std::int64_t> positions(m_request.queries.begin() + begin,
                                        m_request.queries.begin() + end);
    const AttentionResult result =
        attend(m_input.tensors, m_input.spec, at::tensor(positions, at::kLong), most_tuples(),
               m_request.dense, progress);
    const Rows output(result.output);
    const Rows key_weights(m_triple || m_order ? result.marginal_key : result.weights);
    const Rows key_prime_weights(result.marginal_key_prime);
    const Rows log_sum_exp(result.log_sum_exp);
    const Rows joint_entropy(result.entropy);
    const Rows information(result.mutual_information);
    const Rows information_null(result.mutual_information_null);
    for (std::size_t row = 0; row < positions.size(); ++row) {
      QueryResult query;
      query.position = static_cast<int>(positions[row]);
      query.output.assign(output.row(row).begin(), output.row(row).end());
      const std::span<const double> weights = key_weights.row(row);
      check_finite(query.position, query.output, "output");
      check_finite(query.position, weights, "weights");
      query.log_sum_exp = log_sum_exp.number(row);
      query.entropy = m_triple || m_order ? joint_entropy.number(row) : entropy(weights);
      query.weight_sum = std::accumulate(weights.begin(), weights.end(), 0.0);
      for (const double weight : weights) {
        query.weight_abs_sum += std::abs(weight);
      }
      query.negative_mass = 0.5 * (query.weight_abs_sum - query.weight_sum);
      if (m_triple) {
        query.marginal_key.assign(weights.begin(), weights.end());
        const auto primes = key_prime_weights.row(row);
        query.marginal_key_prime.assign(primes.begin(), primes.end());
        query.mutual_information = information.number(row);
        query.mutual_information_null = information_null.number(row);
      }
      if (keeps_row(static_cast<std::size_t>(begin) + row)) {
        query.key_weights.assign(weights.begin(), weights.end());
      }
      add_edges(query.position, weights);
      m_total += query.weight_abs_sum;
      m_results.queries.push_back(std::move(query));
    }
    add_tuples(result, positions);
    if (m_request.dense) {
      const std::vector<double> dense = to_doubles(result.weights);
      m_results.weights->insert(m_results.weights->end(), dense.begin(), dense.end());
    }
  }

  // attend() reports no more tuples than there are: no room is asked for the others.
  [[nodiscard]] int most_tuples() const {
    if (!m_triple && !m_order) {
      return 0;
    }
    const double n_slots = m_triple ? 2 : m_input.spec.order;
    const double all = std::pow(static_cast<double>(m_input.tensors.query.size(1)), n_slots);
    return static_cast<int>(std::min<double>(m_request.top, all));
  }

  [[nodiscard]] bool keeps_row(std::size_t index) const {
    const auto focus = static_cast<std::size_t>(m_request.focus);
    return m_request.every_key_weight || index == focus ||
           index < max_further_rows + (focus < max_further_rows ? 1 : 0);
  }

  void check_finite(int position, std::span<const double> numbers, const char* what) const {
    if (std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); })) {
      return;
    }
    throw Error(fmt::format(
        "query {} under {}: NaN or infinity in the {}, the numbers overflow {}; smaller "
        "factors or a larger --temperature keep them small",
        position, m_input.options.mechanism, what,
        m_input.tensors.query.scalar_type() == at::kDouble ? "F64" : "F32"));
  }

  void add_edges(int position, std::span<const double> weights) {
    for (const int key : heaviest(weights, m_request.top)) {
      const double weight = weights[static_cast<std::size_t>(key)];
      m_results.edges.push_back({position, key, weight});
      if (!m_triple && !m_order) {
        m_drawn += std::abs(weight);
      }
    }
  }

  void add_tuples(const AttentionResult& result, const std::vector<std::int64_t>& positions) {
    if (!m_triple && !m_order) {
      return;
    }
    const Rows weights(result.top_weight);
    const at::Tensor indices = result.top_index[0].to(at::kCPU, at::kLong).contiguous();
    const std::int64_t* keys = indices.const_data_ptr<std::int64_t>();
    const std::int64_t n_top = indices.size(1);
    const std::int64_t n_slots = indices.size(2);
    for (std::size_t row = 0; row < positions.size(); ++row) {
      for (std::int64_t m = 0; m < n_top; ++m) {
        const std::int64_t* tuple = keys + (static_cast<std::int64_t>(row) * n_top + m) * n_slots;
        const double weight = weights.row(row)[static_cast<std::size_t>(m)];
        if (tuple[0] < 0 || weight == 0) {
          continue;
        }
        const int position = static_cast<int>(positions[row]);
        m_drawn += std::abs(weight);
        if (m_triple) {
          m_results.triangles.push_back(
              {position, static_cast<int>(tuple[0]), static_cast<int>(tuple[1]), weight});
        } else {
          m_results.tuples.push_back({position, {tuple, tuple + n_slots}, weight});
        }
      }
    }
  }

  const MechanismInput& m_input;
  const RowRequest& m_request;
  const Watch& m_watch;
  bool m_triple = false;
  bool m_order = false;
  double m_drawn = 0;
  double m_total = 0;
  RowResults m_results;
};

}  // namespace

RowResults attend_rows(const MechanismInput& input, const RowRequest& request, const Watch& watch) {
  return RowCollector(input, request, watch).collect();
}

Matrix all_outputs(const MechanismInput& input, const Watch& watch) {
  AttentionSpec spec = input.spec;
  spec.statistics = false;
  const std::int64_t n_tokens = input.tensors.query.size(1);
  const std::int64_t chunk = std::max<std::int64_t>(max_chunk_weights / n_tokens, 1);
  std::vector<at::Tensor> parts;
  for (std::int64_t begin = 0; begin < n_tokens; begin += chunk) {
    const at::Tensor rows = at::arange(begin, std::min(n_tokens, begin + chunk), at::kLong);
    parts.push_back(attend(input.tensors, spec, rows, 0, false, [&](double share) {
                      watch.report(
                          (static_cast<double>(begin) + share * static_cast<double>(rows.size(0))) /
                              static_cast<double>(n_tokens),
                          "placing by outputs");
                    }).output[0]);
  }
  return to_matrix(at::cat(parts, 0));
}

}  // namespace baryscope
