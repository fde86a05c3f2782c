#include "core/model/stored_rows.h"

#include <ATen/ATen.h>

namespace baryscope {
namespace {

std::int64_t stored_row(const StoredRows& rows, std::int64_t ours) {
  std::int64_t place = rows.first;
  for (std::size_t level = rows.counts.size(); level-- > 0;) {
    place += ours % rows.counts[level] * rows.steps[level];
    ours /= rows.counts[level];
  }
  return place;
}

}  // namespace

at::Tensor viewed(at::Tensor values, const WeightSpec& spec, const StoredWeight& stored) {
  if (stored.transposed) {
    values = values.t();
  }
  const StoredRows& rows = stored.rows;
  if (rows.counts.empty()) {
    return values;
  }
  std::vector<std::int64_t> sizes = rows.counts;
  std::vector<std::int64_t> strides;
  strides.reserve(static_cast<std::size_t>(values.dim()) + rows.steps.size());
  for (const std::int64_t step : rows.steps) {
    strides.push_back(step * values.stride(0));
  }
  for (std::int64_t dim = 1; dim < values.dim(); ++dim) {
    sizes.push_back(values.size(dim));
    strides.push_back(values.stride(dim));
  }
  const std::int64_t begin = values.storage_offset() + rows.first * values.stride(0);
  return values.as_strided(sizes, strides, begin).reshape(spec.shape);
}

std::vector<RowRun> stored_runs(const StoredRows& rows, std::int64_t begin, std::int64_t end) {
  if (rows.counts.empty()) {
    return {{begin, begin, end - begin}};
  }
  std::vector<RowRun> runs;
  for (std::int64_t ours = begin; ours < end; ++ours) {
    const std::int64_t stored = stored_row(rows, ours);
    if (!runs.empty() && runs.back().stored + runs.back().n == stored) {
      ++runs.back().n;
    } else {
      runs.push_back({ours, stored, 1});
    }
  }
  return runs;
}

}  // namespace baryscope
