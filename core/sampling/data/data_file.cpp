#include "core/sampling/data/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <utility>

#include "core/options/option_spec.h"
#include "core/text/direction.h"

namespace baryscope {

DataFile::DataFile(std::string path)
    : m_path(std::move(path)),
      m_file(reading_as<DataError>([&] { return std::make_unique<InputFile>(m_path); })) {
  if (size() > most_file_bytes) {
    fail_reading(m_path, fmt::format("it has {} bytes, more than the {} that are read; take a part "
                                     "of it",
                                     size(), most_file_bytes));
  }
}

void DataFile::read(char* target, std::size_t n_bytes) {
  const std::size_t n_read = reading_as<DataError>([&] { return m_file->read(target, n_bytes); });
  if (n_read < n_bytes) {
    fail_reading(m_path, fmt::format("it ends {} bytes too early", n_bytes - n_read));
  }
}

std::string DataFile::read_text(const Watch& watch) {
  constexpr std::size_t block = std::size_t{4} << 20;
  std::string text;
  text.reserve(size());
  while (text.size() < size()) {
    watch.check();
    const std::size_t begin = text.size();
    text.resize(std::min(begin + block, size()));
    read(text.data() + begin, text.size() - begin);
    if (begin == 0 && (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))) {
      fail_reading(m_path, "it is UTF-16 text; save it as UTF-8");
    }
    const std::size_t zero = text.find('\0', begin);
    if (zero != std::string::npos) {
      fail_reading(m_path, fmt::format("byte {} is NUL: no text, or UTF-16; expected UTF-8", zero));
    }
  }
  return text;
}

std::string reading_failure(const std::string& path, const std::string& what) {
  return "cannot read " + path + ": " + what;
}

void fail_reading(const std::string& path, const std::string& what) {
  throw DataError(reading_failure(path, what));
}

void fail_too_many_values(const std::string& path, std::size_t n_columns) {
  fail_reading(path,
               fmt::format("its rows of {} numbers are more than the {} numbers that are read; "
                           "take a part of it",
                           n_columns, most_values));
}

std::string shown(std::string_view value) {
  constexpr std::size_t longest = 40;
  const bool cut = value.size() > longest;
  value = value.substr(0, longest);
  // A cut inside a character leaves up to three of its bytes.
  for (int i = 0; cut && i < 3 && !is_utf8(value); ++i) {
    value.remove_suffix(1);
  }
  const bool readable = is_utf8(value);
  std::string text;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !readable) ? '?' : c;
  }
  return "'" + (readable ? isolated(text) : text) + (cut ? "…'" : "'");
}

bool is_exact_double(std::uint64_t magnitude) {
  return magnitude == 0 || std::bit_width(magnitude) - std::countr_zero(magnitude) <= 53;
}

std::optional<std::string> RoundedNumbers::note(std::span<const std::string> names) const {
  if (m_counts.empty()) {
    return std::nullopt;
  }
  std::size_t n = 0;
  for (const auto& [column, count] : m_counts) {
    n += count;
  }
  const std::string place = m_counts.size() == 1
                                ? "column " + shown(names[m_counts.begin()->first])
                                : fmt::format("{} columns, the first of them {}", m_counts.size(),
                                              shown(names[m_counts.begin()->first]));
  return fmt::format(
      "{} in {} {} more digits than a double holds (whole numbers past 2^53): distances and new "
      "points use the nearest double",
      n == 1 ? "1 whole number" : fmt::format("{} whole numbers", n), place,
      n == 1 ? "has" : "have");
}

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

void fail_missing(const std::string& path, const std::string& what) {
  throw MissingValueError(
      reading_failure(path, what + "; fill it in, or leave such rows out with --missing drop"));
}

std::string dropped_note(std::size_t n_rows) {
  return fmt::format(
      "{} with a missing value {} left out; simplices name rows by their number in the file",
      n_rows == 1 ? "1 row" : fmt::format("{} rows", n_rows), n_rows == 1 ? "is" : "are");
}

}  // namespace baryscope
