#include "app/session/sha256.h"

#include <algorithm>
#include <bit>
#include <vector>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

#include "core/base/input_file.h"

namespace baryscope {
namespace {

alignas(16) constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void compress_portable(std::uint32_t* state, const unsigned char* blocks, std::size_t n_blocks) {
  for (; n_blocks > 0; --n_blocks, blocks += 64) {
    std::array<std::uint32_t, 64> w;
    for (std::size_t t = 0; t < 16; ++t) {
      w[t] = std::uint32_t{blocks[4 * t]} << 24 | std::uint32_t{blocks[4 * t + 1]} << 16 |
             std::uint32_t{blocks[4 * t + 2]} << 8 | std::uint32_t{blocks[4 * t + 3]};
    }
    for (std::size_t t = 16; t < 64; ++t) {
      const std::uint32_t s0 =
          std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
      const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    std::array<std::uint32_t, 8> v;
    std::copy_n(state, 8, v.begin());
    for (std::size_t t = 0; t < 64; ++t) {
      const std::uint32_t big_1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
      const std::uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      const std::uint32_t t1 = v[7] + big_1 + choice + round_constants[t] + w[t];
      const std::uint32_t big_0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
      const std::uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      v = {t1 + big_0 + majority, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) {
      state[i] += v[i];
    }
  }
}

#if defined(__x86_64__)
/// The SHA extensions keep the state as ABEF and CDGH.
__attribute__((target("sha,sse4.1,ssse3"))) void compress_by_instructions(
    std::uint32_t* state, const unsigned char* blocks, std::size_t n_blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i dcba = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state));
  const __m128i hgfe = _mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4));
  const __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; n_blocks > 0; --n_blocks, blocks += 64) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; ++i) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks + 16L * i)),
                              big_endian);
    }
    for (int group = 0; group < 16; ++group) {
      const int now = group % 4;
      if (group >= 4) {
        const __m128i previous = w[(group + 3) % 4];
        const __m128i before_it = w[(group + 2) % 4];
        const __m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(w[now], w[(group + 1) % 4]),
                                              _mm_alignr_epi8(previous, before_it, 4));
        w[now] = _mm_sha256msg2_epu32(partial, previous);
      }
      const __m128i constants =
          _mm_load_si128(reinterpret_cast<const __m128i*>(round_constants.data() + 4L * group));
      const __m128i sum = _mm_add_epi32(w[now], constants);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

bool has_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned sha_bit = 1U << 29;
  return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 &&
         (b & sha_bit) != 0;
}
#endif

}  // namespace

Sha256::Sha256() : Sha256(false) {}

Sha256::Sha256(bool portable)
    : m_compress(compress_portable), m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {
#if defined(__x86_64__)
  if (!portable && has_instructions()) {
    m_compress = compress_by_instructions;
  }
#else
  static_cast<void>(portable);
#endif
}

void Sha256::update(std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t n_left = bytes.size();
  const std::size_t n_buffered = m_n_bytes % 64;
  m_n_bytes += bytes.size();
  if (n_buffered > 0) {
    const std::size_t n_taken = std::min(n_left, 64 - n_buffered);
    std::copy_n(data, n_taken, m_buffer.begin() + static_cast<std::ptrdiff_t>(n_buffered));
    data += n_taken;
    n_left -= n_taken;
    if (n_buffered + n_taken < 64) {
      return;
    }
    m_compress(m_state.data(), m_buffer.data(), 1);
  }
  m_compress(m_state.data(), data, n_left / 64);
  std::copy_n(data + n_left / 64 * 64, n_left % 64, m_buffer.begin());
}

std::string Sha256::hex() {
  const std::uint64_t n_bits = 8 * m_n_bytes;
  const std::size_t n_zeros = (119 - m_n_bytes % 64) % 64;
  std::string padding(1 + n_zeros, '\0');
  padding[0] = '\x80';
  for (int shift = 56; shift >= 0; shift -= 8) {
    padding += static_cast<char>(n_bits >> shift);
  }
  update(padding);
  std::string text;
  for (const std::uint32_t word : m_state) {
    for (int shift = 28; shift >= 0; shift -= 4) {
      text += "0123456789abcdef"[word >> shift & 15];
    }
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.update(bytes);
  return digest.hex();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  InputFile file(path);
  Sha256 digest;
  std::vector<char> block(std::size_t{1} << 20);
  while (const std::size_t n_read = file.read(block.data(), block.size())) {
    digest.update({block.data(), n_read});
  }
  return digest.hex();
}

}  // namespace baryscope
