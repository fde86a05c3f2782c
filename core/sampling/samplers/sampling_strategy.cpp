#include "core/sampling/samplers/sampling_strategy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope {
namespace {

constexpr std::array<std::string_view, 5> k_words = {"auto", "minority", "not minority",
                                                     "not majority", "all"};
constexpr const char* k_expected =
    "expected auto, minority, not minority, not majority, all, a ratio minority/majority in (0, 1] "
    "or points of classes afterwards, such as a=500,b=300";

struct ClassTotal {
  std::string name;
  std::int64_t total = 0;
};

bool is_word(std::string_view text) {
  return std::find(k_words.begin(), k_words.end(), text) != k_words.end();
}

/// "name=number" with the last equals sign; nothing where the piece does not end in one.
std::optional<ClassTotal> find_total(std::string_view piece) {
  const std::size_t equals = piece.rfind('=');
  if (equals == std::string_view::npos || equals == 0) {
    return std::nullopt;
  }
  const auto total = find_integer(piece.substr(equals + 1));
  if (!total || *total < 0) {
    return std::nullopt;
  }
  return ClassTotal{std::string(piece.substr(0, equals)), *total};
}

/// Commas inside a class's name do not end it: a piece ends where "=number" stands before a comma.
std::vector<ClassTotal> totals_of(std::string_view text) {
  std::vector<ClassTotal> totals;
  std::size_t begin = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    end = std::min(text.find(',', end + 1), text.size());
    if (const auto total = find_total(text.substr(begin, end - begin))) {
      for (const ClassTotal& other : totals) {
        if (other.name == total->name) {
          throw UsageError("class " + total->name + " is named twice; " + k_expected);
        }
      }
      totals.push_back(*total);
      begin = std::min(end + 1, text.size());
    }
  }
  if (totals.empty() || begin < text.size() || text.back() == ',') {
    throw UsageError(k_expected);
  }
  return totals;
}

std::string count_text(std::size_t count) { return to_text(static_cast<std::int64_t>(count)); }

void take_totals(const DataSet& data, const std::string& strategy,
                 std::vector<std::size_t>& amounts) {
  const std::vector<std::size_t> counts = data.class_counts();
  for (const ClassTotal& wanted : totals_of(strategy)) {
    const auto found = std::find(data.classes.begin(), data.classes.end(), wanted.name);
    if (found == data.classes.end()) {
      throw UsageError("sampling-strategy " + strategy + ": " +
                       unknown_name_message("class", wanted.name, data.classes));
    }
    const auto label = static_cast<std::size_t>(found - data.classes.begin());
    const auto total = static_cast<std::size_t>(wanted.total);
    if (total < counts[label]) {
      throw UsageError("sampling-strategy " + strategy + ": class " + wanted.name + " has " +
                       count_text(counts[label]) +
                       " points already; over-sampling only adds: expected at least that many");
    }
    amounts[label] = total - counts[label];
  }
}

void take_ratio(const DataSet& data, double ratio, std::vector<std::size_t>& amounts) {
  const std::string prefix = "sampling-strategy " + to_text(ratio) + ": ";
  if (data.n_classes() != 2) {
    throw UsageError(prefix + "a ratio is for two classes, the data has " +
                     count_text(data.classes.size()) +
                     "; expected points of classes afterwards, such as " +
                     (data.classes.empty() ? "a" : data.classes.front()) + "=500");
  }
  const std::vector<std::size_t> counts = data.class_counts();
  const auto majority = static_cast<std::size_t>(data.majority());
  const std::size_t minority = 1 - majority;
  const double wanted =
      static_cast<double>(counts[majority]) * ratio - static_cast<double>(counts[minority]);
  if (wanted < 1) {
    const double present =
        static_cast<double>(counts[minority]) / static_cast<double>(counts[majority]);
    throw UsageError(prefix + "class " + data.classes[minority] + " has " + to_text(present, 3) +
                     " of the majority's points already; expected a larger ratio, at most 1");
  }
  amounts[minority] = static_cast<std::size_t>(wanted);
}

void take_word(const DataSet& data, const std::string& word, std::vector<std::size_t>& amounts) {
  const std::vector<std::size_t> counts = data.class_counts();
  const auto n_present = std::count_if(counts.begin(), counts.end(), [](auto n) { return n > 0; });
  if (n_present < 2) {
    throw SamplerError(
        "the data has a single class" + (data.classes.empty() ? "" : ", " + data.classes.front()) +
        ": nothing to balance; give its points afterwards (sampling-strategy " +
        (data.classes.empty() ? "a" : data.classes.front()) + "=500), or sampler none");
  }
  const auto majority = static_cast<std::size_t>(data.majority());
  std::size_t minority = majority;
  for (std::size_t label = 0; label < counts.size(); ++label) {
    if (counts[label] > 0 && counts[label] < counts[minority]) {
      minority = label;
    }
  }
  for (std::size_t label = 0; label < counts.size(); ++label) {
    if ((word == "minority" && label != minority) ||
        (word == "not minority" && label == minority)) {
      continue;
    }
    amounts[label] = counts[label] > 0 ? counts[majority] - counts[label] : 0;
  }
}

}  // namespace

std::string canonical_strategy(std::string_view text) {
  if (is_word(text)) {
    return std::string(text);
  }
  if (text == "majority") {
    throw UsageError(std::string("over-sampling the majority balances nothing; ") + k_expected);
  }
  if (const auto ratio = find_number(text)) {
    if (!(*ratio > 0 && *ratio <= 1)) {
      throw UsageError(k_expected);
    }
    return to_text(*ratio);
  }
  std::string canonical;
  for (const ClassTotal& total : totals_of(text)) {
    canonical += (canonical.empty() ? "" : ",") + total.name + "=" + to_text(total.total);
  }
  return canonical;
}

std::vector<std::size_t> new_points(const DataSet& data, const std::string& strategy) {
  std::vector<std::size_t> amounts(data.classes.size(), 0);
  std::string canonical;
  try {
    canonical = canonical_strategy(strategy);
  } catch (const UsageError& error) {
    throw UsageError("sampling-strategy '" + strategy + "': " + error.what());
  }
  if (is_word(canonical)) {
    take_word(data, canonical, amounts);
  } else if (const auto ratio = find_number(canonical)) {
    take_ratio(data, *ratio, amounts);
  } else {
    take_totals(data, canonical, amounts);
  }
  return amounts;
}

}  // namespace baryscope
