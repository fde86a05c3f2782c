#include "viz/views/token_matches.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace baryscope {
namespace {

/// Of the middle parts [first, end): lengths of common subsequences of every two rests, then the
/// way along the longest.
void match_between(const Tokens& before, const Tokens& after, std::size_t first,
                   std::size_t end_before, std::size_t end_after, TokenMatches& matches) {
  constexpr std::size_t k_most_cells = 4'000'000;
  const std::size_t n = end_before - first, m = end_after - first;
  if (n == 0 || m == 0 || n > k_most_cells / m) {
    return;
  }
  std::vector<std::int32_t> lengths((n + 1) * (m + 1), 0);
  const auto length = [&](std::size_t i, std::size_t j) -> std::int32_t& {
    return lengths[i * (m + 1) + j];
  };
  const auto same = [&](std::size_t i, std::size_t j) {
    return before[first + i].text == after[first + j].text;
  };
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      length(i, j) =
          same(i, j) ? 1 + length(i + 1, j + 1) : std::max(length(i + 1, j), length(i, j + 1));
    }
  }
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (same(i, j)) {
      matches.before.push_back(static_cast<int>(first + i++));
      matches.after.push_back(static_cast<int>(first + j++));
    } else if (length(i + 1, j) >= length(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
}

}  // namespace

TokenMatches match_tokens(const Tokens& before, const Tokens& after) {
  TokenMatches matches;
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t first = 0, n_last = 0;
  while (first < shorter && before[first].text == after[first].text) {
    matches.before.push_back(static_cast<int>(first));
    matches.after.push_back(static_cast<int>(first));
    ++first;
  }
  while (n_last < shorter - first &&
         before[before.size() - 1 - n_last].text == after[after.size() - 1 - n_last].text) {
    ++n_last;
  }
  const std::size_t end_before = before.size() - n_last, end_after = after.size() - n_last;
  match_between(before, after, first, end_before, end_after, matches);
  for (std::size_t i = 0; i < n_last; ++i) {
    matches.before.push_back(static_cast<int>(end_before + i));
    matches.after.push_back(static_cast<int>(end_after + i));
  }
  return matches;
}

Continuity token_continuity(const Tokens& before, const Tokens& after) {
  const auto same = [](const Token& x, const Token& y) { return x.text == y.text; };
  if (std::equal(before.begin(), before.end(), after.begin(), after.end(), same)) return {};
  const TokenMatches matches = match_tokens(before, after);
  std::vector<int> token_before(after.size(), -1);
  for (std::size_t i = 0; i < matches.after.size(); ++i) {
    token_before[static_cast<std::size_t>(matches.after[i])] = matches.before[i];
  }
  return {.token_before = std::move(token_before)};
}

}  // namespace baryscope
