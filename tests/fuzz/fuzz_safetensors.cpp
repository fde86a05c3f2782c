/// Headers of safetensors files, and whole files as models and captures open them.
#include <string>

#include "core/model/weights/element_type.h"
#include "core/model/weights/safetensors.h"
#include "core/model/weights/safetensors_header.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

namespace {

using namespace baryscope;

// What the header of a file promises whoever takes its bytes.
void check_entries(const SafetensorsHeader& header, std::size_t n_file_bytes) {
  fuzz::require(header.data_begin <= n_file_bytes, "data that begins behind the file");
  for (const SafetensorsEntry& entry : header.entries) {
    std::uint64_t n_bytes = element_size(entry.type);
    for (const std::int64_t length : entry.shape) {
      fuzz::require(length >= 0, "a negative size");
      fuzz::require(!__builtin_mul_overflow(n_bytes, static_cast<std::uint64_t>(length), &n_bytes),
                    "a size that overflows");
    }
    fuzz::require(entry.begin <= entry.end && entry.end <= n_file_bytes - header.data_begin &&
                      entry.end - entry.begin == n_bytes,
                  "a tensor outside of its file");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const bool is_read = fuzz::reads("hostile.safetensors", [&] {
    check_entries(parse_safetensors_header(bytes, "hostile.safetensors"), size);
  });
  fuzz::reads("hostile.safetensors", [&] {
    const Safetensors file(fuzz::write_input("hostile.safetensors", bytes));
    fuzz::require(is_read, "a file that opens with a header that does not");
    unsigned sum = 0;
    for (const std::string& name : file.names()) {
      for (const char byte : file.read(name).bytes) sum += static_cast<unsigned char>(byte);
    }
    static_cast<void>(sum);
  });
  return 0;
}
