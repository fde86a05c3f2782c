#include "core/engine/own_rules.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "core/engine/plain_numbers.h"
#include "core/model/transformer_layer.h"

namespace baryscope {
namespace {

std::vector<bool> to_bools(const at::Tensor& marks) {
  const std::vector<double> numbers = to_doubles(marks);
  std::vector<bool> bools;
  bools.reserve(numbers.size());
  for (const double number : numbers) {
    bools.push_back(number != 0);
  }
  return bools;
}

}  // namespace

TokenRoles token_roles(const LayerCapture& layer) {
  if (!layer.allowed.defined()) {
    return {};
  }
  return {to_bools(layer.allowed.any(1)), to_bools(layer.allowed.any(0))};
}

LayerRole layer_role(const Capture& capture, int layer, int head) {
  const LayerCapture& own = capture.layers[static_cast<std::size_t>(layer)];
  LayerRole role;
  role.name = own.name;
  if (!own.head_numbers.empty()) {
    role.head_number = own.head_numbers[static_cast<std::size_t>(head)];
  }
  role.layout = capture.layout;
  TokenRoles roles = token_roles(own);
  role.has_query = std::move(roles.has_query);
  role.has_key = std::move(roles.has_key);
  return role;
}

std::optional<std::array<int, 2>> own_keys(const LayerCapture& layer, int query) {
  if (!layer.allowed.defined()) {
    return std::nullopt;
  }
  const std::vector<bool> row = to_bools(layer.allowed[query]);
  const auto first = std::find(row.begin(), row.end(), true);
  if (first == row.end()) {
    return std::array{0, 0};
  }
  const auto last = std::find(row.rbegin(), row.rend(), true);
  return std::array{static_cast<int>(first - row.begin()), static_cast<int>(row.rend() - last)};
}

void lay_own_rules(const Capture& capture, int layer, int head, bool with_window,
                   MechanismInput& input) {
  const LayerCapture& own = capture.layers[static_cast<std::size_t>(layer)];
  MechanismOptions& options = input.options;
  const bool has_window = own.window && with_window;
  if (has_window) {
    options.window_1 = options.window_2 = own.window;
    options.window_anchor = WindowAnchor::query;
  }
  const bool causal = options.causal.value_or(capture.causal);
  input.spec = attention_spec(options, causal, own.scale ? own.scale : capture.scale);
  if (has_window && !causal) {
    input.spec.window_after = own.window_after;
  }
  input.tensors.kept = own.allowed;
  if (!reads_tuples(*input.info)) {
    input.spec.score_cap = own.score_cap;
    if (own.score_bias.defined()) {
      input.tensors.score_bias = own.score_bias.narrow(0, head, 1);
    }
  }
}

MechanismInput plain_input(const Capture& capture, int layer, int head, bool causal) {
  MechanismOptions options;
  options.mechanism = plain_mechanism().name;
  options.causal = causal;
  return mechanism_input(options, {"causal"}, capture, layer, head);
}

}  // namespace baryscope
