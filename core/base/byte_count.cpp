#include "core/base/byte_count.h"

#include <limits>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::string_view byte_units = "KMGT";

}  // namespace

std::optional<std::uint64_t> find_byte_count(std::string_view text) {
  unsigned shift = 0;
  if (!text.empty()) {
    const std::size_t unit = byte_units.find(text.back());
    if (unit != std::string_view::npos) {
      shift = 10 * (static_cast<unsigned>(unit) + 1);
      text.remove_suffix(1);
    }
  }
  const std::optional<std::int64_t> number = find_integer(text);
  if (!number || *number < 0 || *number > (std::numeric_limits<std::int64_t>::max() >> shift)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number) << shift;
}

std::string byte_count_text(std::uint64_t n_bytes) {
  constexpr std::uint64_t step = 1024;
  std::string unit;
  for (const char next : byte_units) {
    if (n_bytes == 0 || n_bytes % step != 0) {
      break;
    }
    n_bytes /= step;
    unit = next;
  }
  return to_text(static_cast<std::int64_t>(n_bytes)) + unit;
}

}  // namespace baryscope
