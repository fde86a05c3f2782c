/// A labelled table of numbers, as it is sampled, drawn and written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// The rows of a file as they stand in it, so that they come back verbatim.
struct SourceRows {
  std::string text;                 ///< the file's bytes without the rows that were left out
  std::vector<std::size_t> begins;  ///< [n_points + 1] where each row begins in `text`, with its
                                    ///< line end
  /// The header row as read (with a byte order mark), without its line end; empty: there was none.
  std::string header;
  /// [columns of the file] as told apart where names occur twice.
  std::vector<std::string> names;
  bool has_equal_names = false;  ///< the header's own would not tell its columns apart
  char separator = ',';
  /// [columns of the file] what each holds: a feature's number, or one of the values below.
  std::vector<std::int32_t> columns;
  static constexpr std::int32_t label = -1, origin = -2, simplex = -3, coordinates = -4;
};

struct DataSet {
  std::string name;                   ///< "two-moons", "credit.csv"
  Matrix points;                      ///< [n_points, n_features], all finite
  std::vector<std::string> features;  ///< [n_features] names of the columns
  std::vector<int> labels;            ///< [n_points] index in `classes`
  /// Names, ascending as numbers where all are numbers, else by their bytes.
  std::vector<std::string> classes;
  std::string label_name = "label";
  /// Where the label column stood among all columns of the file; generated data: the last.
  int label_column = 0;
  std::shared_ptr<const SourceRows> source;  ///< of a CSV file; null otherwise
  /// [n_points] the number of each row among the data rows of its file, where rows with missing
  /// values were left out; empty: the rows' own numbers.
  std::vector<std::int32_t> input_rows;
  std::vector<std::string> notes;  ///< sentences a person should know ("12 rows …")

  [[nodiscard]] int n_points() const { return points.n_rows; }
  [[nodiscard]] int n_features() const { return points.n_columns; }
  [[nodiscard]] int n_classes() const { return static_cast<int>(classes.size()); }
  /// A class's name as it stands in sentences, whichever way its letters run.
  [[nodiscard]] std::string class_words(int label) const;
  /// Points per class.
  [[nodiscard]] std::vector<std::size_t> class_counts() const;
  /// The class with most points; ties to the lower index.
  [[nodiscard]] int majority() const;
  /// Rows of `points` that have this label, ascending.
  [[nodiscard]] std::vector<int> rows_of(int label) const;
};

}  // namespace baryscope
