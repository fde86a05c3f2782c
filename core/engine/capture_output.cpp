#include "core/engine/capture_output.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "core/analysis/mechanism_list.h"
#include "core/engine/row_results.h"

namespace baryscope {
namespace {

// Rows of all tokens are computed anew up to these sizes.
constexpr std::int64_t max_tokens = 512;
constexpr std::int64_t max_tokens_of_tuples = 48;

bool is_own_mechanism(const MechanismInput& input, const Capture& capture, int layer, int head) {
  const auto& own = capture.layers[static_cast<std::size_t>(layer)].own;
  const std::string name =
      own ? own->mechanism : capture.mechanism.value_or(plain_mechanism().name);
  return !input.lens && input.options.mechanism == name &&
         input.options == mechanism_input({}, {}, capture, layer, head).options;
}

// What rounding may move, as a share of the largest value: a file in half precision holds scores
// good to some hundredths only.
double tolerance_of(const LayerCapture& layer) {
  if (layer.query.scalar_type() == at::kDouble) {
    return 1e-9;
  }
  for (const at::ScalarType half : {at::kHalf, at::kBFloat16}) {
    if (at::equal(layer.query.to(half).to(at::kFloat), layer.query)) {
      return 0.05;
    }
  }
  return 1e-3;
}

// The row that differs most, and by how much.
struct Difference {
  std::int64_t row = 0;
  double size = 0;
};

Difference largest_difference(const at::Tensor& computed, const at::Tensor& stored) {
  const at::Tensor apart = (computed - stored.to(at::kCPU, at::kDouble)).abs().amax(1);
  const std::int64_t row = apart.argmax().item<std::int64_t>();
  return {row, apart[row].item<double>()};
}

}  // namespace

std::optional<std::string> output_difference(const MechanismInput& input, const Capture& capture,
                                             int layer, int head, int focus, const Watch& watch) {
  const LayerCapture& seen = capture.layers[static_cast<std::size_t>(layer)];
  if (capture.architecture != "capture" || !seen.output.defined() ||
      !is_own_mechanism(input, capture, layer, head)) {
    return std::nullopt;
  }
  const at::Tensor stored = seen.output[head];
  const std::int64_t n_tokens = stored.size(0);
  const bool all = n_tokens <= (reads_tuples(*input.info) ? max_tokens_of_tuples : max_tokens);
  const at::Tensor rows =
      all ? at::arange(n_tokens, at::kLong) : at::tensor({std::int64_t{focus}}, at::kLong);
  AttentionSpec spec = input.spec;
  spec.statistics = false;
  const at::Tensor computed =
      attend(input.tensors, spec, rows, 0, false, [&watch](double) { watch.check(); })
          .output[0]
          .to(at::kCPU, at::kDouble);
  const Difference found = largest_difference(computed, stored.index_select(0, rows));
  const double scale = input.tensors.value[0].abs().max().to(at::kDouble).item<double>();
  if (found.size <= tolerance_of(seen) * scale) {
    return std::nullopt;
  }
  return fmt::format(
      "the capture's own output of layer {}, head {} is another than {} gives: at query {} they "
      "are {:.3g} apart, where values reach {:.3g}; its metadata may name another mechanism, mask "
      "or "
      "scale than it was made with",
      layer, head, input.info->title, rows[found.row].item<std::int64_t>(), found.size, scale);
}

}  // namespace baryscope
