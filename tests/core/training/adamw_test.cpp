#include "core/training/adamw.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace baryscope {
namespace {

/// One weight at a time, in double, as the paper's algorithm 2 says (without a schedule of its
/// own).
struct PlainWeight {
  double value, m = 0, v = 0;
  void step(double gradient, double rate, double decay, int t) {
    value -= rate * decay * value;
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient * gradient;
    const double m_hat = m / (1 - std::pow(0.9, t)), v_hat = v / (1 - std::pow(0.999, t));
    value -= rate * m_hat / (std::sqrt(v_hat) + 1e-8);
  }
};

double made_up(int step, int index) { return std::sin(1.3 * step + 2.1 * index) * (index + 1); }

TEST(AdamW, IsTheAlgorithmOfThePaper) {
  const at::Tensor first = at::tensor({0.5, -2.0, 3.0}, at::kFloat);
  const at::Tensor second = at::tensor({1e-3, 10.0}, at::kFloat).view({1, 2});
  AdamW optimizer({{"a", first}, {"b", second}}, 0.1);
  std::vector<PlainWeight> plain = {{0.5}, {-2.0}, {3.0}, {1e-3}, {10.0}};
  for (int step = 1; step <= 8; ++step) {
    const double rate = 0.02 * step;
    at::Tensor all = at::empty({5}, at::kFloat);
    for (int i = 0; i < 5; ++i) {
      all[i] = made_up(step, i);
      plain[static_cast<std::size_t>(i)].step(made_up(step, i), rate, 0.1, step);
    }
    optimizer.step({all.slice(0, 0, 3).clone(), all.slice(0, 3, 5).clone().view({1, 2})}, rate);
  }
  EXPECT_EQ(optimizer.steps(), 8);
  for (int i = 0; i < 5; ++i) {
    const double got = (i < 3 ? first[i] : second[0][i - 3]).item<double>();
    EXPECT_NEAR(got, plain[static_cast<std::size_t>(i)].value, 2e-5) << i;
  }
}

TEST(AdamW, GoesOnFromItsMoments) {
  const auto gradient = [](int step) { return at::full({4}, made_up(step, 1), at::kFloat); };
  const at::Tensor whole = at::ones({4}, at::kFloat);
  AdamW uninterrupted({{"a", whole}}, 0.01);
  for (int step = 0; step < 6; ++step) uninterrupted.step({gradient(step)}, 0.01);

  const at::Tensor parts = at::ones({4}, at::kFloat);
  AdamW before({{"a", parts}}, 0.01);
  for (int step = 0; step < 3; ++step) before.step({gradient(step)}, 0.01);
  const at::Tensor copied = parts.clone();
  AdamW after({{"a", copied}}, 0.01);
  after.restore(before.moments(), before.steps());
  before.step({gradient(99)}, 1);  // restore() copied: this changes nothing
  for (int step = 3; step < 6; ++step) after.step({gradient(step)}, 0.01);
  EXPECT_TRUE(at::equal(copied, whole));
}

TEST(AdamW, TheNormIsOfAllGradientsTogetherAndClippingKeepsTheirDirection) {
  const std::vector<at::Tensor> gradients = {at::tensor({3.0, 0.0}, at::kFloat),
                                             at::full({1, 1}, -4.0, at::kFloat)};
  const double norm = global_norm(gradients);
  EXPECT_DOUBLE_EQ(norm, 5);
  clip_to_norm(gradients, norm, 0);
  clip_to_norm(gradients, norm, 5.5);
  EXPECT_DOUBLE_EQ(global_norm(gradients), 5);
  clip_to_norm(gradients, norm, 1);
  EXPECT_NEAR(global_norm(gradients), 1, 1e-6);
  EXPECT_NEAR(gradients[0][0].item<double>(), 0.6, 1e-6);
  EXPECT_NEAR(gradients[1].item<double>(), -0.8, 1e-6);
  EXPECT_TRUE(std::isnan(global_norm({at::full({1}, NAN, at::kFloat)})));
}

}  // namespace
}  // namespace baryscope
