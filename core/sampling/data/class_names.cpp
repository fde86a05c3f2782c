#include "core/sampling/data/class_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/base/number_text.h"
#include "core/base/shown_name.h"
#include "core/sampling/data/data_file.h"

namespace baryscope {
namespace {

/// A number as it is written, ± 0.DIGITS · 10^exponent.
struct Decimal {
  int sign = 0;
  std::int64_t exponent = 0;
  std::string digits;  ///< without zeros at either end; empty: 0

  friend bool operator==(const Decimal&, const Decimal&) = default;
  friend bool operator<(const Decimal& a, const Decimal& b) {
    if (a.sign != b.sign) {
      return a.sign < b.sign;
    }
    return a.sign < 0 ? b.is_smaller_than(a) : a.is_smaller_than(b);
  }

 private:
  [[nodiscard]] bool is_smaller_than(const Decimal& other) const {
    return exponent != other.exponent ? exponent < other.exponent : digits < other.digits;
  }
};

/// Of a text that find_number() reads as a finite number: [±]digits[.digits][e[±]digits].
Decimal decimal_of(std::string_view text) {
  Decimal decimal;
  decimal.sign = text.starts_with('-') ? -1 : 1;
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  bool before_point = true;
  for (const char c : text.substr(0, mark)) {
    before_point = before_point && c != '.';
    if (c < '0' || c > '9') {
      continue;
    }
    if (c != '0' || !decimal.digits.empty()) {
      decimal.digits += c;
      decimal.exponent += before_point ? 1 : 0;
    } else {
      decimal.exponent -= before_point ? 0 : 1;
    }
  }
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) {
    return {};
  }
  if (mark < text.size()) {
    decimal.exponent += find_integer(text.substr(mark + 1)).value_or(0);
  }
  return decimal;
}

/// What spellings are sorted and told apart by: their double, and past 2^53, where doubles would
/// merge long identifiers, all their digits.
struct Key {
  double number = 0;
  Decimal digits;

  friend bool operator==(const Key&, const Key&) = default;
  friend bool operator<(const Key& a, const Key& b) {
    return a.number != b.number ? a.number < b.number : a.digits < b.digits;
  }
};

/// Of the spellings in `used`; nothing where one of them is no number.
std::optional<std::vector<Key>> find_keys(const std::vector<std::string>& spellings,
                                          const std::vector<int>& used) {
  constexpr double exact = 9007199254740992.0;
  std::vector<Key> keys(spellings.size());
  for (const int i : used) {
    const std::string& spelling = spellings[static_cast<std::size_t>(i)];
    const std::optional<double> number = find_number(spelling);
    if (!number || !std::isfinite(*number)) {
      return std::nullopt;
    }
    Key& key = keys[static_cast<std::size_t>(i)];
    key.number = *number;
    if (std::abs(*number) >= exact) {
      key.digits = decimal_of(spelling);
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
  const auto key_of = [&](int i) -> const Key& { return (*keys)[static_cast<std::size_t>(i)]; };
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
    fail_reading(path,
                 fmt::format("all {} rows have the label {} in column '{}'; over-sampling "
                             "needs two classes or more",
                             data.n_points(), shown(data.classes[0]), shown_name(data.label_name)));
  }
}

}  // namespace baryscope
