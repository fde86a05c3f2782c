/// A GGUF file's bytes from front to end, every length checked against what is left. Free of ATen.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/model/weights/weight_source.h"

namespace baryscope {

/// Complaints are WeightError and name the file, and what is read at that moment.
class GgufByteReader {
 public:
  GgufByteReader(std::string_view file, const std::filesystem::path& path)
      : m_file(file), m_rest(file), m_path(path) {}

  std::string what = "its head";  ///< "tensor 'blk.0.attn_q.weight'"

  [[noreturn]] void fail(const std::string& rule) const {
    throw WeightError(fmt::format("cannot use {}: {}", m_path.string(), rule));
  }
  [[noreturn]] void fail_here(const std::string& rule) const { fail(what + " " + rule); }

  [[nodiscard]] std::uint64_t n_left() const { return m_rest.size(); }
  [[nodiscard]] std::uint64_t place() const { return m_file.size() - m_rest.size(); }

  std::string_view take(std::uint64_t n_bytes) {
    if (n_bytes > m_rest.size()) {
      fail_here(fmt::format("needs {} bytes at byte {}, but the file ends {} bytes after it",
                            n_bytes, place(), m_rest.size()));
    }
    const std::string_view taken = m_rest.substr(0, n_bytes);
    m_rest.remove_prefix(n_bytes);
    return taken;
  }

  template <typename Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  /// Without its length.
  std::string_view text() { return take(number<std::uint64_t>()); }

  /// How many things of at least `least` bytes follow.
  std::uint64_t count(const char* things, std::uint64_t least) {
    const auto n = number<std::uint64_t>();
    if (n > m_rest.size() / least) {
      fail_here(fmt::format("promises {} {}, more than the {} bytes that are left can hold", n,
                            things, m_rest.size()));
    }
    return n;
  }

 private:
  std::string_view m_file, m_rest;
  const std::filesystem::path& m_path;
};

}  // namespace baryscope
