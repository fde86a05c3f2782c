/// Every decoder, for the files that build them.
#pragma once

#include "core/model/weights/gguf_blocks.h"
#include "core/model/weights/gguf_blocks_large.h"
#include "core/model/weights/gguf_blocks_points.h"
#include "core/model/weights/gguf_blocks_ternary.h"

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
      .q4_0 = decode_blocks<BlockQ40>,
      .q4_1 = decode_blocks<BlockQ41>,
      .q5_0 = decode_blocks<BlockQ50>,
      .q5_1 = decode_blocks<BlockQ51>,
      .q8_0 = decode_blocks<BlockQ80>,
      .q2_k = decode_blocks<BlockQ2K>,
      .q3_k = decode_blocks<BlockQ3K>,
      .q4_k = decode_blocks<BlockQ4K>,
      .q5_k = decode_blocks<BlockQ5K>,
      .q6_k = decode_blocks<BlockQ6K>,
      .iq1_s = decode_blocks<BlockIQ1S>,
      .iq1_m = decode_blocks<BlockIQ1M>,
      .iq2_xxs = decode_blocks<BlockIQ2XXS>,
      .iq2_xs = decode_blocks<BlockIQ2XS>,
      .iq2_s = decode_blocks<BlockIQ2S>,
      .iq3_xxs = decode_blocks<BlockIQ3XXS>,
      .iq3_s = decode_blocks<BlockIQ3S>,
      .iq4_nl = decode_blocks<BlockIQ4NL>,
      .iq4_xs = decode_blocks<BlockIQ4XS>,
      .tq1_0 = decode_blocks<BlockTQ10>,
      .tq2_0 = decode_blocks<BlockTQ20>,
      .mxfp4 = decode_blocks<BlockMXFP4>,
      .nvfp4 = decode_blocks<BlockNVFP4>,
  };
}

}  // namespace
}  // namespace baryscope
