/// Reads a data set from two NumPy files: NAME.npy and NAME.labels.npy.
#pragma once

#include <string>

#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"

namespace baryscope {

/// "NAME.labels.npy" for NAME.npy.
std::string labels_file(const std::string& path);

/// `path` is NAME.npy: [n, d] or [n] numbers; beside it the labels, [n] or [n, 1] numbers or text.
/// Missing values are NaN. Throws DataError that names the file and, for a value, row and column
/// from 0.
DataSet read_npy(const std::string& path, bool drop_missing, const Watch& watch);

}  // namespace baryscope
