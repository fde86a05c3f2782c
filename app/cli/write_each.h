/// Several outputs of one run: each is tried, and where one fails the others are told.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace baryscope {

/// Writes every target. Throws what the first failing one threw, of the same kind of error; its
/// message goes on with what was written all the same and what else was not. Cancelled ends it at
/// once.
void write_each(const std::vector<std::string>& targets,
                const std::function<void(const std::string& target)>& write);

}  // namespace baryscope
