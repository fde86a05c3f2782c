#include "core/model/weights/gguf_types.h"

#include <algorithm>

#include "core/base/processor.h"
#include "core/model/weights/gguf_blocks.h"

namespace baryscope {
namespace {

const GgufDecoders& decoders_of_processor() {
#ifdef BARYSCOPE_AVX2_BLOCKS
  if (processor_level() >= ProcessorLevel::avx2) {
    return avx2_gguf_decoders;
  }
#endif
  return plain_gguf_decoders;
}

template <GgufDecode GgufDecoders::* decoder>
void decode(const char* blocks, std::uint64_t n_blocks, float* numbers) {
  (decoders_of_processor().*decoder)(blocks, n_blocks, numbers);
}

}  // namespace

const std::vector<GgufType>& gguf_types() {
  using D = GgufDecoders;
  // Without a size: layouts that ggml had for a while, whose numbers it keeps free.
  static const std::vector<GgufType> types = {
      {0, "F32", 1, 4, decode<&D::f32>},
      {1, "F16", 1, 2, decode<&D::f16>},
      {2, "Q4_0", 32, 18, decode<&D::q4_0>},
      {3, "Q4_1", 32, 20, decode<&D::q4_1>},
      {4, "Q4_2", 1, 0},
      {5, "Q4_3", 1, 0},
      {6, "Q5_0", 32, 22, decode<&D::q5_0>},
      {7, "Q5_1", 32, 24, decode<&D::q5_1>},
      {8, "Q8_0", 32, 34, decode<&D::q8_0>},
      {9, "Q8_1", 32, 40},
      {10, "Q2_K", 256, 84, decode<&D::q2_k>},
      {11, "Q3_K", 256, 110, decode<&D::q3_k>},
      {12, "Q4_K", 256, 144, decode<&D::q4_k>},
      {13, "Q5_K", 256, 176, decode<&D::q5_k>},
      {14, "Q6_K", 256, 210, decode<&D::q6_k>},
      {15, "Q8_K", 256, 292},
      {16, "IQ2_XXS", 256, 66, decode<&D::iq2_xxs>},
      {17, "IQ2_XS", 256, 74, decode<&D::iq2_xs>},
      {18, "IQ3_XXS", 256, 98, decode<&D::iq3_xxs>},
      {19, "IQ1_S", 256, 50, decode<&D::iq1_s>},
      {20, "IQ4_NL", 32, 18, decode<&D::iq4_nl>},
      {21, "IQ3_S", 256, 110, decode<&D::iq3_s>},
      {22, "IQ2_S", 256, 82, decode<&D::iq2_s>},
      {23, "IQ4_XS", 256, 136, decode<&D::iq4_xs>},
      {24, "I8", 1, 1},
      {25, "I16", 1, 2},
      {26, "I32", 1, 4},
      {27, "I64", 1, 8},
      {28, "F64", 1, 8},
      {29, "IQ1_M", 256, 56, decode<&D::iq1_m>},
      {30, "BF16", 1, 2, decode<&D::bf16>},
      {31, "Q4_0_4_4", 1, 0},
      {32, "Q4_0_4_8", 1, 0},
      {33, "Q4_0_8_8", 1, 0},
      {34, "TQ1_0", 256, 54, decode<&D::tq1_0>},
      {35, "TQ2_0", 256, 66, decode<&D::tq2_0>},
      {36, "IQ4_NL_4_4", 1, 0},
      {37, "IQ4_NL_4_8", 1, 0},
      {38, "IQ4_NL_8_8", 1, 0},
      {39, "MXFP4", 32, 17, decode<&D::mxfp4>},
      {40, "NVFP4", 64, 36, decode<&D::nvfp4>},
      {41, "Q1_0", 128, 18},
  };
  return types;
}

const GgufType* find_gguf_type(std::uint32_t number) {
  const std::vector<GgufType>& types = gguf_types();
  const auto found = std::find_if(types.begin(), types.end(),
                                  [&](const GgufType& type) { return type.number == number; });
  return found == types.end() ? nullptr : &*found;
}

std::string unread_type_words(std::string_view name) {
  return std::string(name) + ", which this version does not read; it reads " +
         readable_gguf_types();
}

std::string readable_gguf_types() {
  std::string names;
  for (const GgufType& type : gguf_types()) {
    if (type.decode != nullptr) {
      names += (names.empty() ? "" : ", ") + std::string(type.name);
    }
  }
  return names;
}

}  // namespace baryscope
