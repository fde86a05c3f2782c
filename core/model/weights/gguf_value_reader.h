/// How GGUF's metadata lie in a file. Free of ATen.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/model/weights/gguf_byte_reader.h"
#include "core/model/weights/gguf_values.h"

namespace baryscope {

/// The next n_values keys with their values, which stay in `file`, the bytes that `reader` goes
/// through. Throws WeightError for an empty, too long or repeated key, an unknown kind, nested
/// arrays, and whatever leads beyond the file.
GgufValues::Map read_gguf_values(GgufByteReader& reader, std::uint64_t n_values,
                                 std::string_view file);

}  // namespace baryscope
