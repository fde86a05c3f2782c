#include "core/model/weights/gguf_blocks.h"
#include "core/model/weights/gguf_blocks_all.h"

namespace baryscope {

constinit const GgufDecoders plain_gguf_decoders = decoders_of_this_build();

}  // namespace baryscope
