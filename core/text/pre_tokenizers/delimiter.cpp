#include "core/text/pre_tokenizers/delimiter.h"

#include <algorithm>
#include <string>

#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

struct NamedBehavior {
  const char* name;
  DelimiterBehavior behavior;
};

constexpr NamedBehavior k_behaviors[] = {
    {"Removed", DelimiterBehavior::removed},
    {"Isolated", DelimiterBehavior::isolated},
    {"MergedWithPrevious", DelimiterBehavior::merged_with_previous},
    {"MergedWithNext", DelimiterBehavior::merged_with_next},
    {"Contiguous", DelimiterBehavior::contiguous},
};

}  // namespace

DelimiterBehavior read_delimiter_behavior(const JsonValue& json) {
  const std::string name = json.text();
  std::vector<std::string> known;
  for (const NamedBehavior& row : k_behaviors) {
    if (name == row.name) return row.behavior;
    known.emplace_back(row.name);
  }
  json.fail("unsupported: " + unknown_name_message("behavior", name, known));
}

void Stretches::begin(std::size_t at) {
  m_stretches.clear();
  m_at = at;
}

void Stretches::add(std::size_t end, bool is_delimiter) {
  m_stretches.push_back({m_at, end, is_delimiter});
  m_at = end;
}

/// Joins a delimiter to the stretch before it, unless that is one too; `also_between`: everything
/// to what is of its kind. With the next: the same from the end.
void Stretches::merge(bool also_between, bool with_next) {
  m_merged.clear();
  bool last_is_delimiter = false;
  const auto take = [&](const Stretch& stretch) {
    const bool joins = also_between ? stretch.is_delimiter == last_is_delimiter
                                    : stretch.is_delimiter && !last_is_delimiter;
    last_is_delimiter = stretch.is_delimiter;
    if (!joins || m_merged.empty())
      m_merged.push_back(stretch);
    else if (with_next)
      m_merged.back().begin = stretch.begin;
    else
      m_merged.back().end = stretch.end;
  };
  if (with_next) {
    std::for_each(m_stretches.rbegin(), m_stretches.rend(), take);
    std::reverse(m_merged.begin(), m_merged.end());
  } else {
    std::for_each(m_stretches.begin(), m_stretches.end(), take);
  }
  m_stretches.swap(m_merged);
}

void Stretches::finish(DelimiterBehavior behavior, std::vector<Words::Word>& words) {
  if (behavior == DelimiterBehavior::contiguous) merge(true, false);
  if (behavior == DelimiterBehavior::merged_with_previous) merge(false, false);
  if (behavior == DelimiterBehavior::merged_with_next) merge(false, true);
  const bool removes = behavior == DelimiterBehavior::removed;
  for (const Stretch& stretch : m_stretches)
    if (stretch.begin < stretch.end && !(removes && stretch.is_delimiter))
      words.push_back({stretch.begin, stretch.end, nullptr});
}

}  // namespace baryscope
