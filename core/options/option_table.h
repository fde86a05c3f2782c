/// The list of all options, and a set of values for them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_spec.h"

namespace baryscope {

/// The rows of all rooms in the order of the docs. Built once (`app/session/all_options.h`).
class OptionTable {
 public:
  explicit OptionTable(std::vector<OptionSpec> specs);

  [[nodiscard]] const std::vector<OptionSpec>& specs() const { return m_specs; }
  [[nodiscard]] const OptionSpec* find_spec(std::string_view id) const;
  /// Throws UsageError with the nearest known name.
  [[nodiscard]] const OptionSpec& spec(std::string_view id) const;

 private:
  std::vector<OptionSpec> m_specs;
  std::map<std::string, std::size_t, std::less<>> m_index;
};

/// Values that differ from their default, validated and canonical. A value type: copied for undo.
/// Keeps a pointer to its table, which must outlive it.
class OptionValues {
 public:
  explicit OptionValues(const OptionTable& table) : m_table(&table) {}

  /// Validates and stores. Throws UsageError for an unknown id or a bad value.
  void set(std::string_view id, std::string_view value);
  void reset(std::string_view id);
  /// True where a value was set, also to the default's own text.
  [[nodiscard]] bool is_set(std::string_view id) const;

  [[nodiscard]] const std::string& text(std::string_view id) const;
  [[nodiscard]] bool flag(std::string_view id) const;
  /// Nothing where the value is one of the option's words ("auto", "none").
  [[nodiscard]] std::optional<std::int64_t> find_integer(std::string_view id) const;
  [[nodiscard]] std::optional<double> find_number(std::string_view id) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view id) const;

  [[nodiscard]] const OptionTable& table() const { return *m_table; }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& changed() const {
    return m_values;
  }
  friend bool operator==(const OptionValues& a, const OptionValues& b) {
    return a.m_values == b.m_values;
  }

 private:
  const OptionTable* m_table;
  std::map<std::string, std::string, std::less<>> m_values;
};

}  // namespace baryscope
