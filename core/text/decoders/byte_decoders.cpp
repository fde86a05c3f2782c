#include "core/text/decoders/byte_decoders.h"

#include <unicode/utf8.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/text/byte_alphabet.h"

namespace baryscope {
namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";  // U+FFFD

/// The code point at `at`, moved past it or past the longest part of it that is there; negative: no
/// valid one.
UChar32 next_code_point(std::string_view bytes, std::size_t& at) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto place = static_cast<std::int64_t>(at);
  UChar32 c = 0;
  U8_NEXT(data, place, static_cast<std::int64_t>(bytes.size()), c);
  at = static_cast<std::size_t>(place);
  return c;
}

/// The same with U+FFFD for every longest part that begins a character and does not end it.
Decoding with_replacements(const Decoding& text) {
  Decoding result;
  const std::string_view bytes = text.bytes();
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t begin = at;
    if (next_code_point(bytes, at) < 0)
      result.append(k_replacement, text.owner(begin));
    else
      result.append(text, {begin, at});
  }
  result.end_part();
  return result;
}

/// The bytes that a part spells, or its own where a character of it spells none.
void append_spelled(const Decoding& tokens, const Decoding::Part& part, Decoding& result) {
  const std::string_view text = tokens.text(part);
  std::string bytes;
  std::vector<int> owners;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 c = next_code_point(text, at);
    const auto byte = c < 0 ? std::nullopt : find_byte(static_cast<char32_t>(c));
    if (!byte) {
      result.append(tokens, part);
      return;
    }
    bytes += static_cast<char>(*byte);
    owners.push_back(tokens.owner(part.begin + begin));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i)
    result.append(std::string_view(bytes).substr(i, 1), owners[i]);
}

class ByteLevelDecoder : public Decoder {
 public:
  void decode(Decoding& tokens) const override {
    Decoding bytes;
    for (std::size_t i = 0; i < tokens.n_parts(); ++i)
      append_spelled(tokens, tokens.part(i), bytes);
    tokens = with_replacements(bytes);
  }
};

/// Of "<0xE9>".
std::optional<char> find_fallback_byte(std::string_view text) {
  constexpr std::size_t length = 6, first_digit = 3, n_digits = 2;
  if (text.size() != length || !text.starts_with("<0x") || !text.ends_with('>'))
    return std::nullopt;
  unsigned value = 0;
  const char* begin = text.data() + first_digit;
  const auto result = std::from_chars(begin, begin + n_digits, value, 16);
  if (result.ec != std::errc() || result.ptr != begin + n_digits) return std::nullopt;
  return static_cast<char>(value);
}

bool is_valid_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();)
    if (next_code_point(bytes, at) < 0) return false;
  return true;
}

class ByteFallbackDecoder : public Decoder {
 public:
  void decode(Decoding& tokens) const override {
    Decoding result;
    std::string bytes;
    std::vector<int> owners;
    const auto flush = [&] {
      const bool valid = is_valid_utf8(bytes);
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        result.append(valid ? std::string_view(bytes).substr(i, 1) : k_replacement, owners[i]);
        if (!valid) result.end_part();
      }
      if (valid && !bytes.empty()) result.end_part();
      bytes.clear();
      owners.clear();
    };
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      const Decoding::Part part = tokens.part(i);
      if (const auto byte = find_fallback_byte(tokens.text(part))) {
        bytes += *byte;
        owners.push_back(tokens.owner(part.begin));
        continue;
      }
      flush();
      result.append(tokens, part);
      result.end_part();
    }
    flush();
    tokens = std::move(result);
  }
};

class FuseDecoder : public Decoder {
 public:
  void decode(Decoding& tokens) const override {
    Decoding result;
    result.append(tokens, {0, tokens.bytes().size()});
    result.end_part();
    tokens = std::move(result);
  }
};

}  // namespace

std::unique_ptr<const Decoder> read_byte_level_decoder(const JsonValue& /*json*/) {
  return std::make_unique<const ByteLevelDecoder>();
}
std::unique_ptr<const Decoder> read_byte_fallback_decoder(const JsonValue& /*json*/) {
  return std::make_unique<const ByteFallbackDecoder>();
}
std::unique_ptr<const Decoder> read_fuse_decoder(const JsonValue& /*json*/) {
  return std::make_unique<const FuseDecoder>();
}

}  // namespace baryscope
