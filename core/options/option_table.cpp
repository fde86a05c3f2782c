#include "core/options/option_table.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/base/shown_name.h"

namespace baryscope {

OptionTable::OptionTable(std::vector<OptionSpec> specs) : m_specs(std::move(specs)) {
  for (std::size_t i = 0; i < m_specs.size(); ++i) {
    const OptionSpec& row = m_specs[i];
    if (row.id.empty() || !m_index.emplace(row.id, i).second) {
      throw CheckFailed("option '" + row.id + "': expected an id of its own");
    }
    std::string canonical;
    try {
      canonical = canonical_value(row, row.default_value);
    } catch (const UsageError& error) {
      throw CheckFailed(std::string("the default of an option is not in its domain: ") +
                        error.what());
    }
    if (canonical != row.default_value) {
      throw CheckFailed("option '" + row.id + "': the default '" + row.default_value +
                        "' is not canonical, expected '" + canonical + "'");
    }
  }
}

const OptionSpec* OptionTable::find_spec(std::string_view id) const {
  const auto found = m_index.find(id);
  return found == m_index.end() ? nullptr : &m_specs[found->second];
}

const OptionSpec& OptionTable::spec(std::string_view id) const {
  if (const OptionSpec* found = find_spec(id)) {
    return *found;
  }
  std::vector<std::string> ids;
  ids.reserve(m_specs.size());
  for (const OptionSpec& row : m_specs) {
    ids.push_back(row.id);
  }
  std::string message = "unknown option '" + shown_name(id) + "'";
  if (const auto nearest = find_nearest_name(id, ids)) {
    message += ": did you mean '" + *nearest + "'?";
  }
  throw UsageError(message + " ('baryscope --list options' names all of them)");
}

void OptionValues::set(std::string_view id, std::string_view value) {
  const OptionSpec& row = m_table->spec(id);
  m_values.insert_or_assign(row.id, canonical_value(row, value));
}

void OptionValues::reset(std::string_view id) {
  const auto found = m_values.find(m_table->spec(id).id);
  if (found != m_values.end()) {
    m_values.erase(found);
  }
}

bool OptionValues::is_set(std::string_view id) const {
  return m_values.contains(m_table->spec(id).id);
}

const std::string& OptionValues::text(std::string_view id) const {
  const OptionSpec& row = m_table->spec(id);
  const auto found = m_values.find(row.id);
  return found == m_values.end() ? row.default_value : found->second;
}

bool OptionValues::flag(std::string_view id) const { return text(id) == "on"; }

std::optional<std::int64_t> OptionValues::find_integer(std::string_view id) const {
  return baryscope::find_integer(text(id));
}

std::optional<double> OptionValues::find_number(std::string_view id) const {
  return baryscope::find_number(text(id));
}

std::vector<std::string> OptionValues::list(std::string_view id) const {
  std::vector<std::string> items;
  std::string_view rest = text(id);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    items.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return items;
}

}  // namespace baryscope
