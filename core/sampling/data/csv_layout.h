/// What the columns of a CSV file are: separator, header, label, features.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

enum class CellKind { number, missing, text };
/// Empty, NA, N/A, NaN, null, None and ? (letters in either case) are missing values.
CellKind cell_kind(std::string_view trimmed_text);

/// Why a cell is no number: "expected a number; a decimal comma is not read, write 1.5".
std::string why_no_number(std::string_view trimmed_text);

/// The columns that a resampled table adds: origin, simplex, coordinates, with `suffix`.
std::array<std::string, 3> bookkeeping_names(std::string_view suffix);

struct CsvLayout {
  char separator = ',';
  std::size_t text_begin = 0;       ///< behind a byte order mark
  bool has_header = false;          ///< the first row that is not blank
  std::vector<std::string> names;   ///< [columns] all different
  bool has_equal_names = false;     ///< in the file itself
  std::vector<std::int32_t> roles;  ///< [columns] as SourceRows::columns
  int label = 0;                    ///< column
  bool label_named = false;         ///< it is called label, class or target, or was asked for
  int n_features = 0;
  std::vector<std::string> notes;

  /// Whether the file itself tells its columns apart by names.
  [[nodiscard]] bool has_names() const { return has_header && !has_equal_names; }
};

/// From the first rows of `text`, the whole file: a tab, ; or , separates where all of them have
/// equally many cells; a header is a row of texts, or one with a text above numbers or the name of
/// a label column. `label_column` as in DataRequest. Throws DataError for an empty file, one
/// column, two label columns, LabelColumnError for a label column that is not there.
CsvLayout find_csv_layout(const std::string& path, std::string_view text,
                          std::string_view label_column);

}  // namespace baryscope
