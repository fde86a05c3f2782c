/// Data files as bytes, and what their readers say about them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/input_file.h"
#include "core/base/progress.h"
#include "core/sampling/data/data_source.h"

namespace baryscope {

/// What bounds the memory of a reader.
inline constexpr std::size_t most_file_bytes = std::size_t{4} << 30;
inline constexpr std::size_t most_columns = 1'000'000;
inline constexpr std::size_t most_values = std::size_t{1} << 29;  ///< numbers of all features
inline constexpr std::size_t most_classes = 1000;
inline constexpr std::size_t most_name_bytes = 4096;  ///< of a column's or class's name

/// A plain file, open for reading. Throws DataError where InputFile refuses it, or where it is
/// larger than most_file_bytes.
class DataFile {
 public:
  explicit DataFile(std::string path);

  [[nodiscard]] const std::string& path() const { return m_path; }
  [[nodiscard]] std::size_t size() const { return m_file->size(); }
  /// The next n_bytes; DataError where the file ends before.
  void read(char* target, std::size_t n_bytes);
  /// The whole file as text: DataError where a byte is NUL.
  std::string read_text(const Watch& watch);

 private:
  std::string m_path;
  std::unique_ptr<InputFile> m_file;
};

/// "cannot read <path>: <what>".
std::string reading_failure(const std::string& path, const std::string& what);
[[noreturn]] void fail_reading(const std::string& path, const std::string& what);

/// "… rows of … numbers are more than …".
[[noreturn]] void fail_too_many_values(const std::string& path, std::size_t n_columns);

/// A value in quotes for a message: at most 40 bytes, without control characters or broken UTF-8.
std::string shown(std::string_view value);

/// Whole numbers of features that no double holds: which columns they stand in, and a note on them.
class RoundedNumbers {
 public:
  void add(std::size_t column) { ++m_counts[column]; }
  /// `names` of all columns that add() was given. Nothing where there are none.
  [[nodiscard]] std::optional<std::string> note(std::span<const std::string> names) const;

 private:
  std::map<std::size_t, std::size_t> m_counts;
};
/// Whether a double holds ±magnitude.
bool is_exact_double(std::uint64_t magnitude);

/// "credit.csv" of "/home/me/credit.csv".
std::string file_name(const std::string& path);

/// Throws MissingValueError: "…, or leave such rows out with --missing drop".
[[noreturn]] void fail_missing(const std::string& path, const std::string& what);
/// "3 rows with a missing value are left out; …", the note on them.
std::string dropped_note(std::size_t n_rows);

}  // namespace baryscope
