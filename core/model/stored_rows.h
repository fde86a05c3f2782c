/// Our tensors in those that a checkpoint stores: another order of rows, or in × out.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/model/family_list.h"

namespace baryscope {

/// Ours as a view of the stored tensor, where the order of rows allows one.
at::Tensor viewed(at::Tensor values, const WeightSpec& spec, const StoredWeight& stored);

/// Rows that follow one another both in ours and in the stored tensor.
struct RowRun {
  std::int64_t ours = 0, stored = 0, n = 0;
};

/// Where our rows [begin, end) are stored.
std::vector<RowRun> stored_runs(const StoredRows& rows, std::int64_t begin, std::int64_t end);

}  // namespace baryscope
