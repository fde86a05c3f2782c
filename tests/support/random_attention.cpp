#include "tests/support/random_attention.h"

namespace baryscope::test {
namespace {

Matrix rows_of(const at::Tensor& tensor, std::int64_t head, std::int64_t n_heads) {
  if (!tensor.defined()) return {};
  const at::Tensor own =
      tensor.select(0, head * tensor.size(0) / n_heads).to(at::kDouble).contiguous();
  const double* const data = own.const_data_ptr<double>();
  Matrix matrix;
  for (std::int64_t row = 0; row < own.size(0); ++row) {
    matrix.emplace_back(data + row * own.size(1), data + (row + 1) * own.size(1));
  }
  return matrix;
}

}  // namespace

AttentionInput random_input(const RandomShape& shape, at::ScalarType type) {
  const auto random = [&](std::int64_t heads, std::int64_t dim) {
    return at::randn({heads, shape.n_tokens, dim}, at::kDouble).to(type);
  };
  AttentionInput input;
  input.query = random(shape.n_heads, shape.head_dim);
  input.query_2 = random(shape.n_heads, shape.head_dim);
  for (at::Tensor* const tensor : {&input.key, &input.key_prime, &input.key_2}) {
    *tensor = random(shape.n_kv_heads, shape.head_dim);
  }
  for (at::Tensor* const tensor : {&input.value, &input.value_prime, &input.value_2}) {
    *tensor = random(shape.n_kv_heads, shape.value_dim);
  }
  for (int slot = 3; slot <= 4; ++slot) {
    input.more_keys.push_back(random(shape.n_kv_heads, shape.head_dim));
    input.more_values.push_back(random(shape.n_kv_heads, shape.value_dim));
  }
  input.lambda = at::rand({shape.n_heads, shape.n_tokens}, at::kDouble).to(type);
  return input;
}

at::Tensor random_kept(std::int64_t n_tokens) { return at::rand({n_tokens, n_tokens}) < 0.5; }

PlainHead plain_head(const AttentionInput& input, std::int64_t head, int order) {
  const std::int64_t n_heads = input.query.size(0);
  const auto rows = [&](const at::Tensor& tensor) { return rows_of(tensor, head, n_heads); };
  PlainHead plain;
  plain.query = rows(input.query);
  plain.query_2 = rows(input.query_2);
  plain.key_2 = rows(input.key_2);
  plain.value_2 = rows(input.value_2);
  plain.keys = {rows(input.key)};
  plain.values = {rows(input.value)};
  if (order >= 2) {
    plain.keys.push_back(rows(input.key_prime));
    plain.values.push_back(rows(input.value_prime));
  }
  for (std::size_t slot = 3; slot <= static_cast<std::size_t>(order); ++slot) {
    plain.keys.push_back(rows(input.more_keys[slot - 3]));
    plain.values.push_back(rows(input.more_values[slot - 3]));
  }
  if (input.lambda.defined()) {
    for (std::int64_t token = 0; token < input.query.size(1); ++token) {
      plain.lambda.push_back(input.lambda.dim() == 2 ? input.lambda[head][token].item<double>()
                                                     : input.lambda[head].item<double>());
    }
  }
  if (input.kept.defined()) {
    for (std::int64_t row = 0; row < input.kept.size(0); ++row) {
      std::vector<bool> kept;
      for (std::int64_t key = 0; key < input.kept.size(1); ++key) {
        kept.push_back(input.kept[row][key].item<bool>());
      }
      plain.kept.push_back(std::move(kept));
    }
  }
  return plain;
}

}  // namespace baryscope::test
