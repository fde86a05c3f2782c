/// Reads a data set from a CSV file.
#pragma once

#include <string>

#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {

/// resources/docs/formats.md says what is read. With `drop_missing` rows with a missing value are
/// left out, else they are refused; `label_column` as in DataRequest. Throws DataError that names
/// row, line, column and value. Rows count from 0 without header and blank lines, as in
/// SyntheticSet; lines from 1.
DataSet read_csv(const std::string& path, bool drop_missing, const std::string& label_column,
                 const Watch& watch);

}  // namespace baryscope
