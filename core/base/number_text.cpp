#include "core/base/number_text.h"

#include <array>
#include <charconv>
#include <system_error>

namespace baryscope {
namespace {

template <class Number>
std::optional<Number> find_whole(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && text[1] != '-' && text[1] != '+') {
    text.remove_prefix(1);
  }
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || text.empty()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::string to_text(double value) {
  std::array<char, 64> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string to_text(double value, int n_decimals) {
  // The longest double in fixed notation has 309 digits before the point.
  std::array<char, 512> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::fixed, n_decimals);
  return {buffer.data(), result.ptr};
}

std::string to_text(std::int64_t value) { return std::to_string(value); }

std::optional<double> find_number(std::string_view text) { return find_whole<double>(text); }

std::optional<std::int64_t> find_integer(std::string_view text) {
  return find_whole<std::int64_t>(text);
}

}  // namespace baryscope
