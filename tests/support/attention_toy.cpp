#include "tests/support/attention_toy.h"

#include <cmath>

namespace baryscope::test {

at::Tensor toy_matrix(double phase, at::ScalarType type) {
  at::Tensor matrix = at::zeros({1, 4, 3}, at::kDouble);
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 3; ++column) {
      matrix[0][row][column] = std::sin(0.9 * (row + 1) * (column + 1) + phase);
    }
  }
  return matrix.to(type);
}

AttentionInput toy_input(at::ScalarType type) {
  AttentionInput input;
  input.query = toy_matrix(0.0, type);
  input.key = toy_matrix(0.5, type);
  input.key_prime = toy_matrix(1.1, type);
  input.value = toy_matrix(1.9, type);
  input.value_prime = toy_matrix(2.6, type);
  input.query_2 = toy_matrix(0.9, type);
  input.key_2 = input.key_prime;
  input.more_keys = {toy_matrix(1.7, type)};
  input.more_values = {toy_matrix(3.1, type)};
  return input;
}

double acceptance_tolerance(at::ScalarType type) { return type == at::kDouble ? 1e-9 : 1e-5; }

void expect_near(const at::Tensor& found, const std::vector<double>& expected, double tolerance,
                 const std::string& what) {
  ASSERT_TRUE(found.defined()) << what;
  const at::Tensor flat = found.to(at::kDouble).cpu().reshape(-1).contiguous();
  ASSERT_EQ(flat.numel(), static_cast<std::int64_t>(expected.size())) << what;
  for (std::size_t place = 0; place < expected.size(); ++place) {
    EXPECT_NEAR(flat.const_data_ptr<double>()[place], expected[place], tolerance)
        << what << ", entry " << place;
  }
}

AttentionResult attend_all(const AttentionInput& input, const AttentionSpec& spec, int top,
                           bool dense) {
  return attend(input, spec, {}, top, dense, {});
}

}  // namespace baryscope::test
