#include "core/sampling/class_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/base/number_text.h"
#include "core/sampling/data_file.h"

namespace baryscope {
namespace {

/// What spellings are sorted and told apart by. Integers are compared as integers: doubles would
/// merge long identifiers.
struct Key {
  double number = 0;
  std::int64_t integer = 0;
  friend auto operator<=>(const Key&, const Key&) = default;
};

/// Of the spellings in `used`; nothing where one of them is no number.
std::optional<std::vector<Key>> find_keys(const std::vector<std::string>& spellings,
                                          const std::vector<int>& used) {
  std::vector<Key> keys(spellings.size());
  for (const int i : used) {
    const std::string& spelling = spellings[static_cast<std::size_t>(i)];
    const std::optional<double> number = find_number(spelling);
    if (!number || !std::isfinite(*number)) {
      return std::nullopt;
    }
    Key& key = keys[static_cast<std::size_t>(i)];
    key.number = *number == 0 ? 0 : *number;
    const std::optional<std::int64_t> integer = find_integer(spelling);
    constexpr double exact = 9007199254740992.0;
    if (integer && std::abs(*number) >= exact) {
      key.integer = *integer;
    }
  }
  return keys;
}

}  // namespace

int ClassNames::add(std::string_view spelling) {
  if (m_last >= 0 && m_spellings[static_cast<std::size_t>(m_last)] == spelling) {
    return m_last;
  }
  const auto found = m_numbers.find(spelling);
  if (found != m_numbers.end()) {
    m_last = found->second;
    return m_last;
  }
  m_last = static_cast<int>(m_spellings.size());
  m_spellings.emplace_back(spelling);
  m_numbers.emplace(spelling, m_last);
  return m_last;
}

std::vector<std::string> ClassNames::finish(std::vector<int>& labels) const {
  std::vector<bool> used(m_spellings.size());
  for (const int label : labels) {
    used[static_cast<std::size_t>(label)] = true;
  }
  std::vector<int> order;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) {
      order.push_back(static_cast<int>(i));
    }
  }
  const std::optional<std::vector<Key>> keys = find_keys(m_spellings, order);
  const auto key_of = [&](int i) { return (*keys)[static_cast<std::size_t>(i)]; };
  const auto text_of = [&](int i) -> const std::string& {
    return m_spellings[static_cast<std::size_t>(i)];
  };
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    if (keys && key_of(a) != key_of(b)) {
      return key_of(a) < key_of(b);
    }
    if (keys && text_of(a).size() != text_of(b).size()) {
      return text_of(a).size() < text_of(b).size();
    }
    return text_of(a) < text_of(b);
  });
  std::vector<std::string> names;
  std::vector<int> class_of(m_spellings.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || !keys || key_of(order[i]) != key_of(order[i - 1])) {
      names.push_back(text_of(order[i]));
    }
    class_of[static_cast<std::size_t>(order[i])] = static_cast<int>(names.size()) - 1;
  }
  for (int& label : labels) {
    label = class_of[static_cast<std::size_t>(label)];
  }
  return names;
}

void settle_classes(DataSet& data, const ClassNames& names, const std::string& path) {
  if (data.labels.empty()) {
    fail_reading(path, "no row is left once those with a missing value are left out");
  }
  data.classes = names.finish(data.labels);
  if (data.n_classes() == 1) {
    fail_reading(path, fmt::format("all {} rows have the label {} in column '{}'; over-sampling "
                                   "needs two classes or more",
                                   data.n_points(), shown(data.classes[0]), data.label_name));
  }
}

}  // namespace baryscope
