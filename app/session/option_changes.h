/// What a change of options brings with it, and what it touches.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

/// Ids and values of one change.
using OptionChanges = std::vector<std::pair<std::string, std::string>>;

/// `values` with the changes, and what follows from them for the other options: another text or
/// model asks for a query anew, another layer, head or mechanism keeps the one that is shown
/// (`shown_query`, its position) in place of `auto`, another table has its labels by the rule
/// again. Throws UsageError for a bad value, Error for a text file that cannot be read.
OptionValues changed_values(OptionValues values, const OptionChanges& changes,
                            std::optional<int> shown_query = {});

std::vector<std::string> differing_ids(const OptionValues& a, const OptionValues& b);

/// True where both read the same text with the same model: a token is the same token in both.
bool read_the_same(const OptionValues& a, const OptionValues& b);

/// True where one of the ids is an option of the drawing.
bool change_the_drawing(const std::vector<std::string>& ids);

/// Throws UsageError where the values contradict each other, whatever the view shows.
void check_values(const OptionValues& values, const std::string& system_theme);

}  // namespace baryscope
