/// The head of a GGUF file: metadata, and names, types, shapes and places of its tensors. Free of
/// ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/gguf_types.h"
#include "core/model/weights/gguf_values.h"

namespace baryscope {

struct GgufTensor {
  std::string name;
  const GgufType* type = nullptr;
  /// The row's length last, as everywhere here; files have it first. No number of the product
  /// overflows, rows are whole blocks.
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;    ///< first byte, counted from data_begin
  std::uint64_t n_bytes = 0;  ///< of a type without a size: 0
};

struct GgufHeader {
  std::uint32_t version = 3;
  GgufValues values;
  std::vector<GgufTensor> tensors;  ///< in the file's order
  std::uint64_t alignment = 32;     ///< bytes
  std::uint64_t data_begin = 0;     ///< file offset of the first tensor's byte
};

/// Parses the start of `file`, the whole file's bytes, of which those of metadata stay in use.
/// Versions 2 and 3, little-endian. Every length is checked against the bytes that are left before
/// anything is made of it. Throws WeightError naming `path`, the tensor or key, and the rule that
/// is broken.
GgufHeader parse_gguf_header(std::string_view file, const std::filesystem::path& path);

}  // namespace baryscope
