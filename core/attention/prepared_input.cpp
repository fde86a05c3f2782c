#include "core/attention/prepared_input.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/attention/mask.h"

namespace baryscope {
namespace {

void check_tensor(const char* name, const at::Tensor& tensor, const at::Tensor& query) {
  TORCH_CHECK_VALUE(tensor.defined(), "the mechanism needs ", name, ", which is missing");
  TORCH_CHECK_VALUE(tensor.dim() == 3, name, " must be [n_heads, n_tokens, dim], got a shape of ",
                    tensor.sizes());
  TORCH_CHECK_VALUE(tensor.scalar_type() == query.scalar_type(), name, " is ", tensor.scalar_type(),
                    " where query is ", query.scalar_type(), "; one dtype is expected");
  TORCH_CHECK_VALUE(tensor.device() == query.device(), name, " is on ", tensor.device(),
                    " where query is on ", query.device());
  TORCH_CHECK_VALUE(tensor.size(0) >= 1 && tensor.size(0) <= query.size(0), name, " has ",
                    tensor.size(0), " heads; expected 1 to ", query.size(0), ", those of query");
}

class Preparation {
 public:
  Preparation(const AttentionInput& input, at::ScalarType compute_type)
      : m_input(input), m_compute_type(compute_type) {}

  at::Tensor query_like(const char* name, const at::Tensor& tensor) const {
    check_tensor(name, tensor, m_input.query);
    TORCH_CHECK_VALUE(tensor.sizes() == m_input.query.sizes(), name, " has shape ", tensor.sizes(),
                      "; expected that of query, ", m_input.query.sizes());
    return converted(tensor);
  }
  at::Tensor key_like(const char* name, const at::Tensor& tensor) const {
    check_tensor(name, tensor, m_input.query);
    TORCH_CHECK_VALUE(tensor.size(2) == m_input.query.size(2), name, " has head_dim ",
                      tensor.size(2), "; query has ", m_input.query.size(2));
    check_tokens(name, tensor);
    return converted(tensor);
  }
  at::Tensor value_like(const char* name, const at::Tensor& tensor) const {
    check_tensor(name, tensor, m_input.query);
    TORCH_CHECK_VALUE(tensor.size(2) == m_input.value.size(2), name, " has width ", tensor.size(2),
                      "; value has ", m_input.value.size(2));
    check_tokens(name, tensor);
    return converted(tensor);
  }
  at::Tensor converted(const at::Tensor& tensor) const {
    return tensor.detach().to(m_compute_type).contiguous();
  }

 private:
  void check_tokens(const char* name, const at::Tensor& tensor) const {
    TORCH_CHECK_VALUE(tensor.size(1) == m_input.key.size(1), name, " has ", tensor.size(1),
                      " tokens; key has ", m_input.key.size(1));
  }
  const AttentionInput& m_input;
  at::ScalarType m_compute_type;
};

at::Tensor prepared_lambda(const at::Tensor& lambda, const PreparedInput& prepared,
                           at::ScalarType type) {
  TORCH_CHECK_VALUE(lambda.defined(), "the mechanism needs lambda, which is missing");
  const bool one_a_head = lambda.dim() == 1 && lambda.size(0) == prepared.n_heads;
  const bool one_a_row =
      lambda.dim() == 2 && lambda.size(0) == prepared.n_heads && lambda.size(1) == prepared.n_rows;
  TORCH_CHECK_VALUE(one_a_head || one_a_row, "lambda has shape ", lambda.sizes(), "; expected [",
                    prepared.n_heads, "] or [", prepared.n_heads, ", ", prepared.n_rows, "]");
  const at::Tensor converted = lambda.detach().to(prepared.query.device(), type);
  return (one_a_head ? converted.unsqueeze(1) : converted)
      .expand({prepared.n_heads, prepared.n_rows});
}

}  // namespace

double PreparedInput::base_scale(const AttentionSpec& spec) const {
  return spec.scale.value_or(1.0 / std::sqrt(static_cast<double>(head_dim)));
}

at::Tensor expand_heads(const at::Tensor& tensor, std::int64_t n_heads) {
  const std::int64_t n_own = tensor.size(0);
  if (n_own == n_heads) return tensor;
  const at::Tensor head = at::arange(n_heads, tensor.options().dtype(at::kLong));
  return tensor.index_select(0, (head * n_own).floor_divide(n_heads));
}

PreparedInput prepare(const AttentionInput& input, const AttentionSpec& spec,
                      const at::Tensor& positions) {
  check_spec(spec);
  TORCH_CHECK_VALUE(input.query.defined() && input.query.dim() == 3,
                    "query must be [n_heads, n_tokens, head_dim]");
  const at::ScalarType given = input.query.scalar_type();
  TORCH_CHECK_VALUE(at::isFloatingType(given), "query is ", given,
                    "; expected floating-point numbers");
  TORCH_CHECK_VALUE(input.query.size(0) >= 1 && input.query.size(2) >= 1,
                    "query needs at least one head and one dimension, got ", input.query.sizes());
  const at::ScalarType type = given == at::kDouble ? at::kDouble : at::kFloat;
  const Preparation prepare_one(input, type);

  PreparedInput prepared;
  prepared.result_type = given;
  prepared.traits = traits_of(spec);
  check_tensor("key", input.key, input.query);
  check_tensor("value", input.value, input.query);
  prepared.query = prepare_one.converted(input.query);
  prepared.n_heads = input.query.size(0);
  prepared.n_rows = input.query.size(1);
  prepared.head_dim = input.query.size(2);
  prepared.n_tokens = input.key.size(1);
  prepared.value_dim = input.value.size(2);
  TORCH_CHECK_VALUE(prepared.n_tokens >= 1, "key has no token; expected at least one");

  TORCH_CHECK_VALUE(positions.defined() && positions.dim() == 1 &&
                        positions.scalar_type() == at::kLong &&
                        positions.size(0) == prepared.n_rows,
                    "positions must be int64 [", prepared.n_rows, "], one a row of query");
  const at::Tensor here = positions.to(at::kCPU).contiguous();
  const std::int64_t* const data = here.const_data_ptr<std::int64_t>();
  prepared.positions_here.assign(data, data + prepared.n_rows);
  for (const std::int64_t position : prepared.positions_here) {
    TORCH_CHECK_VALUE(position >= 0 && position < prepared.n_tokens, "query position ", position,
                      " is out of range; there are ", prepared.n_tokens, " tokens, from 0");
  }
  prepared.positions = positions.to(input.query.device());

  prepared.keys.push_back(prepare_one.key_like("key", input.key));
  prepared.values.push_back(prepare_one.value_like("value", input.value));
  const int slots = n_key_slots(prepared.traits, spec.order);
  if (slots >= 2) {
    at::Tensor key_prime = prepare_one.key_like("key_prime", input.key_prime);
    at::Tensor value_prime = prepare_one.value_like("value_prime", input.value_prime);
    if (spec.key_bias) key_prime = key_prime + 1.0 / static_cast<double>(prepared.head_dim);
    if (spec.value_bias) value_prime = value_prime + 1.0;
    prepared.keys.push_back(key_prime);
    prepared.values.push_back(value_prime);
  }
  for (int slot = 3; slot <= slots; ++slot) {
    const auto index = static_cast<std::size_t>(slot - 3);
    TORCH_CHECK_VALUE(index < input.more_keys.size() && index < input.more_values.size(), "order ",
                      slots, " needs key_", slot, " and value_", slot, ", which are missing");
    prepared.keys.push_back(prepare_one.key_like("key of slot 3 or 4", input.more_keys[index]));
    prepared.values.push_back(
        prepare_one.value_like("value of slot 3 or 4", input.more_values[index]));
  }
  if (prepared.traits.needs_second_query_key) {
    prepared.query_2 = prepare_one.query_like("query_2", input.query_2);
    prepared.key_2 = prepare_one.key_like("key_2", input.key_2);
    prepared.lambda = prepared_lambda(input.lambda, prepared, type);
  }
  if (input.value_2.defined() && prepared.traits.needs_negative_value) {
    prepared.value_2 = prepare_one.value_like("value_2", input.value_2);
  }
  if (input.score_bias.defined()) {
    TORCH_CHECK_VALUE(input.score_bias.dim() == 3 && input.score_bias.size(0) == prepared.n_heads &&
                          input.score_bias.size(1) == prepared.n_rows &&
                          input.score_bias.size(2) == prepared.n_tokens,
                      "score_bias must be [", prepared.n_heads, ", ", prepared.n_rows, ", ",
                      prepared.n_tokens, "], got ", input.score_bias.sizes());
    prepared.score_bias = input.score_bias.detach().to(input.query.device(), type);
  }
  if (input.kept.defined()) {
    TORCH_CHECK_VALUE(input.kept.scalar_type() == at::kBool && input.kept.dim() == 2 &&
                          input.kept.size(0) == prepared.n_rows &&
                          input.kept.size(1) == prepared.n_tokens,
                      "kept must be bool [", prepared.n_rows, ", ", prepared.n_tokens, "], got ",
                      input.kept.scalar_type(), " ", input.kept.sizes());
    prepared.kept = input.kept.to(input.query.device());
  }
  return prepared;
}

}  // namespace baryscope
