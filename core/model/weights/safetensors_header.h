/// The header of a safetensors file: names, types, shapes and places of its tensors. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/weight_source.h"

namespace baryscope {

struct SafetensorsEntry : TensorEntry {
  std::uint64_t begin = 0;  ///< first byte, counted from the end of the header
  std::uint64_t end = 0;    ///< one past the last
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;        ///< in order of place; they fill the file exactly
  std::map<std::string, std::string> metadata;  ///< `__metadata__`
  std::uint64_t data_begin = 0;                 ///< file offset of the first tensor byte
};

/// Longest header that the format allows, in bytes.
inline constexpr std::uint64_t max_safetensors_header = 100'000'000;

/// Parses the start of `file`, the whole file's bytes. Checked: the header's length against the
/// file and the cap, JSON, duplicate keys, `__metadata__` of strings only, dtype, size by shape
/// against offsets, holes, overlap, the file's size. Throws WeightError naming `path` and the
/// rule that is broken.
SafetensorsHeader parse_safetensors_header(std::string_view file,
                                           const std::filesystem::path& path);

}  // namespace baryscope
