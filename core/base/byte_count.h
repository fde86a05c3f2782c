/// Numbers of bytes as people write them: 512M, 4G.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// A whole number, alone or with K, M, G or T behind it (powers of 1024); nothing for other texts
/// and for more than 2⁶³ − 1.
std::optional<std::uint64_t> find_byte_count(std::string_view text);
/// The shortest such text: 4294967296 → "4G".
std::string byte_count_text(std::uint64_t n_bytes);

}  // namespace baryscope
