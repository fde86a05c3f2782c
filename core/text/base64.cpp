#include "core/text/base64.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace baryscope {
namespace {

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::size_t group = 4;
  if (text.size() % group != 0) return std::nullopt;
  std::size_t n_padding = 0;
  for (; n_padding < 2 && text.ends_with('='); ++n_padding) text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() * 3 / group);
  std::uint32_t bits = 0;
  unsigned n_bits = 0;
  for (const char c : text) {
    const int value = sextet(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    n_bits += 6;
    if (n_bits < 8) continue;
    n_bits -= 8;
    bytes += static_cast<char>((bits >> n_bits) & 0xFF);
  }
  const bool rest_is_zero = (bits & ((1U << n_bits) - 1)) == 0;
  if (n_bits != 2 * n_padding || !rest_is_zero) return std::nullopt;
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::size_t from = 3, to = 4;
  std::string text;
  text.reserve((bytes.size() + from - 1) / from * to);
  for (std::size_t at = 0; at < bytes.size(); at += from) {
    const std::size_t n = std::min(from, bytes.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < from; ++i)
      bits = (bits << 8) | (i < n ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < to; ++i)
      text += i <= n ? alphabet[(bits >> (18 - 6 * i)) & 0x3F] : '=';
  }
  return text;
}

}  // namespace baryscope
