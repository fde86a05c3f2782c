/// Every decoder, for the files that build them.
#pragma once

#include "core/model/weights/gguf_blocks.h"
#include "core/model/weights/gguf_blocks_large.h"

namespace baryscope {
namespace {

inline void copy_floats(const char* blocks, std::uint64_t n_blocks, float* numbers) {
  if (n_blocks != 0) {  // nothing may be null then
    std::memcpy(numbers, blocks, n_blocks * sizeof(float));
  }
}

template <typename Block>
void decode_blocks(const char* blocks, std::uint64_t n_blocks, float* numbers) {
  const Byte* const bytes = reinterpret_cast<const Byte*>(blocks);
  for (std::uint64_t i = 0; i < n_blocks; ++i) {
    Block::decode(bytes + i * Block::n_bytes, numbers + i * Block::n_numbers);
  }
}

constexpr GgufDecoders decoders_of_this_build() {
  return {
      .f32 = copy_floats,
      .f16 = decode_halves,
      .bf16 = decode_brains,
      .q4_0 = decode_blocks<BlockQ4_0>,
      .q4_1 = decode_blocks<BlockQ4_1>,
      .q5_0 = decode_blocks<BlockQ5_0>,
      .q5_1 = decode_blocks<BlockQ5_1>,
      .q8_0 = decode_blocks<BlockQ8_0>,
      .q2_k = decode_blocks<BlockQ2_K>,
      .q3_k = decode_blocks<BlockQ3_K>,
      .q4_k = decode_blocks<BlockQ4_K>,
      .q5_k = decode_blocks<BlockQ5_K>,
      .q6_k = decode_blocks<BlockQ6_K>,
      .iq4_nl = decode_blocks<BlockIQ4_NL>,
      .iq4_xs = decode_blocks<BlockIQ4_XS>,
      .mxfp4 = decode_blocks<BlockMXFP4>,
  };
}

}  // namespace
}  // namespace baryscope
