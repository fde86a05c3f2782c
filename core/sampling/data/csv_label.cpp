#include "core/sampling/data/csv_label.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/sampling/data/data_file.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {
namespace {

constexpr std::array<std::string_view, 3> label_names = {"label", "class", "target"};
constexpr std::string_view automatic = "auto";

/// The column of that exact name, else of the name in other letters; two are an error.
std::optional<std::size_t> find_label(const std::string& path,
                                      const std::vector<std::string>& names,
                                      std::string_view name) {
  for (const bool exact : {true, false}) {
    std::optional<std::size_t> found;
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (exact ? names[column] == name : small_letters(names[column]) == name) {
        if (found) {
          fail_reading(path, fmt::format("columns {} and {} (from 1) are both called {}; the label "
                                         "column must be the only one of its name",
                                         *found + 1, column + 1, shown(names[column])));
        }
        found = column;
      }
    }
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

/// The column that somebody asked for.
std::size_t asked_label(const std::string& path, const CsvLayout& layout, std::string_view asked) {
  const auto refuse = [&](const std::string& what) {
    throw LabelColumnError(reading_failure(path, what),
                           label_choices(layout.names, layout.has_names()));
  };
  const std::size_t n_columns = layout.names.size();
  std::optional<std::size_t> found;
  if (const auto number = find_integer(asked)) {
    if (*number < 1 || *number > static_cast<std::int64_t>(n_columns)) {
      refuse(fmt::format("--label-column {}: it has the columns 1 to {}", *number, n_columns));
    }
    found = static_cast<std::size_t>(*number - 1);
  } else {
    const std::string name(asked.substr(asked.starts_with('=') ? 1 : 0));
    found = find_label(path, layout.names, name);
    if (!found) {
      found = find_label(path, layout.names, small_letters(name));
    }
    if (!found) {
      constexpr std::size_t n_most = 20;  // of a table of thousands the first are enough
      const auto end =
          layout.names.begin() + static_cast<std::ptrdiff_t>(std::min(n_columns, n_most));
      refuse(
          "--label-column: " + unknown_name_message("column", name, {layout.names.begin(), end}) +
          (n_columns > n_most ? ", …" : ""));
    }
  }
  if (layout.roles[*found] != 0) {
    refuse(
        fmt::format("--label-column {}: where the rows of a resampled table come from is no "
                    "label",
                    layout.names[*found]));
  }
  return *found;
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return result;
}

bool is_label_name(std::string_view name) {
  return std::find(label_names.begin(), label_names.end(), name) != label_names.end();
}

void choose_label(const std::string& path, CsvLayout& layout, std::string_view asked) {
  std::optional<std::size_t> found;
  if (asked != automatic) {
    found = asked_label(path, layout, asked);
  }
  for (std::size_t i = 0; layout.has_header && !found && i < label_names.size(); ++i) {
    found = find_label(path, layout.names, label_names[i]);
  }
  layout.label_named = found.has_value();
  if (!found) {
    for (std::size_t column = 0; column < layout.roles.size(); ++column) {
      found = layout.roles[column] == 0 ? column : found;
    }
    if (layout.has_header && found) {
      layout.notes.push_back("no column is called label, class or target: the last one, " +
                             shown(layout.names[*found]) + ", is the label");
    }
  }
  if (found) {
    if (!layout.has_header) {
      layout.names[*found] = "label";
    }
    layout.label = static_cast<int>(*found);
    layout.roles[*found] = SourceRows::label;
  }
}

std::vector<std::string> label_choices(const std::vector<std::string>& names, bool by_name) {
  std::vector<std::string> choices;
  choices.reserve(names.size());
  for (const std::string& name : names) {
    const bool means_more = name == automatic || name.starts_with('=') || find_integer(name);
    choices.push_back(!by_name     ? to_text(static_cast<std::int64_t>(choices.size() + 1))
                      : means_more ? "=" + name
                                   : name);
  }
  return choices;
}

}  // namespace baryscope
