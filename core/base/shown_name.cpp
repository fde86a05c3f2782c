#include "core/base/shown_name.h"

namespace baryscope {

std::string shown_name(std::string_view name) {
  if (name.size() <= most_shown_bytes) {
    return std::string(name);
  }
  constexpr auto is_inside = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  constexpr std::size_t longest_character = 4;
  std::size_t end = most_shown_bytes;
  for (std::size_t i = 1; i < longest_character && is_inside(name[end]); ++i) {
    --end;
  }
  return std::string(name.substr(0, end)) + "…";
}

}  // namespace baryscope
