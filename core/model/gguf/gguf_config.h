/// What a GGUF file says its model is made of. Free of ATen.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/transformer_config.h"
#include "core/model/weights/gguf_file.h"

namespace baryscope {

/// Why the file is no model that could be opened, in words: a projector, an adapter, a vocabulary
/// alone, another architecture. Empty where nothing of the kind is known; touches metadata only.
std::string gguf_obstacle(const GgufValues& values, std::size_t n_tensors);

/// What a person should know of a file that opens.
std::vector<std::string> gguf_notes(const GgufFile& file);

/// Throws Model::Error or WeightError naming file, key, its value and what was expected.
TransformerConfig read_gguf_config(const GgufFile& file);

}  // namespace baryscope
