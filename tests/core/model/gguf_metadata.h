/// Metadata of a GGUF file that is made in memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/weights/gguf_values.h"

namespace baryscope {

/// Values live as long as this.
class GgufMetadata {
 public:
  GgufMetadata& text(const std::string& key, std::string_view value) {
    return put(key, GgufKind::text, false, 1, counted(value));
  }
  GgufMetadata& texts(const std::string& key, const std::vector<std::string>& values) {
    std::string bytes;
    for (const std::string& value : values) bytes += counted(value);
    return put(key, GgufKind::text, true, values.size(), bytes);
  }
  GgufMetadata& integer(const std::string& key, std::uint32_t value) {
    return put(key, GgufKind::u32, false, 1, raw(value));
  }
  GgufMetadata& integers(const std::string& key, const std::vector<std::int32_t>& values) {
    return put(key, GgufKind::i32, true, values.size(), raws(values));
  }
  GgufMetadata& numbers(const std::string& key, const std::vector<float>& values) {
    return put(key, GgufKind::f32, true, values.size(), raws(values));
  }
  GgufMetadata& flag(const std::string& key, bool value) {
    return put(key, GgufKind::boolean, false, 1, std::string(1, value ? '\1' : '\0'));
  }
  GgufMetadata& bytes(const std::string& key, const std::string& values) {
    return put(key, GgufKind::u8, true, values.size(), values);
  }
  GgufMetadata& without(const std::string& key) {
    m_values.erase(key);
    return *this;
  }
  [[nodiscard]] GgufValues values() const { return {"small.gguf", m_values}; }

 private:
  template <typename Number>
  static std::string raw(Number number) {
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
  }
  template <typename Number>
  static std::string raws(const std::vector<Number>& numbers) {
    std::string bytes;
    for (const Number number : numbers) bytes += raw(number);
    return bytes;
  }
  static std::string counted(std::string_view text) {
    return raw(static_cast<std::uint64_t>(text.size())) + std::string(text);
  }
  GgufMetadata& put(const std::string& key, GgufKind kind, bool is_array, std::uint64_t n,
                    std::string bytes) {
    const std::string& kept = m_bytes.emplace_back(std::move(bytes));
    m_values[key] = {kind, is_array, n, kept};
    return *this;
  }

  std::deque<std::string> m_bytes;
  GgufValues::Map m_values;
};

}  // namespace baryscope
