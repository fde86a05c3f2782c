/// Where data comes from: seeded generators by name, or a CSV or NPY file.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {

/// What is wrong with a data file: place, value, what to do.
class DataError : public Error {
 public:
  using Error::Error;
};

/// A row lacks a value, and such rows are refused; `missing` = drop leaves them out.
class MissingValueError : public DataError {
 public:
  using DataError::DataError;
};

/// A table that another label column may make readable: none of the name that was asked for, too
/// many classes in it, or text among the numbers.
class LabelColumnError : public DataError {
 public:
  LabelColumnError(const std::string& message, std::vector<std::string> columns)
      : DataError(message), m_columns(std::move(columns)) {}
  /// Each as `label-column` takes it, in the order of the file.
  [[nodiscard]] const std::vector<std::string>& columns() const { return m_columns; }

 private:
  std::vector<std::string> m_columns;
};

struct DataRequest {
  std::string data_set = "two-moons";  ///< a generator's name, or the path of a .csv or .npy file
  int n_samples = 400;                 ///< generators: points in total
  double imbalance = 4;                ///< generators: majority over minority; the minority has
                                       ///< round(n_samples / (1 + imbalance)) points, at least 1
  double noise = 0.1;                  ///< generators: standard deviation added to every coordinate
  std::uint64_t seed = 0;
  std::string missing = "refuse";  ///< files: refuse, or drop the rows with a missing value
  /// CSV: the column of the classes by its name or its number from 1 (`=NAME` forces a name);
  /// auto: the one called label, else class, else target, else the last.
  std::string label_column = "auto";

  friend bool operator==(const DataRequest&, const DataRequest&) = default;
};

/// One row a generator, for --list datasets and the window.
struct DataSetInfo {
  std::string name;     ///< "swiss-roll"
  std::string title;    ///< "Swiss roll"
  std::string summary;  ///< one sentence
  int n_features = 2;
};
const std::vector<DataSetInfo>& data_sets();

/// True where `data_set` names a file by its ending (.csv, .npy) and not a generator.
bool is_data_file(const std::string& data_set);
/// The files that a data set is read from: a .csv alone, an .npy with its labels, none of a
/// generator.
std::vector<std::string> data_files(const std::string& data_set);

/// The columns of a file as `label-column` takes them; empty but for a CSV file.
std::vector<std::string> label_choices(const DataSet& data);

/// Generates or reads. Throws UsageError for an unknown name (with the nearest), DataError for a
/// file that is not as expected.
DataSet load_data(const DataRequest& request, const Watch& watch);

}  // namespace baryscope
