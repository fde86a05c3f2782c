/// How data becomes drawn coordinates.
#pragma once

#include "core/sampling/data/data_set.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// Up to three columns are drawn as they are, more by their principal axes; where a scale is given,
/// both after it: columns of different units share a picture then.
DisplayFrame make_display_frame(const DataSet& data, const ColumnScale* scale);

}  // namespace baryscope
