#include "core/sampling/data/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/number_text.h"
#include "core/base/shown_name.h"
#include "core/options/option_spec.h"
#include "core/sampling/data/class_names.h"
#include "core/sampling/data/csv_label.h"
#include "core/sampling/data/csv_layout.h"
#include "core/sampling/data/csv_scanner.h"
#include "core/sampling/data/data_file.h"

namespace baryscope {
namespace {

/// Cells between two looks at the watch.
constexpr std::size_t cells_per_report = 65'536;

/// Whether a whole number, as it is written, is another than the double it was read as.
bool is_rounded_integer(std::string_view text, double number) {
  constexpr double exact = 9007199254740992.0;
  if (std::abs(number) < exact) {
    return false;
  }
  text.remove_prefix(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  return text.find_first_not_of("0123456789") == std::string_view::npos &&
         text != to_text(std::abs(number), 0);
}

class CsvReader {
 public:
  CsvReader(const std::string& path, bool drop_missing, const std::string& label_column,
            const Watch& watch)
      : m_path(path), m_drop_missing(drop_missing), m_label_column(label_column), m_watch(watch) {}

  DataSet read();

 private:
  enum class RowKind { kept, missing };

  RowKind read_row(const CsvScanner& scanner, const std::vector<CsvCell>& cells);
  /// Adds the cell's number or label. False: it is missing, and such rows are left out.
  bool read_cell(const CsvScanner& scanner, std::size_t column, const CsvCell& cell);
  bool read_label(const CsvScanner& scanner, std::size_t column, const CsvCell& cell);
  void skip_row();
  void check_classes(std::size_t column) const;
  void note_index_column();
  /// "row 3 (line 5), column 'age': '?': what".
  [[nodiscard]] std::string place(const CsvScanner& scanner, std::size_t column,
                                  std::string_view value, const std::string& what) const;
  [[noreturn]] void fail(const CsvScanner& scanner, std::size_t column, std::string_view value,
                         const std::string& what) const;
  /// Of a table that another label column may make readable.
  [[noreturn]] void fail_choice(const std::string& what) const;

  const std::string& m_path;
  bool m_drop_missing;
  const std::string& m_label_column;
  const Watch& m_watch;
  CsvLayout m_layout;
  ClassNames m_names;
  DataSet m_data;
  std::size_t m_n_rows = 0, m_n_dropped = 0;  ///< data rows of the file so far; those left out
  std::size_t m_n_synthetic = 0;              ///< rows that a resampled table calls so
  RoundedNumbers m_rounded;
  std::string m_cell;  ///< text of a quoted cell with quotes within
};

std::string CsvReader::place(const CsvScanner& scanner, std::size_t column, std::string_view value,
                             const std::string& what) const {
  return fmt::format("row {} (line {}), column '{}': {}: {}", m_n_rows, scanner.line(),
                     shown_name(m_layout.names[column]), shown(value), what);
}

void CsvReader::fail(const CsvScanner& scanner, std::size_t column, std::string_view value,
                     const std::string& what) const {
  fail_reading(m_path, place(scanner, column, value, what));
}

void CsvReader::fail_choice(const std::string& what) const {
  throw LabelColumnError(reading_failure(m_path, what),
                         label_choices(m_layout.names, m_layout.has_names()));
}

bool CsvReader::read_label(const CsvScanner& scanner, std::size_t column, const CsvCell& cell) {
  std::string_view text = cell.quoted ? cell.raw : trimmed(cell.raw);
  if (cell.quoted && cell.raw.size() <= 2 * most_name_bytes &&
      cell.raw.find('"') != std::string_view::npos) {
    m_cell = cell_text(cell);
    text = m_cell;
  }
  if (cell_kind(trimmed(text)) == CellKind::missing) {
    if (!m_drop_missing) {
      fail_missing(m_path, place(scanner, column, text, "the label is missing"));
    }
    return false;
  }
  if (text.size() > most_name_bytes) {
    fail(scanner, column, text,
         fmt::format("the label has {} bytes; expected {} at most", text.size(), most_name_bytes));
  }
  if (!is_utf8(text)) {
    fail(scanner, column, text, "the label is not UTF-8; save the file as UTF-8");
  }
  m_data.labels.push_back(m_names.add(text));
  if (m_names.n_spellings() > most_classes) {
    fail_choice(place(scanner, column, text,
                      fmt::format("the label column has more than {} different values; expected "
                                  "classes. Call the column of the classes 'label', or choose it "
                                  "with --label-column",
                                  most_classes)));
  }
  return true;
}

bool CsvReader::read_cell(const CsvScanner& scanner, std::size_t column, const CsvCell& cell) {
  const std::string_view text = trimmed(cell.raw);
  const std::optional<double> number = find_number(text);
  if (number && std::isfinite(*number)) {
    m_data.points.data.push_back(*number);
    if (is_rounded_integer(text, *number)) {
      m_rounded.add(column);
    }
    return true;
  }
  if (number && std::isinf(*number)) {
    fail(scanner, column, text, "expected a finite number");
  }
  if (cell_kind(text) != CellKind::missing) {
    const std::string what = place(scanner, column, cell_text(cell), why_no_number(text));
    // A stray text in a table whose label is known is an error of the cell alone.
    if (m_layout.label_named && m_n_rows > 0) {
      fail_reading(m_path, what);
    }
    fail_choice(what);
  }
  if (!m_drop_missing) {
    fail_missing(m_path, place(scanner, column, text, "the value is missing"));
  }
  return false;
}

CsvReader::RowKind CsvReader::read_row(const CsvScanner& scanner,
                                       const std::vector<CsvCell>& cells) {
  const std::size_t n_columns = m_layout.names.size();
  if (cells.size() != n_columns) {
    fail_reading(m_path,
                 fmt::format("row {} (line {}) has {} cell{}, but the {} has {}; every row "
                             "must have as many",
                             m_n_rows, scanner.line(), cells.size(), cells.size() == 1 ? "" : "s",
                             m_layout.has_header ? "header" : "first row", n_columns));
  }
  const std::size_t n_numbers = m_data.points.data.size(), n_labels = m_data.labels.size();
  bool complete = true;
  for (std::size_t column = 0; column < n_columns; ++column) {
    const std::int32_t role = m_layout.roles[column];
    if (role >= 0) {
      complete = read_cell(scanner, column, cells[column]) && complete;
    } else if (role == SourceRows::label) {
      complete = read_label(scanner, column, cells[column]) && complete;
    } else if (role == SourceRows::origin && trimmed(cells[column].raw) == "synthetic") {
      ++m_n_synthetic;
    }
  }
  if (!complete) {
    m_data.points.data.resize(n_numbers);
    m_data.labels.resize(n_labels);
  }
  return complete ? RowKind::kept : RowKind::missing;
}

/// Keeps the numbers of the file's rows from the first row on that is left out.
void CsvReader::skip_row() {
  if (m_n_dropped == 0) {
    m_data.input_rows.resize(m_n_rows);
    std::iota(m_data.input_rows.begin(), m_data.input_rows.end(), 0);
  }
  ++m_n_dropped;
}

/// A last column of all different numbers is a measurement, not a label.
void CsvReader::check_classes(std::size_t column) const {
  const std::size_t n_points = m_data.labels.size();
  if (!m_layout.label_named && m_data.classes.size() > std::max<std::size_t>(20, n_points / 2)) {
    fail_choice(
        fmt::format("column '{}' was taken as the label, but has {} different values in {} "
                    "rows; expected classes. Call the column of the classes 'label', or "
                    "choose it with --label-column",
                    shown_name(m_layout.names[column]), m_data.classes.size(), n_points));
  }
}

void CsvReader::note_index_column() {
  const Matrix& points = m_data.points;
  const double first = points(0, 0);
  if ((first != 0 && first != 1) || points.n_columns < 2 || !m_data.input_rows.empty()) {
    return;
  }
  for (int row = 1; row < points.n_rows; ++row) {
    if (points(row, 0) != first + row) {
      return;
    }
  }
  m_data.notes.push_back(fmt::format(
      "column '{}' only counts the rows, and is a feature all the same: it moves every distance; "
      "leave it out of the file",
      shown_name(m_data.features[0])));
}

DataSet CsvReader::read() {
  auto source = std::make_shared<SourceRows>();
  source->text = DataFile(m_path).read_text(m_watch);
  std::string& text = source->text;
  m_layout = find_csv_layout(m_path, text, m_label_column);
  source->separator = m_layout.separator;
  source->columns = m_layout.roles;
  source->names = m_layout.names;
  source->has_equal_names = m_layout.has_equal_names;
  const std::size_t n_features = static_cast<std::size_t>(m_layout.n_features);
  // A row takes two bytes a column at least, and as many lines.
  const auto n_lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const std::size_t most_rows = std::min(n_lines, text.size() / (2 * m_layout.names.size()) + 1);
  m_data.points.data.reserve(std::min(most_rows * n_features, most_values));
  m_data.labels.reserve(most_rows);
  source->begins.reserve(most_rows + 1);

  CsvScanner scanner(m_path, text, m_layout.text_begin, m_layout.separator);
  std::vector<CsvCell> cells;
  bool header_next = m_layout.has_header;
  std::size_t kept_end = m_layout.text_begin, n_cells = 0;
  while (scanner.next(cells)) {
    n_cells += cells.size();
    if (n_cells >= cells_per_report) {
      n_cells = 0;
      m_watch.report(static_cast<double>(scanner.row_end()) / static_cast<double>(text.size()),
                     "reading data");
    }
    if (is_blank(cells)) {
      continue;
    }
    const std::size_t size = scanner.row_end() - scanner.row_begin();
    if (header_next) {
      header_next = false;
      std::string_view header = std::string_view(text).substr(scanner.row_begin(), size);
      while (header.ends_with('\n') || header.ends_with('\r')) {
        header.remove_suffix(1);
      }
      source->header = text.substr(0, m_layout.text_begin);
      source->header += header;
      kept_end = scanner.row_end();
      continue;
    }
    if (m_data.points.data.size() > most_values - n_features) {
      fail_too_many_values(m_path, n_features);
    }
    if (read_row(scanner, cells) == RowKind::kept) {
      // The cells are read: what stood before them may be overwritten.
      if (kept_end != scanner.row_begin()) {
        std::memmove(text.data() + kept_end, text.data() + scanner.row_begin(), size);
      }
      source->begins.push_back(kept_end);
      kept_end += size;
      if (m_n_dropped > 0) {
        m_data.input_rows.push_back(static_cast<std::int32_t>(m_n_rows));
      }
    } else {
      skip_row();
    }
    ++m_n_rows;
  }
  if (m_n_rows == 0) {
    fail_reading(m_path, "it has a header and no row below it");
  }
  source->begins.push_back(kept_end);
  text.resize(kept_end);

  m_data.name = file_name(m_path);
  m_data.points.n_rows = static_cast<int>(m_data.labels.size());
  m_data.points.n_columns = m_layout.n_features;
  for (std::size_t column = 0; column < m_layout.names.size(); ++column) {
    if (m_layout.roles[column] >= 0) {
      m_data.features.push_back(m_layout.names[column]);
    }
  }
  m_data.label_column = m_layout.label;
  m_data.label_name = m_layout.names[static_cast<std::size_t>(m_layout.label)];
  m_data.notes = m_layout.notes;
  settle_classes(m_data, m_names, m_path);
  check_classes(static_cast<std::size_t>(m_layout.label));
  note_index_column();
  if (m_n_synthetic > 0) {
    m_data.notes.push_back(
        fmt::format("{} of its rows {} as data", m_n_synthetic,
                    m_n_synthetic == 1 ? "is synthetic and counts" : "are synthetic and count"));
  }
  if (auto note = m_rounded.note(m_layout.names)) {
    m_data.notes.push_back(*std::move(note));
  }
  if (m_n_dropped > 0) {
    m_data.notes.push_back(dropped_note(m_n_dropped));
  }
  m_data.source = std::move(source);
  return std::move(m_data);
}

}  // namespace

DataSet read_csv(const std::string& path, bool drop_missing, const std::string& label_column,
                 const Watch& watch) {
  return CsvReader(path, drop_missing, label_column, watch).read();
}

}  // namespace baryscope
