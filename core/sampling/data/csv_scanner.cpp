#include "core/sampling/data/csv_scanner.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/sampling/data/data_file.h"

namespace baryscope {

std::string_view trimmed(std::string_view raw) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!raw.empty() && is_space(raw.front())) {
    raw.remove_prefix(1);
  }
  while (!raw.empty() && is_space(raw.back())) {
    raw.remove_suffix(1);
  }
  return raw;
}

std::string cell_text(const CsvCell& cell) {
  if (!cell.quoted) {
    return std::string(trimmed(cell.raw));
  }
  std::string text;
  for (std::size_t i = 0; i < cell.raw.size(); ++i) {
    text += cell.raw[i];
    i += cell.raw[i] == '"' ? 1 : 0;
  }
  return text;
}

bool is_blank(const std::vector<CsvCell>& cells) {
  return cells.size() == 1 && !cells[0].quoted && trimmed(cells[0].raw).empty();
}

CsvScanner::CsvScanner(const std::string& path, std::string_view text, std::size_t begin,
                       char separator)
    : m_path(path), m_text(text), m_position(begin), m_separator(separator) {}

CsvCell CsvScanner::quoted_cell() {
  const std::size_t begin = ++m_position;
  while (true) {
    const std::size_t quote = m_text.find('"', m_position);
    if (quote == std::string_view::npos) {
      fail_reading(m_path, fmt::format("the quote that begins {} in line {} is never closed",
                                       shown(m_text.substr(begin)), m_line));
    }
    m_line += static_cast<std::size_t>(
        std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_position),
                   m_text.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
    m_position = quote + 1;
    if (m_position < m_text.size() && m_text[m_position] == '"') {
      ++m_position;
      continue;
    }
    return {m_text.substr(begin, quote - begin), true};
  }
}

bool CsvScanner::next(std::vector<CsvCell>& cells) {
  cells.clear();
  m_row_begin = m_position;
  m_row_line = m_line;
  if (m_position >= m_text.size()) {
    return false;
  }
  const char* const data = m_text.data();
  const std::size_t size = m_text.size();
  while (true) {
    if (cells.size() == most_columns) {
      fail_reading(m_path, fmt::format("line {} has more than {} cells; expected a table with a "
                                       "row a line",
                                       m_row_line, most_columns));
    }
    if (m_position < size && data[m_position] == '"') {
      cells.push_back(quoted_cell());
      if (m_position < size && data[m_position] != m_separator && data[m_position] != '\n' &&
          data[m_position] != '\r') {
        fail_reading(m_path, fmt::format("line {}: {} follows the closing quote of a cell; a quote "
                                         "within quotes is written twice",
                                         m_line, shown(m_text.substr(m_position, 1))));
      }
    } else {
      const std::size_t begin = m_position;
      while (m_position < size && data[m_position] != m_separator && data[m_position] != '\n' &&
             data[m_position] != '\r') {
        ++m_position;
      }
      cells.push_back({m_text.substr(begin, m_position - begin), false});
    }
    if (m_position == size) {
      return true;
    }
    const char end = data[m_position++];
    if (end == m_separator) {
      continue;
    }
    if (end == '\r' && m_position < size && data[m_position] == '\n') {
      ++m_position;
    }
    ++m_line;
    return true;
  }
}

}  // namespace baryscope
