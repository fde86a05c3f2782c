#include "core/model/weights/gguf_blocks.h"
#include "core/model/weights/gguf_blocks_all.h"

// Compiled for AVX2: nothing here may run before a decoder of gguf_types() has asked the processor.
namespace baryscope {

constinit const GgufDecoders avx2_gguf_decoders = decoders_of_this_build();

}  // namespace baryscope
