/// Loops over blocks of items on several threads.
#pragma once

#include <cstddef>
#include <functional>

#include "core/base/progress.h"

namespace baryscope {

/// Calls work(begin, end) for every block of at most `block` items of [0, n), on as many threads as
/// there are processors and blocks, the calling one among them. Which thread does which block is
/// open: what a block writes must depend on nothing but the block. Obeys the watch between blocks;
/// an exception of one block ends the others and comes back from here.
void for_blocks(std::size_t n, std::size_t block, const Watch& watch,
                const std::function<void(std::size_t begin, std::size_t end)>& work);

}  // namespace baryscope
