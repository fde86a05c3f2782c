#include "core/sampling/data/npy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/options/option_spec.h"
#include "core/sampling/data/class_names.h"
#include "core/sampling/data/csv_layout.h"
#include "core/sampling/data/csv_scanner.h"
#include "core/sampling/data/data_file.h"
#include "core/sampling/data/npy_header.h"
#include "core/text/aligned_text.h"

namespace baryscope {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

std::uint64_t bits(const unsigned char* item, std::size_t n_bytes, bool big_endian) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < n_bytes; ++i) {
    word = word << 8 | item[big_endian ? i : n_bytes - 1 - i];
  }
  return word;
}

double half_to_double(std::uint64_t half) {
  const auto exponent = static_cast<int>(half >> 10 & 31);
  const auto fraction = static_cast<double>(half & 1023);
  const double size = exponent == 0    ? std::ldexp(fraction, -24)
                      : exponent == 31 ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                                       : std::ldexp(1024 + fraction, exponent - 25);
  return (half >> 15) != 0 ? -size : size;
}

std::int64_t signed_integer(std::uint64_t word, std::size_t n_bytes) {
  const auto shift = static_cast<int>(64 - 8 * n_bytes);
  return static_cast<std::int64_t>(word << shift) >> shift;
}

double number_of(const NpyHeader& header, std::uint64_t word) {
  switch (header.kind) {
    case 'f':
      return header.item_size == 2   ? half_to_double(word)
             : header.item_size == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(word))
                                     : std::bit_cast<double>(word);
    case 'i':
      return static_cast<double>(signed_integer(word, header.item_size));
    case 'b':
      return word != 0 ? 1 : 0;
    default:
      return static_cast<double>(word);
  }
}

/// Calls `use(number of the item, its bytes)` for every item, in the order of the file.
template <class Use>
void for_each_item(DataFile& file, const NpyHeader& header, const Watch& watch, const Use& use) {
  const std::size_t items_a_block = std::max<std::size_t>(1, block_bytes / header.item_size);
  std::vector<unsigned char> block(std::min(items_a_block, header.n_items) * header.item_size);
  for (std::size_t first = 0; first < header.n_items; first += items_a_block) {
    watch.report(static_cast<double>(first) / static_cast<double>(header.n_items), "reading data");
    const std::size_t n = std::min(items_a_block, header.n_items - first);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes as bytes
    file.read(reinterpret_cast<char*>(block.data()), n * header.item_size);
    for (std::size_t i = 0; i < n; ++i) {
      use(first + i, block.data() + i * header.item_size);
    }
  }
}

/// Row and column of an item of the file.
std::pair<std::size_t, std::size_t> place(const NpyHeader& header, std::size_t item) {
  return header.fortran_order ? std::pair{item % header.n_rows(), item / header.n_rows()}
                              : std::pair{item / header.n_columns(), item % header.n_columns()};
}

/// The label as text; empty: missing.
std::string label_text(const NpyHeader& header, const unsigned char* item, const std::string& path,
                       std::size_t row) {
  std::string text;
  if (header.kind == 'S') {
    text.assign(item, item + header.item_size);
    text.resize(text.find_last_not_of('\0') + 1);
  } else if (header.kind == 'U') {
    std::size_t n = header.item_size / 4;
    const auto character = [&](std::size_t i) { return bits(item + 4 * i, 4, header.big_endian); };
    while (n > 0 && character(n - 1) == 0) {
      --n;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t code = character(i);
      if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
        fail_reading(path, fmt::format("row {}: {:#x} is no Unicode character", row, code));
      }
      append_utf8(text, static_cast<char32_t>(code));
    }
  } else {
    const std::uint64_t word = bits(item, header.item_size, header.big_endian);
    if (header.kind == 'b') {
      return word != 0 ? "True" : "False";
    }
    if (header.kind == 'i') {
      return to_text(signed_integer(word, header.item_size));
    }
    if (header.kind == 'u') {
      return fmt::format("{}", word);
    }
    const double number = number_of(header, word);
    if (std::isinf(number)) {
      fail_reading(path, fmt::format("row {}: the label is infinite", row));
    }
    return std::isnan(number) ? std::string() : to_text(number);
  }
  if (cell_kind(trimmed(text)) == CellKind::missing) {
    return {};  // what numpy makes of a missing value by astype(str)
  }
  if (!is_utf8(text)) {
    fail_reading(path, fmt::format("row {}: the label {} is not UTF-8", row, shown(text)));
  }
  if (text.find('\0') != std::string::npos) {
    fail_reading(path, fmt::format("row {}: the label {} holds a NUL character, which no table of "
                                   "text can; expected text",
                                   row, shown(text)));
  }
  return text;
}

void read_labels(const std::string& path, std::size_t n_rows, const std::string& points_path,
                 const Watch& watch, ClassNames& names, DataSet& data, std::vector<bool>& missing) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    fail_reading(points_path, "the labels are expected beside it in " + path +
                                  ": an array with a label a row, number or text");
  }
  DataFile file(path);
  const NpyHeader header = read_npy_header(file);
  if (header.item_size > 4 * most_name_bytes) {
    fail_reading(path, fmt::format("its labels have {} bytes each; expected {} at most",
                                   header.item_size, 4 * most_name_bytes));
  }
  if (header.n_columns() != 1 || header.n_rows() != n_rows) {
    fail_reading(path, fmt::format("it has {} x {} labels for {} rows; expected a label a row",
                                   header.n_rows(), header.n_columns(), n_rows));
  }
  data.labels.reserve(n_rows);
  for_each_item(file, header, watch, [&](std::size_t row, const unsigned char* item) {
    const std::string text = label_text(header, item, path, row);
    data.labels.push_back(text.empty() ? 0 : names.add(text));
    missing[row] = text.empty();
    if (names.n_spellings() > most_classes) {
      fail_reading(path, fmt::format("it has more than {} different values; expected classes",
                                     most_classes));
    }
  });
}

bool is_rounded(const NpyHeader& header, std::uint64_t word) {
  if (header.kind == 'u') {
    return !is_exact_double(word);
  }
  if (header.kind != 'i') {
    return false;
  }
  const std::int64_t number = signed_integer(word, header.item_size);
  const auto magnitude = static_cast<std::uint64_t>(number);
  return !is_exact_double(number < 0 ? 0 - magnitude : magnitude);
}

void read_points(DataFile& file, const NpyHeader& header, const Watch& watch, Matrix& points,
                 std::vector<bool>& missing, RoundedNumbers& rounded) {
  points = Matrix(static_cast<int>(header.n_rows()), static_cast<int>(header.n_columns()));
  for_each_item(file, header, watch, [&](std::size_t i, const unsigned char* item) {
    const auto [row, column] = place(header, i);
    const std::uint64_t word = bits(item, header.item_size, header.big_endian);
    const double number = number_of(header, word);
    if (!missing[row] && is_rounded(header, word)) {
      rounded.add(column);
    }
    if (std::isinf(number)) {
      fail_reading(file.path(), fmt::format("row {}, column {}: {}: expected a finite number", row,
                                            column, to_text(number)));
    }
    if (std::isnan(number)) {
      missing[row] = true;
    }
    points(static_cast<int>(row), static_cast<int>(column)) = number;
  });
}

void refuse_missing(const std::string& path, const std::string& labels_path, const Matrix& points,
                    const std::vector<bool>& missing) {
  const auto found = std::find(missing.begin(), missing.end(), true);
  if (found == missing.end()) {
    return;
  }
  const auto row = static_cast<int>(found - missing.begin());
  for (int column = 0; column < points.n_columns; ++column) {
    if (std::isnan(points(row, column))) {
      fail_missing(path,
                   fmt::format("row {}, column {}: 'nan': the value is missing", row, column));
    }
  }
  fail_missing(labels_path, fmt::format("row {}: the label is missing", row));
}

/// Moves the rows that are complete to the front.
void drop_missing_rows(const std::vector<bool>& missing, DataSet& data) {
  int n_kept = 0;
  for (int row = 0; row < data.points.n_rows; ++row) {
    if (!missing[static_cast<std::size_t>(row)]) {
      const auto from = data.points.row(row);
      std::copy(from.begin(), from.end(), data.points.row(n_kept).begin());
      data.labels[static_cast<std::size_t>(n_kept)] = data.labels[static_cast<std::size_t>(row)];
      data.input_rows.push_back(row);
      ++n_kept;
    }
  }
  data.notes.push_back(dropped_note(static_cast<std::size_t>(data.points.n_rows - n_kept)));
  data.points.n_rows = n_kept;
  data.points.data.resize(static_cast<std::size_t>(n_kept) *
                          static_cast<std::size_t>(data.points.n_columns));
  data.labels.resize(static_cast<std::size_t>(n_kept));
}

}  // namespace

std::string labels_file(const std::string& path) {
  return path.substr(0, path.size() - std::string_view(".npy").size()) + ".labels.npy";
}

DataSet read_npy(const std::string& path, bool drop_missing, const Watch& watch) {
  const std::string stem = path.substr(0, path.size() - std::string_view(".npy").size());
  if (stem.ends_with(".labels")) {
    fail_reading(path, "these are labels; give the file of the points, " +
                           stem.substr(0, stem.size() - std::string_view(".labels").size()) +
                           ".npy");
  }
  const std::string labels_path = labels_file(path);
  DataFile file(path);
  const NpyHeader header = read_npy_header(file);
  if (header.kind == 'S' || header.kind == 'U') {
    fail_reading(path, "it holds text; expected numbers (text is read as labels only)");
  }
  DataSet data;
  data.name = file_name(path);
  ClassNames names;
  std::vector<bool> missing(header.n_rows());
  read_labels(labels_path, header.n_rows(), path, watch, names, data, missing);
  RoundedNumbers rounded;
  read_points(file, header, watch, data.points, missing, rounded);
  if (!drop_missing) {
    refuse_missing(path, labels_path, data.points, missing);
  } else if (std::find(missing.begin(), missing.end(), true) != missing.end()) {
    drop_missing_rows(missing, data);
  }
  for (int column = 0; column < data.n_features(); ++column) {
    data.features.push_back("x" + to_text(std::int64_t{column}));
  }
  if (auto note = rounded.note(data.features)) {
    data.notes.push_back(*std::move(note));
  }
  data.label_column = data.n_features();
  settle_classes(data, names, path);
  return data;
}

}  // namespace baryscope
