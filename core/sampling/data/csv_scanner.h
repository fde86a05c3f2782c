/// Splits the text of a CSV file (RFC 4180) into rows and cells, without copying them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

struct CsvCell {
  std::string_view raw;  ///< without the quotes around it; quotes within are still doubled
  bool quoted = false;
};

/// The cell's text: doubled quotes made single; white space around an unquoted cell left out.
std::string cell_text(const CsvCell& cell);
/// The same where nothing must be copied: not for quoted cells with quotes within.
std::string_view trimmed(std::string_view raw);

/// Rows end with LF, CRLF or CR; within quotes these belong to the cell. `text` must outlive it.
class CsvScanner {
 public:
  /// `path` is for messages only; `begin` is where the first row begins.
  CsvScanner(const std::string& path, std::string_view text, std::size_t begin, char separator);

  /// The next row; false at the end. Throws DataError for an open quote, text after a closing
  /// quote, and more than most_columns cells.
  bool next(std::vector<CsvCell>& cells);
  [[nodiscard]] std::size_t row_begin() const { return m_row_begin; }
  /// Behind the row's line end.
  [[nodiscard]] std::size_t row_end() const { return m_position; }
  /// The line of the file, from 1, where the row begins.
  [[nodiscard]] std::size_t line() const { return m_row_line; }

 private:
  CsvCell quoted_cell();

  const std::string& m_path;
  std::string_view m_text;
  std::size_t m_position;
  char m_separator;
  std::size_t m_row_begin = 0;
  std::size_t m_line = 1, m_row_line = 1;
};

/// True for a row that is an empty line.
bool is_blank(const std::vector<CsvCell>& cells);

}  // namespace baryscope
