/// Which keys each slot of a tuple ranges over, for one block of queries.
#pragma once

#include <vector>

#include "core/attention/attention.h"
#include "core/attention/prepared_input.h"

namespace baryscope {

/// The keys of one slot, ascending. One list for the whole block or one a query.
struct SlotKeys {
  at::Tensor index;         ///< int64 [1 or n_block, n_keys], every entry a valid position
  at::Tensor allowed;       ///< bool [n_block, n_keys]; undefined: all
  std::int64_t begin = -1;  ///< the first key where the list is one range of consecutive keys
  std::int64_t full_begin = 0, full_end = 0;  ///< of a range: columns that no query masks

  [[nodiscard]] std::int64_t size() const { return index.size(1); }
  [[nodiscard]] bool is_range() const { return begin >= 0; }
};

/// One piece of a block's tuples: slot 1's keys and those of every further slot (undefined for
/// order 1). A block has one piece, a key-anchored window several, so that far pairs are never
/// looked at.
struct TuplePiece {
  SlotKeys first, further;
};

/// The pieces of the rows [begin, begin + count) of the input.
std::vector<TuplePiece> tuple_pieces(const PreparedInput& input, const AttentionSpec& spec,
                                     std::int64_t begin, std::int64_t count);

/// The largest number of keys that one query has in slot 1 and in each further slot.
struct SlotSizes {
  std::int64_t first = 0, further = 0;
};
SlotSizes slot_sizes(const PreparedInput& input, const AttentionSpec& spec);

}  // namespace baryscope
