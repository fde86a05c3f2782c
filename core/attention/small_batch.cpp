#include "core/attention/small_batch.h"

#include <algorithm>

#include "core/attention/mask.h"

namespace baryscope::operators {
namespace {

constexpr std::int64_t most_tokens = 128, most_dims = 256;

}  // namespace

bool shapes_are_small(const at::Tensor& query, const at::Tensor& value,
                      const std::vector<at::Tensor>& others, const at::Tensor& kept) {
  if (!query.is_cpu() || (query.dim() != 3 && query.dim() != 4)) return false;
  for (const at::Tensor& tensor : others) {
    if (!tensor.defined()) continue;
    if (tensor.dim() != query.dim()) return false;
    if (query.dim() == 4 && tensor.size(0) != query.size(0)) return false;
  }
  const std::int64_t n_items = query.dim() == 4 ? query.size(0) : 1;
  if (kept.defined() && kept.dim() == 3 && kept.size(0) != n_items) return false;
  const std::int64_t n_tokens = value.size(-2);
  // Items run side by side, the heads of one in turn: a single long text is better cut elsewhere.
  const bool side_by_side = n_items > 1 || n_tokens <= 16;
  return n_items >= 1 && side_by_side && query.size(-2) <= most_tokens && n_tokens <= most_tokens &&
         query.size(-1) <= most_dims && value.size(-1) <= most_dims;
}

at::Tensor ready(const at::Tensor& tensor, at::ScalarType type) {
  if (!tensor.defined()) return tensor;
  const at::Tensor own = tensor.detach().to(type);
  return (own.dim() == 3 ? own.unsqueeze(0) : own).contiguous();
}

at::Tensor ready_rows(const at::Tensor& tensor, at::ScalarType type) {
  if (!tensor.defined()) return tensor;
  const at::Tensor own = tensor.detach().to(type);
  return (own.dim() == 2 ? own.unsqueeze(0) : own).contiguous();
}

std::vector<at::Tensor> ready(const std::vector<at::Tensor>& tensors, at::ScalarType type) {
  std::vector<at::Tensor> all;
  all.reserve(tensors.size());
  for (const at::Tensor& tensor : tensors) all.push_back(ready(tensor, type));
  return all;
}

AllowedBytes::AllowedBytes(const AttentionSpec& spec, const PreparedInput& first_item,
                           bool first_slot, const at::Tensor& kept)
    : m_size(first_item.n_rows * first_item.n_tokens) {
  const std::int64_t n = first_item.n_tokens;
  m_shared.assign(static_cast<std::size_t>(m_size), 0);
  for (std::int64_t row = 0; row < first_item.n_rows; ++row) {
    const std::int64_t position = first_item.positions_here[static_cast<std::size_t>(row)];
    const KeyRange range = key_range(spec, position, n, first_slot);
    std::fill(m_shared.begin() + row * n + range.begin, m_shared.begin() + row * n + range.end,
              std::uint8_t{1});
  }
  if (!kept.defined()) return;
  const at::Tensor shared =
      at::from_blob(m_shared.data(), {first_item.n_rows, n}, at::TensorOptions(at::kByte));
  m_own = (shared * kept.to(at::kCPU)).contiguous();
}

const std::uint8_t* AllowedBytes::item(std::int64_t number) const {
  if (!m_own.defined()) return m_shared.data();
  return m_own.const_data_ptr<std::uint8_t>() + (m_own.dim() == 3 ? number * m_size : 0);
}

at::Tensor returned(const at::Tensor& tensor, const at::Tensor& like, bool batched) {
  if (!tensor.defined()) return at::empty({0}, like.options());
  return (batched ? tensor : tensor.squeeze(0)).to(like.options());
}

}  // namespace baryscope::operators
