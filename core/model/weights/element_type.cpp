#include "core/model/weights/element_type.h"

#include <algorithm>
#include <array>

namespace baryscope {
namespace {

struct TypeRow {
  ElementType type;
  std::string_view name;
  std::uint64_t size;
};

constexpr std::array<TypeRow, 13> type_rows = {{
    {ElementType::boolean, "BOOL", 1},
    {ElementType::u8, "U8", 1},
    {ElementType::i8, "I8", 1},
    {ElementType::u16, "U16", 2},
    {ElementType::i16, "I16", 2},
    {ElementType::f16, "F16", 2},
    {ElementType::bf16, "BF16", 2},
    {ElementType::u32, "U32", 4},
    {ElementType::i32, "I32", 4},
    {ElementType::f32, "F32", 4},
    {ElementType::u64, "U64", 8},
    {ElementType::i64, "I64", 8},
    {ElementType::f64, "F64", 8},
}};

const TypeRow& type_row(ElementType type) {
  return *std::find_if(type_rows.begin(), type_rows.end(),
                       [type](const TypeRow& row) { return row.type == type; });
}

}  // namespace

std::uint64_t element_size(ElementType type) { return type_row(type).size; }

std::string_view element_name(ElementType type) { return type_row(type).name; }

std::optional<ElementType> find_element_type(std::string_view name) {
  for (const TypeRow& row : type_rows) {
    if (row.name == name) {
      return row.type;
    }
  }
  return std::nullopt;
}

std::string element_names() {
  std::string names;
  for (const TypeRow& row : type_rows) {
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  return names;
}

}  // namespace baryscope
