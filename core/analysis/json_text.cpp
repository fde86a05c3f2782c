#include "core/analysis/json_text.h"

#include <cmath>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// The length of the valid UTF-8 sequence that begins at `position`; 0 where there is none
/// (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t offset) {
    return position + offset < text.size() ? static_cast<unsigned char>(text[position + offset])
                                           : 0U;
  };
  const auto within = [&](std::size_t offset, unsigned low, unsigned high) {
    return byte(offset) >= low && byte(offset) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return within(1, 0x80, 0xBF) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

void append_character(char character, std::string& out) {
  static constexpr std::string_view k_digits = "0123456789abcdef";
  switch (character) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(character);
  if (code < 0x20 || code == 0x7F) {
    out += "\\u00";
    out += k_digits[code >> 4];
    out += k_digits[code & 15];
  } else {
    out += character;
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t length = sequence_length(text, position);
    if (length == 0) {
      out += "\uFFFD";
      ++position;
    } else if (length == 1) {
      append_character(text[position], out);
      ++position;
    } else {
      out += text.substr(position, length);
      position += length;
    }
  }
  return out + '"';
}

std::string json_number(double value) { return std::isfinite(value) ? to_text(value) : "null"; }

std::string json_number(std::optional<double> value) {
  return value ? json_number(*value) : "null";
}

std::string json_numbers(std::span<const double> values) {
  std::string out = "[";
  for (const double value : values) {
    out += out.size() > 1 ? "," : "";
    out += json_number(value);
  }
  return out + ']';
}

JsonObject& JsonObject::add(std::string_view name, std::string_view json) {
  m_fields.push_back(json_string(name) + ':' + std::string(json));
  return *this;
}

JsonObject& JsonObject::add_text(std::string_view name, std::string_view text) {
  return add(name, json_string(text));
}

JsonObject& JsonObject::add_number(std::string_view name, double value) {
  return add(name, json_number(value));
}

JsonObject& JsonObject::add_optional(std::string_view name, std::optional<double> value) {
  return add(name, json_number(value));
}

JsonObject& JsonObject::add_flag(std::string_view name, bool value) {
  return add(name, value ? "true" : "false");
}

std::string JsonObject::text(std::string_view separator) const {
  std::string out = "{";
  for (std::size_t field = 0; field < m_fields.size(); ++field) {
    out += field == 0 ? std::string_view() : separator;
    out += m_fields[field];
  }
  return out + '}';
}

}  // namespace baryscope
