#include "core/attention/tuple_slots.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/attention/mask.h"

namespace baryscope {
namespace {

/// Consecutive keys for the whole block, with a mask where the queries' own ranges differ.
SlotKeys shared_range(const std::vector<KeyRange>& ranges, std::int64_t begin, std::int64_t end,
                      const at::Tensor& positions) {
  SlotKeys keys;
  keys.begin = begin;
  keys.index = at::arange(begin, end, positions.options()).unsqueeze(0);
  keys.full_end = end - begin;
  std::vector<std::int64_t> limits;
  for (const KeyRange& range : ranges) {
    keys.full_begin = std::max(keys.full_begin, range.begin - begin);
    keys.full_end = std::min(keys.full_end, range.end - begin);
    limits.push_back(range.begin);
    limits.push_back(range.end);
  }
  if (keys.full_begin >= keys.full_end) keys.full_begin = keys.full_end = end - begin;
  if (keys.full_begin > 0 || keys.full_end < end - begin) {
    const at::Tensor table = at::tensor(limits, at::kLong)
                                 .view({static_cast<std::int64_t>(ranges.size()), 2})
                                 .to(positions.device());
    keys.allowed = (keys.index >= table.select(1, 0).unsqueeze(1)) &
                   (keys.index < table.select(1, 1).unsqueeze(1));
  }
  return keys;
}

/// Each query's own range, as one list a query.
SlotKeys own_ranges(const std::vector<KeyRange>& ranges, std::int64_t longest,
                    const at::Tensor& positions) {
  std::vector<std::int64_t> begins;
  std::vector<std::int64_t> counts;
  bool all_full = true;
  for (const KeyRange& range : ranges) {
    begins.push_back(range.begin);
    counts.push_back(range.end - range.begin);
    all_full = all_full && range.end - range.begin == longest;
  }
  const at::Tensor offset = at::arange(longest, positions.options()).unsqueeze(0);
  const at::Tensor begin = at::tensor(begins, at::kLong).to(positions.device()).unsqueeze(1);
  SlotKeys keys;
  if (all_full) {
    keys.index = begin + offset;
    return keys;
  }
  const at::Tensor count = at::tensor(counts, at::kLong).to(positions.device()).unsqueeze(1);
  keys.allowed = offset < count;
  keys.index = at::where(keys.allowed, begin + offset, begin.clamp_max(0));
  return keys;
}

/// The keys that a bool matrix [n_block, n_tokens] names, as one ascending list a query.
SlotKeys listed(const at::Tensor& allowed) {
  const std::int64_t longest = allowed.sum(1).max().item<std::int64_t>();
  SlotKeys keys;
  keys.index = std::get<1>(allowed.to(at::kByte).sort(/*stable=*/true, 1, /*descending=*/true))
                   .narrow(1, 0, longest);
  keys.allowed = allowed.gather(1, keys.index);
  return keys;
}

at::Tensor allowed_in(const std::vector<KeyRange>& ranges, std::int64_t n_tokens,
                      const at::Tensor& positions) {
  const SlotKeys keys = shared_range(ranges, 0, n_tokens, positions);
  if (keys.allowed.defined()) return keys.allowed;
  return at::ones({static_cast<std::int64_t>(ranges.size()), n_tokens},
                  positions.options().dtype(at::kBool));
}

struct BlockRanges {
  std::vector<KeyRange> ranges;
  std::int64_t begin = 0, end = 0, longest = 0;
};

BlockRanges block_ranges(const PreparedInput& input, const AttentionSpec& spec, std::int64_t begin,
                         std::int64_t count, bool first_slot) {
  BlockRanges block;
  block.begin = input.n_tokens;
  for (std::int64_t row = begin; row < begin + count; ++row) {
    const std::int64_t position = input.positions_here[static_cast<std::size_t>(row)];
    const KeyRange range = key_range(spec, position, input.n_tokens, first_slot);
    block.begin = std::min(block.begin, range.begin);
    block.end = std::max(block.end, range.end);
    block.longest = std::max(block.longest, range.end - range.begin);
    block.ranges.push_back(range);
  }
  return block;
}

SlotKeys slot_keys(const BlockRanges& block, const at::Tensor& positions, double tolerated_waste) {
  const auto span = static_cast<double>(block.end - block.begin);
  if (span <= tolerated_waste * static_cast<double>(block.longest)) {
    return shared_range(block.ranges, block.begin, block.end, positions);
  }
  return own_ranges(block.ranges, block.longest, positions);
}

}  // namespace

std::vector<TuplePiece> tuple_pieces(const PreparedInput& input, const AttentionSpec& spec,
                                     std::int64_t begin, std::int64_t count) {
  const bool has_further = n_slots(spec) > 1;
  const at::Tensor positions = input.positions.narrow(0, begin, count);
  const BlockRanges first = block_ranges(input, spec, begin, count, true);
  const BlockRanges further = block_ranges(input, spec, begin, count, false);

  if (input.kept.defined()) {
    const at::Tensor kept = input.kept.narrow(0, begin, count);
    const SlotKeys first_keys = listed(kept & allowed_in(first.ranges, input.n_tokens, positions));
    if (!has_further) return {{first_keys, {}}};
    return {{first_keys, listed(kept & allowed_in(further.ranges, input.n_tokens, positions))}};
  }
  if (!has_further) return {{slot_keys(first, positions, 2.0), {}}};
  if (!is_key_anchored(spec)) {
    // The further slots are multiplied out query by query: there a range of its own costs nothing.
    return {{slot_keys(first, positions, 2.0), slot_keys(further, positions, 1.0)}};
  }
  std::vector<TuplePiece> pieces;
  const std::int64_t reach = std::min(*further_window(spec), input.n_tokens);
  const std::int64_t step = std::max<std::int64_t>(32, reach);
  for (std::int64_t key = first.begin; key < first.end; key += step) {
    const std::int64_t end = std::min(key + step, first.end);
    const std::int64_t back = std::max<std::int64_t>(0, key + 1 - reach);
    // What a query may not see here is masked by slot 1 and by the pairs' own window.
    const std::vector<KeyRange> everything(static_cast<std::size_t>(count), {back, end});
    pieces.push_back({shared_range(first.ranges, key, end, positions),
                      shared_range(everything, back, end, positions)});
  }
  return pieces;
}

SlotSizes slot_sizes(const PreparedInput& input, const AttentionSpec& spec) {
  SlotSizes sizes;
  for (const std::int64_t position : input.positions_here) {
    const KeyRange first = key_range(spec, position, input.n_tokens, true);
    const KeyRange further = key_range(spec, position, input.n_tokens, false);
    sizes.first = std::max(sizes.first, first.end - first.begin);
    sizes.further = std::max(sizes.further, further.end - further.begin);
  }
  if (input.kept.defined() && input.n_rows > 0) {
    const auto most = input.kept.sum(1).max().item<std::int64_t>();
    sizes.first = std::min(sizes.first, most);
    sizes.further = std::min(sizes.further, most);
  } else if (is_key_anchored(spec)) {
    const std::int64_t reach = std::min(*further_window(spec), input.n_tokens);
    const std::int64_t step = std::max<std::int64_t>(32, reach);
    sizes.first = std::min(sizes.first, step);
    sizes.further = std::min(sizes.further, step + reach - 1);
  }
  return sizes;
}

}  // namespace baryscope
