/// The header of a safetensors file: names, types, shapes and places of its tensors. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace baryscope {

/// A file that breaks the format's rules, or cannot be read. Also known as `Safetensors::Error`.
class SafetensorsError : public Error {
 public:
  using Error::Error;
};

/// The element types that are read and written.
enum class ElementType {
  boolean,
  u8,
  i8,
  u16,
  i16,
  f16,
  bf16,
  u32,
  i32,
  f32,
  u64,
  i64,
  f64,
};

/// Bytes an element.
std::uint64_t element_size(ElementType type);
/// "BF16", as the header spells it.
std::string_view element_name(ElementType type);

struct SafetensorsEntry {
  std::string name;
  ElementType type = ElementType::f32;
  std::vector<std::int64_t> shape;
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
/// against offsets, holes, overlap, the file's size. Throws SafetensorsError naming `path` and the
/// rule that is broken.
SafetensorsHeader parse_safetensors_header(std::string_view file,
                                           const std::filesystem::path& path);

}  // namespace baryscope
