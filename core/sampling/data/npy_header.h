/// The header of a NumPy array file (.npy, versions 1 to 3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/sampling/data/data_file.h"

namespace baryscope {

struct NpyHeader {
  /// 'f' float, 'i' signed, 'u' unsigned, 'b' boolean, 'S' bytes, 'U' Unicode (4 bytes a
  /// character).
  char kind = 'f';
  std::size_t item_size = 8;  ///< bytes
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::size_t> shape;  ///< one or two sizes
  std::size_t n_items = 0;

  [[nodiscard]] std::size_t n_rows() const { return shape[0]; }
  [[nodiscard]] std::size_t n_columns() const { return shape.size() == 2 ? shape[1] : 1; }
};

/// Reads the header; the file then stands at the first item. Throws DataError where the file is no
/// NPY file, holds objects (pickle), records, complex numbers or dates, has more than two axes, or
/// another size than its header says.
NpyHeader read_npy_header(DataFile& file);

}  // namespace baryscope
