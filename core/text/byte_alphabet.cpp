#include "core/text/byte_alphabet.h"

#include <array>

namespace baryscope {
namespace {

constexpr bool stands_for_itself(int byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xFF && byte != 0xAD);
}

constexpr char32_t k_first_other = 0x100;
constexpr int k_n_others = 68;

struct ByteAlphabet {
  std::array<char32_t, 256> characters{};
  std::array<std::uint8_t, k_n_others> others{};  // bytes of U+0100 and on

  constexpr ByteAlphabet() {
    std::size_t n_others = 0;
    for (int byte = 0; byte < 256; ++byte) {
      const auto at = static_cast<std::size_t>(byte);
      if (stands_for_itself(byte)) {
        characters[at] = static_cast<char32_t>(byte);
      } else {
        characters[at] = k_first_other + static_cast<char32_t>(n_others);
        others[n_others++] = static_cast<std::uint8_t>(byte);
      }
    }
  }
};

constexpr ByteAlphabet k_alphabet;
static_assert(k_alphabet.characters[0x20] == k_spelled_space);

}  // namespace

char32_t byte_character(std::uint8_t byte) { return k_alphabet.characters[byte]; }

std::optional<std::uint8_t> find_byte(char32_t character) {
  if (character < k_first_other) {
    if (!stands_for_itself(static_cast<int>(character))) return std::nullopt;
    return static_cast<std::uint8_t>(character);
  }
  if (character >= k_first_other + k_n_others) return std::nullopt;
  return k_alphabet.others[character - k_first_other];
}

}  // namespace baryscope
