/// What the batches of small problems have in common: limits, tensors made ready, masks as bytes.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <vector>

#include "core/attention/prepared_input.h"

namespace baryscope::operators {

/// Scores of one query's tuples: what a core's own cache holds.
constexpr std::int64_t most_small_scores = std::int64_t{1} << 16;

/// On the CPU, of matching dimensions and batches, few tokens, and not one long text alone.
bool shapes_are_small(const at::Tensor& query, const at::Tensor& value,
                      const std::vector<at::Tensor>& others, const at::Tensor& kept);

/// A call's tensors in the precision of the computation, contiguous, a batch in front; undefined
/// ones stay undefined. `ready_rows`: [(batch,) n_heads, n_rows].
at::Tensor ready(const at::Tensor& tensor, at::ScalarType type);
std::vector<at::Tensor> ready(const std::vector<at::Tensor>& tensors, at::ScalarType type);
at::Tensor ready_rows(const at::Tensor& tensor, at::ScalarType type);

/// Back to the caller's shape and dtype; shape [0] where there is none.
at::Tensor returned(const at::Tensor& tensor, const at::Tensor& like, bool batched);

/// The keys that mask, window and kept keys allow, as bytes [n_rows, n_tokens] an item.
class AllowedBytes {
 public:
  AllowedBytes(const AttentionSpec& spec, const PreparedInput& first_item, bool first_slot,
               const at::Tensor& kept);

  [[nodiscard]] const std::uint8_t* item(std::int64_t number) const;

 private:
  std::int64_t m_size;
  std::vector<std::uint8_t> m_shared;
  at::Tensor m_own;
};

template <typename Scalar>
Scalar* item_of(const at::Tensor& tensor, std::int64_t item) {
  return tensor.defined() ? tensor.data_ptr<Scalar>() + item * tensor.stride(0) : nullptr;
}

/// Runs `work(item, workspace)` for all items, side by side.
template <typename Scalar, typename Work>
void for_items(std::int64_t n_items, std::int64_t workspace_size, const Work& work) {
  at::parallel_for(0, n_items, 1, [&](std::int64_t begin, std::int64_t end) {
    std::vector<Scalar> workspace(static_cast<std::size_t>(workspace_size));
    for (std::int64_t item = begin; item < end; ++item) work(item, workspace.data());
  });
}

}  // namespace baryscope::operators
