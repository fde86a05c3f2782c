#include "core/base/notes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_notes = 5;

bool runs(std::string_view text) {
  return !text.empty() && std::string_view("=+@\t").find(text.front()) != std::string_view::npos &&
         !find_number(text);
}

}  // namespace

std::vector<std::string> a_handful(std::vector<std::string> notes) {
  if (notes.size() > k_most_notes + 1) {
    const auto n_more = static_cast<std::int64_t>(notes.size() - k_most_notes);
    notes.resize(k_most_notes);
    notes.push_back("and " + to_text(n_more) + " more");
  }
  return notes;
}

std::optional<std::string> spreadsheet_note(std::span<const std::string> texts) {
  const std::int64_t n = std::ranges::count_if(texts, runs);
  if (n == 0) {
    return std::nullopt;
  }
  return to_text(n) +
         (n == 1 ? " text begins with =, +, @ or a tab and stays as it is"
                 : " texts begin with =, +, @ or a tab and stay as they are") +
         ": a spreadsheet would run such cells as formulas; import their columns as text";
}

}  // namespace baryscope
