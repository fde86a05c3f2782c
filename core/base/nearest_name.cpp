#include "core/base/nearest_name.h"

#include <algorithm>
#include <numeric>

#include "core/base/shown_name.h"

namespace baryscope {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      const std::size_t substitution = diagonal + (a[i] == b[j] ? 0 : 1);
      row[j + 1] = std::min({above + 1, row[j] + 1, substitution});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> find_nearest_name(std::string_view name,
                                             const std::vector<std::string>& known) {
  std::optional<std::string> nearest;
  if (name.size() > most_shown_bytes) {
    return nearest;  // nobody's slip of the finger, and the distance takes its time
  }
  std::size_t least = std::max<std::size_t>(name.size() / 2, 1) + 1;
  for (const std::string& candidate : known) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    if (longer - std::min(name.size(), candidate.size()) >= least) {
      continue;  // the distance is no less
    }
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string unknown_name_message(std::string_view what, std::string_view name,
                                 const std::vector<std::string>& known) {
  std::string message = "unknown " + std::string(what) + " '" + shown_name(name) + "'";
  const auto nearest = find_nearest_name(name, known);
  message += nearest ? ": did you mean '" + *nearest + "'? Known: " : "; known: ";
  for (std::size_t i = 0; i < known.size(); ++i) {
    message += (i == 0 ? "" : ", ") + known[i];
  }
  return message;
}

}  // namespace baryscope
