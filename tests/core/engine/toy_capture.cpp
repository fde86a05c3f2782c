#include "tests/core/engine/toy_capture.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "core/model/capture.h"

namespace baryscope::test {
namespace {

// M_φ[i][l] = sin(0.9·(i+1)·(l+1) + φ), [1, n, d].
at::Tensor wave(double phase, int n = 4, int d = 3) {
  const at::Tensor rows = at::arange(1, n + 1, at::kDouble).unsqueeze(1);
  const at::Tensor columns = at::arange(1, d + 1, at::kDouble).unsqueeze(0);
  return at::sin(rows * columns * 0.9 + phase).unsqueeze(0);
}

Tokens letters(int n) {
  Tokens tokens;
  for (int i = 0; i < n; ++i) {
    Token token;
    token.text = "t" + std::to_string(i);
    tokens.push_back(token);
  }
  return tokens;
}

}  // namespace

void write_toy_capture(const std::filesystem::path& path, bool with_own_vectors) {
  Capture capture;
  capture.model = "toy";
  capture.tokens = letters(4);
  LayerCapture layer;
  layer.query = wave(0.0);
  layer.key = wave(0.5);
  layer.value = wave(1.9);
  if (with_own_vectors) {
    layer.key_prime = wave(1.1);
    layer.value_prime = wave(2.6);
    layer.query_2 = wave(0.9);
    layer.key_2 = wave(1.1);
    layer.key_3 = wave(1.7);
    layer.value_3 = wave(3.1);
    layer.value_2 = wave(2.6);
    layer.index_query = at::cat({wave(0.2), wave(0.6)});
    layer.index_key = wave(0.5)[0];
    layer.index_weight = at::tensor({0.6, -0.3}, at::kDouble).expand({4, 2}).contiguous();
  }
  capture.layers = {layer};
  save_capture(capture, path);
}

void write_plain_capture(const std::filesystem::path& path, int n_tokens) {
  Capture capture;
  capture.model = "plain";
  capture.tokens = letters(n_tokens);
  for (int index = 0; index < 2; ++index) {
    LayerCapture layer;
    const double phase = index;
    layer.query = at::cat({wave(phase, n_tokens), wave(phase + 0.3, n_tokens)}).to(at::kFloat);
    layer.key = at::cat({wave(phase + 0.5, n_tokens), wave(phase + 0.7, n_tokens)}).to(at::kFloat);
    layer.value =
        at::cat({wave(phase + 1.9, n_tokens), wave(phase + 2.1, n_tokens)}).to(at::kFloat);
    capture.layers.push_back(layer);
  }
  save_capture(capture, path);
}

void write_broken_capture(const std::filesystem::path& path) {
  Capture capture;
  capture.tokens = letters(4);
  LayerCapture layer;
  layer.query = wave(0.0).to(at::kFloat);
  layer.key = wave(0.5).to(at::kFloat);
  layer.value = wave(1.9).to(at::kFloat);
  layer.key.mutable_data_ptr<float>()[5] = std::numeric_limits<float>::quiet_NaN();
  capture.layers = {layer};
  save_capture(capture, path);
}

std::vector<double> plain_softmax_row(const std::filesystem::path& capture, int layer, int head,
                                      int query) {
  const Capture read = load_capture(capture);
  const LayerCapture& seen = read.layers[static_cast<std::size_t>(layer)];
  const at::Tensor row = seen.query[head][query].to(at::kDouble);
  const at::Tensor keys = seen.key[head].to(at::kDouble);
  std::vector<double> weights;
  double sum = 0;
  for (std::int64_t j = 0; j < keys.size(0); ++j) {
    double score = 0;
    for (std::int64_t c = 0; c < keys.size(1); ++c) {
      score += row[c].item<double>() * keys[j][c].item<double>();
    }
    weights.push_back(std::exp(score / std::sqrt(static_cast<double>(keys.size(1)))));
    sum += weights.back();
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  return weights;
}

}  // namespace baryscope::test
