/// SHA-256 (FIPS 180-4) of files: which inputs a session was made with.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace baryscope {

/// Fed piece by piece; takes the processor's own instructions where there are any.
class Sha256 {
 public:
  Sha256();
  /// `portable`: plain C++ only, for the test that compares both.
  explicit Sha256(bool portable);

  void update(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. Ends the digest.
  std::string hex();

 private:
  using Compress = void (*)(std::uint32_t* state, const unsigned char* blocks,
                            std::size_t n_blocks);

  Compress m_compress;
  std::array<std::uint32_t, 8> m_state;
  std::array<unsigned char, 64> m_buffer{};
  std::uint64_t m_n_bytes = 0;
};

std::string sha256(std::string_view bytes);
/// Throws Error where the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace baryscope
