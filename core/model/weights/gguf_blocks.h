/// What turns the blocks of GGUF's types into numbers, built once for every processor and once for
/// AVX2: same bits, since each number is made by the same float operations in the same order.
#pragma once

#include "core/model/weights/gguf_types.h"

namespace baryscope {

/// One a type that is read.
struct GgufDecoders {
  GgufDecode f32, f16, bf16;
  GgufDecode q4_0, q4_1, q5_0, q5_1, q8_0;
  GgufDecode q2_k, q3_k, q4_k, q5_k, q6_k;
  GgufDecode iq1_s, iq1_m, iq2_xxs, iq2_xs, iq2_s, iq3_xxs, iq3_s, iq4_nl, iq4_xs;
  GgufDecode tq1_0, tq2_0, mxfp4, nvfp4;
};

/// For every processor.
extern const GgufDecoders plain_gguf_decoders;
/// Only where the build defines BARYSCOPE_AVX2_BLOCKS, and only on a processor that has AVX2.
extern const GgufDecoders avx2_gguf_decoders;

}  // namespace baryscope
