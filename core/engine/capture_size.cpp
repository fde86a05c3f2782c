#include "core/engine/capture_size.h"

#include <ATen/ATen.h>

#include <set>

namespace baryscope {

std::size_t capture_bytes(const Capture& capture) {
  std::set<const void*> counted;
  std::size_t n_bytes = 0;
  const auto add = [&](const at::Tensor& values) {
    if (values.defined() && values.has_storage() &&
        counted.insert(values.storage().unsafeGetStorageImpl()).second) {
      n_bytes += values.storage().nbytes();
    }
  };
  for (const LayerCapture& layer : capture.layers) {
    for (const LayerTensorName& row : layer_tensor_names()) {
      add(layer.*(row.tensor));
    }
    add(layer.score_bias);
    add(layer.residual);
  }
  add(capture.residual);
  add(capture.stream);
  add(capture.answers);
  return n_bytes;
}

}  // namespace baryscope
