#include "viz/export/svg_session.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/base/number_text.h"
#include "viz/export/svg_words.h"

namespace baryscope {
namespace {

constexpr std::string_view k_begin = "<baryscope:text", k_end = "</baryscope:text>";
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_entities{
    {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&apos;", "'"}}};

std::string to_utf8(std::uint32_t c) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (c < 0x80) {
    return {byte(c)};
  }
  if (c < 0x800) {
    return {byte(0xC0 | c >> 6), byte(0x80 | (c & 63))};
  }
  if (c < 0x10000) {
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
  }
  return {byte(0xF0 | (c >> 18 & 7)), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)),
          byte(0x80 | (c & 63))};
}

/// "&#10;" or "&#xA;"; nothing for what is none.
std::optional<std::string> numbered_character(std::string_view entity) {
  const bool hexadecimal = entity.starts_with("&#x");
  std::uint32_t value = 0;
  for (const char c : entity.substr(hexadecimal ? 3 : 2)) {
    const std::uint32_t digit = c >= '0' && c <= '9'   ? c - '0'
                                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                       : 99;
    if (digit >= (hexadecimal ? 16U : 10U) || value > 0x10FFFF) {
      return std::nullopt;
    }
    value = value * (hexadecimal ? 16 : 10) + digit;
  }
  return value <= 0x10FFFF ? std::optional(to_utf8(value)) : std::nullopt;
}

std::string unescaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t at = text.find('&');
    result += text.substr(0, at);
    if (at == std::string_view::npos) {
      break;
    }
    text.remove_prefix(at);
    const std::size_t end = text.find(';');
    const std::string_view entity = text.substr(0, end == std::string_view::npos ? 1 : end + 1);
    std::string character(entity);
    for (const auto& [name, value] : k_entities) {
      if (entity == name) {
        character = value;
      }
    }
    if (entity.starts_with("&#") && entity.ends_with(';')) {
      character = numbered_character(entity.substr(0, entity.size() - 1)).value_or(character);
    }
    result += character;
    text.remove_prefix(entity.size());
  }
  return result;
}

}  // namespace

std::string svg_metadata(const std::map<std::string, std::string>& texts) {
  if (texts.empty()) {
    return "";
  }
  std::string result = "<metadata>\n";
  for (const auto& [keyword, text] : texts) {
    result += std::string(k_begin) + " xmlns:baryscope=\"urn:baryscope\" keyword=\"" +
              xml_escaped(keyword) + "\">" + xml_escaped(text) + std::string(k_end) + "\n";
  }
  return result + "</metadata>\n";
}

std::optional<std::string> find_svg_text(std::string_view svg, std::string_view keyword) {
  const std::string wanted = "keyword=\"" + xml_escaped(keyword) + "\"";
  for (std::size_t at = svg.find(k_begin); at != std::string_view::npos;
       at = svg.find(k_begin, at + 1)) {
    const std::size_t open = svg.find('>', at), end = svg.find(k_end, at);
    if (open == std::string_view::npos || end == std::string_view::npos || open > end) {
      continue;
    }
    if (svg.substr(at, open - at).find(wanted) != std::string_view::npos) {
      return unescaped(svg.substr(open + 1, end - open - 1));
    }
  }
  return std::nullopt;
}

}  // namespace baryscope
