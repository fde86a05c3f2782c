/// How GGUF files hold numbers: as they are, or as blocks of small numbers with scales. Free of
/// ATen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// Turns n_blocks blocks at `blocks` (not aligned to anything) into n_blocks · block_size floats,
/// by the build of the calling thread's processor_level(); every build gives the same bits, those
/// of the PyPI package gguf. Throws as processor_level() does.
using GgufDecode = void (*)(const char* blocks, std::uint64_t n_blocks, float* numbers);

/// One of ggml's types of tensors.
struct GgufType {
  std::uint32_t number = 0;       ///< in files
  std::string_view name;          ///< "Q4_K"
  std::uint32_t block_size = 1;   ///< numbers a block; rows are whole blocks
  std::uint32_t block_bytes = 4;  ///< 0: of a type that is no more, whose size is unknown
  GgufDecode decode = nullptr;    ///< null: this version does not read the type
};

/// Every type that has had a number, in order of number.
const std::vector<GgufType>& gguf_types();
/// Null for a number that no type has.
const GgufType* find_gguf_type(std::uint32_t number);
/// Of a type without `decode`, for a message: "Q8_1, which this version does not read; it reads …".
std::string unread_type_words(std::string_view name);
/// Those that are read: "F32, F16, Q4_0, …".
std::string readable_gguf_types();

}  // namespace baryscope
