#include "core/model/weights/gguf_value_reader.h"

#include <fmt/format.h>

#include <string>

namespace baryscope {
namespace {

constexpr std::size_t longest_key = 65535;  // as the format says

GgufKind read_kind(GgufByteReader& reader) {
  const auto number = reader.number<std::uint32_t>();
  if (number > static_cast<std::uint32_t>(GgufKind::f64)) {
    reader.fail_here(fmt::format("has the unknown kind {} of value", number));
  }
  return static_cast<GgufKind>(number);
}

// The bytes of a value of this kind that is no array; a text's with its length.
std::string_view read_plain(GgufByteReader& reader, GgufKind kind, std::string_view file) {
  if (const std::uint64_t size = gguf_kind_size(kind); size > 0) {
    return reader.take(size);
  }
  const std::uint64_t begin = reader.place();
  static_cast<void>(reader.text());
  return file.substr(begin, reader.place() - begin);
}

GgufValue read_value(GgufByteReader& reader, std::string_view file) {
  GgufValue value;
  value.kind = read_kind(reader);
  if (value.kind != GgufKind::array) {
    value.bytes = read_plain(reader, value.kind, file);
    return value;
  }
  value.is_array = true;
  value.kind = read_kind(reader);
  if (value.kind == GgufKind::array) {
    reader.fail_here("is an array of arrays, which no key has");
  }
  const std::uint64_t size = gguf_kind_size(value.kind);
  value.n_values = reader.count("values", size > 0 ? size : sizeof(std::uint64_t));
  if (size > 0) {
    value.bytes = reader.take(value.n_values * size);
    return value;
  }
  const std::uint64_t begin = reader.place();
  for (std::uint64_t index = 0; index < value.n_values; ++index) {
    static_cast<void>(reader.text());
  }
  value.bytes = file.substr(begin, reader.place() - begin);
  return value;
}

}  // namespace

GgufValues::Map read_gguf_values(GgufByteReader& reader, std::uint64_t n_values,
                                 std::string_view file) {
  GgufValues::Map values;
  for (std::uint64_t index = 0; index < n_values; ++index) {
    reader.what = fmt::format("key {}", index);
    const std::string_view key = reader.text();
    if (key.empty()) {
      reader.fail_here("is empty");
    }
    if (key.size() > longest_key) {
      reader.fail_here(
          fmt::format("has {} bytes, at most {} are allowed", key.size(), longest_key));
    }
    reader.what = fmt::format("key '{}'", gguf_words(key));
    GgufValue value = read_value(reader, file);
    if (!values.emplace(std::string(key), value).second) {
      reader.fail_here("occurs twice");
    }
  }
  return values;
}

}  // namespace baryscope
