/// What a person is told beside a result.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace baryscope {

/// As many as can be read, then "and 27 more".
std::vector<std::string> a_handful(std::vector<std::string> notes);

/// On cells of a written table that a spreadsheet would run: those that begin with =, +, @ or a tab
/// and are no number. Nothing where none of `texts` does.
std::optional<std::string> spreadsheet_note(std::span<const std::string> texts);

}  // namespace baryscope
