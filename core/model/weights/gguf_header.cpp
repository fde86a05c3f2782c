#include "core/model/weights/gguf_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "core/model/weights/gguf_byte_reader.h"
#include "core/model/weights/gguf_value_reader.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {
namespace {

constexpr std::string_view magic = "GGUF";
constexpr std::size_t longest_tensor_name = 63;  // what the programs that write them hold
constexpr std::uint32_t most_dimensions = 4;
constexpr std::uint64_t default_alignment = 32;
constexpr std::uint64_t largest_alignment = std::uint64_t{1} << 20U;

// The number of elements; nothing where it overflows.
std::optional<std::uint64_t> n_elements(const std::vector<std::int64_t>& shape) {
  std::uint64_t n = 1;
  for (const std::int64_t size : shape) {
    const auto factor = static_cast<std::uint64_t>(size);
    if (n > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / factor) {
      return std::nullopt;
    }
    n *= factor;
  }
  return n;
}

std::vector<std::int64_t> read_shape(GgufByteReader& reader) {
  const auto n_dimensions = reader.number<std::uint32_t>();
  if (n_dimensions == 0 || n_dimensions > most_dimensions) {
    reader.fail_here(
        fmt::format("has {} dimensions, expected 1 to {}", n_dimensions, most_dimensions));
  }
  std::vector<std::int64_t> shape;
  for (std::uint32_t dimension = 0; dimension < n_dimensions; ++dimension) {
    const auto size = reader.number<std::uint64_t>();
    if (size == 0 || size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      reader.fail_here(fmt::format("has a dimension of {}, expected 1 or more", size));
    }
    shape.push_back(static_cast<std::int64_t>(size));
  }
  std::ranges::reverse(shape);
  return shape;
}

const GgufType* read_type(GgufByteReader& reader) {
  const auto number = reader.number<std::uint32_t>();
  const GgufType* type = find_gguf_type(number);
  if (type == nullptr) {
    reader.fail_here(fmt::format("has the unknown type {}; this version reads {}", number,
                                 readable_gguf_types()));
  }
  return type;
}

GgufTensor read_tensor(GgufByteReader& reader, std::uint64_t index, std::uint64_t alignment) {
  GgufTensor tensor;
  reader.what = fmt::format("tensor {}", index);
  const std::string_view name = reader.text();
  if (name.empty() || name.size() > longest_tensor_name) {
    reader.fail_here(
        fmt::format("has a name of {} bytes, expected 1 to {}", name.size(), longest_tensor_name));
  }
  tensor.name = name;
  reader.what = fmt::format("tensor '{}'", gguf_words(name));
  tensor.shape = read_shape(reader);
  tensor.type = read_type(reader);
  tensor.begin = reader.number<std::uint64_t>();
  if (tensor.begin % alignment != 0) {
    reader.fail_here(
        fmt::format("begins at byte {} of the data, which is no multiple of the alignment {}",
                    tensor.begin, alignment));
  }
  const std::optional<std::uint64_t> n = n_elements(tensor.shape);
  if (!n) {
    reader.fail_here(
        "has more numbers than can be counted: the product of its dimensions overflows");
  }
  const GgufType& type = *tensor.type;
  if (static_cast<std::uint64_t>(tensor.shape.back()) % type.block_size != 0) {
    reader.fail_here(fmt::format("has rows of {} numbers, no multiple of the block of {} of {}",
                                 tensor.shape.back(), type.block_size, type.name));
  }
  const std::uint64_t n_blocks = *n / type.block_size;
  if (type.block_bytes > 0 &&
      n_blocks > std::numeric_limits<std::uint64_t>::max() / type.block_bytes) {
    reader.fail_here("has more bytes than can be counted: its size overflows");
  }
  tensor.n_bytes = n_blocks * type.block_bytes;
  return tensor;
}

std::uint64_t alignment_of(const GgufByteReader& reader, const GgufValues& values) {
  const GgufValue* found = values.find("general.alignment");
  if (found == nullptr) {
    return default_alignment;
  }
  const bool is_u32 = !found->is_array && found->kind == GgufKind::u32;
  const auto alignment =
      is_u32 ? static_cast<std::uint64_t>(values.integer("general.alignment")) : std::uint64_t{0};
  const bool is_power = alignment > 0 && (alignment & (alignment - 1)) == 0;
  if (!is_power || alignment > largest_alignment) {
    reader.fail(fmt::format(
        "general.alignment is {}, expected a u32, a power of two up to {}",
        is_u32 ? fmt::format("{}", alignment)
               : std::string(found->is_array ? "an array" : gguf_kind_name(found->kind)),
        largest_alignment));
  }
  return alignment;
}

// Every tensor within the file, none on another.
void check_places(const GgufByteReader& reader, const GgufHeader& header,
                  std::uint64_t n_file_bytes) {
  const std::uint64_t n_data = n_file_bytes - std::min(n_file_bytes, header.data_begin);
  std::vector<const GgufTensor*> by_place;
  for (const GgufTensor& tensor : header.tensors) {
    if (tensor.begin > n_data || tensor.n_bytes > n_data - tensor.begin) {
      reader.fail(
          fmt::format("tensor '{}' is said to take {} bytes from byte {} of the data, but the file "
                      "has {} bytes of "
                      "data; it is cut short or damaged",
                      gguf_words(tensor.name), tensor.n_bytes, tensor.begin, n_data));
    }
    by_place.push_back(&tensor);
  }
  std::ranges::sort(by_place, {}, &GgufTensor::begin);
  for (std::size_t index = 1; index < by_place.size(); ++index) {
    const GgufTensor& before = *by_place[index - 1];
    if (before.begin + before.n_bytes > by_place[index]->begin) {
      reader.fail(fmt::format("tensors '{}' and '{}' overlap", gguf_words(before.name),
                              gguf_words(by_place[index]->name)));
    }
  }
}

// 2 or 3; what else is there is told apart.
std::uint32_t read_version(GgufByteReader& reader) {
  const auto version = reader.number<std::uint32_t>();
  constexpr std::uint32_t low_half = 0xFFFF;
  if (version != 0 && (version & low_half) == 0) {
    reader.fail("it is big-endian (version " + fmt::format("{:#x}", version) +
                "); this version reads little-endian files");
  }
  if (version == 1) {
    reader.fail(
        "it is of GGUF version 1, of August 2023; make it anew from the model it was made of");
  }
  if (version != 2 && version != 3) {
    reader.fail(fmt::format("it is of GGUF version {}; this version reads 2 and 3", version));
  }
  return version;
}

}  // namespace

GgufHeader parse_gguf_header(std::string_view file, const std::filesystem::path& path) {
  GgufByteReader reader(file, path);
  if (file.empty()) {
    reader.fail("it is empty");
  }
  if (!file.starts_with(magic)) {
    reader.fail("it is no GGUF file: its first four bytes are not \"GGUF\"");
  }
  static_cast<void>(reader.take(magic.size()));
  GgufHeader header;
  header.version = read_version(reader);
  constexpr std::uint64_t least_tensor = 8 + 1 + 4 + 8 + 4 + 8;
  constexpr std::uint64_t least_value = 8 + 1 + 4 + 1;
  const std::uint64_t n_tensors = reader.count("tensors", least_tensor);
  const std::uint64_t n_values = reader.count("keys", least_value);
  header.values = GgufValues(path, read_gguf_values(reader, n_values, file));
  header.alignment = alignment_of(reader, header.values);
  std::set<std::string, std::less<>> names;
  for (std::uint64_t index = 0; index < n_tensors; ++index) {
    GgufTensor tensor = read_tensor(reader, index, header.alignment);
    if (!names.insert(tensor.name).second) {
      reader.fail_here("is there twice");
    }
    header.tensors.push_back(std::move(tensor));
  }
  const std::uint64_t past = reader.place() + header.alignment - 1;
  header.data_begin = past - past % header.alignment;
  check_places(reader, header, file.size());
  return header;
}

}  // namespace baryscope
