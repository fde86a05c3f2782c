#include "core/sampling/data/csv_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/number_text.h"
#include "core/options/option_spec.h"
#include "core/sampling/data/csv_label.h"
#include "core/sampling/data/csv_scanner.h"
#include "core/sampling/data/data_file.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {
namespace {

constexpr std::size_t most_sample_rows = 64, most_sample_cells = 1'000'000;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

using Rows = std::vector<std::vector<CsvCell>>;

/// digits[.digits][e[±]digits] with an optional sign: a number, be it outside a double's range.
bool looks_like_number(std::string_view text) {
  std::size_t i = 0, n_digits = 0;
  const auto skip_sign = [&] {
    i += i < text.size() && (text[i] == '-' || text[i] == '+') ? 1 : 0;
  };
  const auto skip_digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++i;
    }
    return i - begin;
  };
  skip_sign();
  n_digits += skip_digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    n_digits += skip_digits();
  }
  if (n_digits > 0 && i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    skip_sign();
    n_digits = skip_digits();
  }
  return n_digits > 0 && i == text.size();
}

/// The first rows, blank lines left out. A row that cannot be split ends them.
Rows sample_rows(const std::string& path, std::string_view text, std::size_t begin,
                 char separator) {
  CsvScanner scanner(path, text, begin, separator);
  Rows rows;
  std::size_t n_cells = 0;
  std::vector<CsvCell> cells;
  try {
    while (rows.size() < most_sample_rows && n_cells < most_sample_cells && scanner.next(cells)) {
      if (!is_blank(cells)) {
        n_cells += cells.size();
        rows.push_back(std::move(cells));
      }
    }
  } catch (const DataError&) {
    // The reader meets the row again and says what is wrong with it.
    return rows;
  }
  return rows;
}

/// The separator that gives all sampled rows the same number of cells, two or more; else the one
/// that splits the first row into most. No rows: none can be read with it.
std::pair<char, Rows> find_separator(const std::string& path, std::string_view text,
                                     std::size_t begin) {
  std::pair<char, Rows> best{',', {}};
  std::optional<char> unreadable;
  for (const char separator : {'\t', ';', ','}) {
    Rows rows = sample_rows(path, text, begin, separator);
    if (rows.empty()) {
      unreadable = separator;
      continue;
    }
    const std::size_t n_columns = rows[0].size();
    const bool even =
        n_columns > 1 && std::all_of(rows.begin(), rows.end(),
                                     [&](const auto& cells) { return cells.size() == n_columns; });
    if (even) {
      return {separator, std::move(rows)};
    }
    if (best.second.empty() || n_columns >= best.second[0].size()) {
      best = {separator, std::move(rows)};
    }
  }
  if (unreadable && (best.second.empty() || best.second[0].size() == 1)) {
    return {*unreadable, {}};
  }
  return best;
}

/// True where `column` holds something in rows 1, 2, … and all of it are numbers.
bool numbers_below(const Rows& rows, std::size_t column) {
  bool any = false;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    if (column < rows[row].size()) {
      const CellKind kind = cell_kind(trimmed(rows[row][column].raw));
      if (kind == CellKind::text) {
        return false;
      }
      any = any || kind == CellKind::number;
    }
  }
  return any;
}

bool names_label(const Rows& rows, std::size_t column) {
  if (rows[0][column].raw.size() > 100) {
    return false;
  }
  const std::string name = small_letters(cell_text(rows[0][column]));
  return is_label_name(name) && std::none_of(rows.begin() + 1, rows.end(), [&](const auto& cells) {
           return column < cells.size() && small_letters(cell_text(cells[column])) == name;
         });
}

bool is_header(const Rows& rows) {
  const std::vector<CsvCell>& first = rows[0];
  bool all_text = true, any_text = false;
  for (std::size_t column = 0; column < first.size(); ++column) {
    const std::string_view cell = trimmed(first[column].raw);
    const bool text = cell_kind(cell) == CellKind::text;
    if ((text && numbers_below(rows, column)) || names_label(rows, column)) {
      return true;
    }
    any_text = any_text || text;
    all_text = all_text && (text || cell.empty());
  }
  return all_text && any_text;
}

/// What follows "origin" in names of columns, in their order: "", "_2", "_3", ….
std::vector<std::string> origin_suffixes(const std::vector<std::string>& names) {
  const std::string begin = bookkeeping_names("")[0];
  std::vector<std::string> suffixes;
  for (const std::string& name : names) {
    const std::string suffix = name.starts_with(begin) ? name.substr(begin.size()) : "?";
    if (suffix.empty() || (suffix.front() == '_' && find_integer(suffix.substr(1)))) {
      suffixes.push_back(suffix);
    }
  }
  return suffixes;
}

/// Marks the columns that a resampled table carries behind its data, where all three are there.
void mark_bookkeeping(CsvLayout& layout) {
  for (const std::string& suffix : origin_suffixes(layout.names)) {
    std::vector<std::size_t> places;
    for (const std::string& name : bookkeeping_names(suffix)) {
      const auto found = std::find(layout.names.begin(), layout.names.end(), name);
      if (found != layout.names.end()) {
        places.push_back(static_cast<std::size_t>(found - layout.names.begin()));
      }
    }
    if (places.size() == 3) {
      layout.roles[places[0]] = SourceRows::origin;
      layout.roles[places[1]] = SourceRows::simplex;
      layout.roles[places[2]] = SourceRows::coordinates;
      layout.notes.push_back(fmt::format(
          "a resampled table: its columns origin{0}, simplex{0} and coordinates{0} are no features",
          suffix));
      return;
    }
  }
}

void read_names(const std::string& path, const std::vector<CsvCell>& first, CsvLayout& layout) {
  std::set<std::string> seen;
  for (std::size_t column = 0; column < first.size(); ++column) {
    if (layout.has_header && first[column].raw.size() > most_name_bytes) {
      fail_reading(path, fmt::format("the name of column {} (from 1) has {} bytes; expected {} at "
                                     "most: {}",
                                     column + 1, first[column].raw.size(), most_name_bytes,
                                     shown(first[column].raw)));
    }
    std::string name = layout.has_header ? cell_text(first[column]) : std::string();
    if (!is_utf8(name)) {
      fail_reading(path, fmt::format("the name of column {} (from 1) is not UTF-8: {}; save the "
                                     "file as UTF-8",
                                     column + 1, shown(name)));
    }
    layout.has_equal_names =
        layout.has_equal_names || (layout.has_header && !seen.insert(name).second);
    if (name.empty()) {
      name = "x" + to_text(static_cast<std::int64_t>(column));
    }
    layout.names.push_back(std::move(name));
  }
}

/// Features get their numbers; one of a name that occurs already gets another, which no column has.
void number_features(CsvLayout& layout) {
  std::set<std::string> seen;
  std::set<std::string> taken(layout.names.begin(), layout.names.end());
  std::map<std::string, std::int64_t> n_uses;
  std::vector<std::string> renamed;
  for (std::size_t column = 0; column < layout.names.size(); ++column) {
    std::string& name = layout.names[column];
    if (!seen.insert(name).second) {
      const std::string base = name;
      std::int64_t& n = n_uses.try_emplace(base, 1).first->second;
      do {
        name = base + "_" + to_text(++n);
      } while (!taken.insert(name).second);
      renamed.push_back(base);
    }
    if (layout.roles[column] == 0) {
      layout.roles[column] = layout.n_features++;
    }
  }
  if (!renamed.empty()) {
    layout.notes.push_back(
        fmt::format("{} column{} a name that stands before ({}{}): told apart "
                    "by _2, _3, … here",
                    renamed.size(), renamed.size() == 1 ? " has" : "s have", shown(renamed[0]),
                    renamed.size() == 1 ? "" : ", …"));
  }
}

}  // namespace

CellKind cell_kind(std::string_view text) {
  if (text.size() <= 4) {
    const std::string word = small_letters(text);
    for (const char* const missing : {"", "na", "n/a", "nan", "null", "none", "?"}) {
      if (word == missing) {
        return CellKind::missing;
      }
    }
  }
  const std::optional<double> number = find_number(text);
  if (!number) {
    return looks_like_number(text) ? CellKind::number : CellKind::text;
  }
  return std::isnan(*number) ? CellKind::missing : CellKind::number;
}

std::string why_no_number(std::string_view text) {
  if (looks_like_number(text)) {
    return "it is outside the range of a double (4.9e-324 to 1.8e308)";
  }
  const std::size_t comma = text.find(',');
  if (comma != std::string_view::npos) {
    std::string point(text);
    point[comma] = '.';
    if (looks_like_number(point)) {
      return "expected a number; a comma within a number is not read: write " + point;
    }
  }
  return "expected a number; encode the column as numbers or remove it";
}

std::array<std::string, 3> bookkeeping_names(std::string_view suffix) {
  const std::string end(suffix);
  return {"origin" + end, "simplex" + end, "coordinates" + end};
}

CsvLayout find_csv_layout(const std::string& path, std::string_view text,
                          std::string_view label_column) {
  if (text.empty()) {
    fail_reading(path, "the file is empty; expected rows of numbers and a label");
  }
  const auto refuse_empty_lines = [&] {
    fail_reading(path, "it holds nothing but empty lines; expected rows of numbers and a label");
  };
  CsvLayout layout;
  layout.text_begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (text.find_first_not_of(" \t\r\n", layout.text_begin) == std::string_view::npos) {
    refuse_empty_lines();
  }
  auto [separator, rows] = find_separator(path, text, layout.text_begin);
  if (rows.empty()) {
    CsvScanner scanner(path, text, layout.text_begin, separator);
    std::vector<CsvCell> cells;
    while (scanner.next(cells)) {
    }
    refuse_empty_lines();
  }
  layout.separator = separator;
  layout.has_header = is_header(rows);
  const auto refuse_single_column = [&] {
    fail_reading(path,
                 "it has a single column; expected one or more columns of numbers and a label "
                 "column, separated by a comma, a semicolon or a tab");
  };
  if (rows[0].size() == 1) {
    refuse_single_column();
  }
  layout.roles.resize(rows[0].size());
  read_names(path, rows[0], layout);
  if (layout.has_header) {
    mark_bookkeeping(layout);
  }
  choose_label(path, layout, label_column);
  number_features(layout);
  if (layout.n_features == 0) {
    refuse_single_column();
  }
  return layout;
}

}  // namespace baryscope
