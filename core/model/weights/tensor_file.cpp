#include "core/model/weights/tensor_file.h"

#include <ATen/ATen.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

namespace baryscope {
namespace {

constexpr std::array<std::pair<ElementType, at::ScalarType>, 13> scalar_types = {{
    {ElementType::boolean, at::kBool},
    {ElementType::u8, at::kByte},
    {ElementType::i8, at::kChar},
    {ElementType::u16, at::kUInt16},
    {ElementType::i16, at::kShort},
    {ElementType::f16, at::kHalf},
    {ElementType::bf16, at::kBFloat16},
    {ElementType::u32, at::kUInt32},
    {ElementType::i32, at::kInt},
    {ElementType::f32, at::kFloat},
    {ElementType::u64, at::kUInt64},
    {ElementType::i64, at::kLong},
    {ElementType::f64, at::kDouble},
}};

at::ScalarType scalar_type(ElementType type) {
  for (const auto& [element, scalar] : scalar_types) {
    if (element == type) {
      return scalar;
    }
  }
  throw CheckFailed("an element type without a scalar type");
}

ElementType element_type(at::ScalarType type) {
  for (const auto& [element, scalar] : scalar_types) {
    if (scalar == type) {
      return element;
    }
  }
  throw WeightError(std::string("safetensors files hold no tensors of type ") + at::toString(type));
}

}  // namespace

at::Tensor tensor(const WeightSource& source, std::string_view name) {
  const TensorEntry& entry = source.entry(name);
  const auto [bytes, owner] = source.read(name);
  const auto options = at::TensorOptions().dtype(scalar_type(entry.type)).device(at::kCPU);
  const auto address = reinterpret_cast<std::uintptr_t>(bytes.data());
  if (bytes.empty() || address % element_size(entry.type) != 0) {
    at::Tensor copy = at::empty(entry.shape, options);
    if (!bytes.empty()) {
      std::memcpy(copy.data_ptr(), bytes.data(), bytes.size());
    }
    return copy;
  }
  // from_blob wants a pointer to writable bytes; the mapping is read-only and nobody writes.
  void* data = const_cast<char*>(bytes.data());
  return at::from_blob(
      data, entry.shape, [kept = owner](void* /*data*/) mutable { kept.reset(); }, options);
}

void write_tensors(const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                   const std::map<std::string, std::string>& metadata,
                   const std::filesystem::path& target) {
  std::vector<at::Tensor> plain;
  std::vector<SafetensorsTensor> rows;
  plain.reserve(tensors.size());
  rows.reserve(tensors.size());
  for (const auto& [name, value] : tensors) {
    plain.push_back(value.detach().to(at::kCPU).contiguous());
    const at::Tensor& last = plain.back();
    rows.push_back({name,
                    element_type(last.scalar_type()),
                    last.sizes().vec(),
                    {static_cast<const char*>(last.data_ptr()), last.nbytes()}});
  }
  write_safetensors(std::move(rows), metadata, target);
}

}  // namespace baryscope
