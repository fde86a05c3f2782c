/// The types of numbers that files of weights hold. Free of ATen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

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
/// "BF16", as safetensors spell it.
std::string_view element_name(ElementType type);
std::optional<ElementType> find_element_type(std::string_view name);
/// "BOOL, U8, …"
std::string element_names();

}  // namespace baryscope
