/// Turns the raw blocks of a file into floats: for comparisons with other programs.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/model/weights/gguf_types.h"

namespace {

void decode_file(const std::string& name, const char* source, const char* target) {
  const auto& types = baryscope::gguf_types();
  const auto type =
      std::find_if(types.begin(), types.end(), [&](const auto& each) { return each.name == name; });
  if (type == types.end() || type->decode == nullptr) {
    throw std::runtime_error(name + " is not among " + baryscope::readable_gguf_types());
  }
  std::ifstream in(source, std::ios::binary);
  std::string bytes(1, ' ');  // so that blocks begin at an odd place
  bytes.append(std::istreambuf_iterator<char>(in), {});
  const std::size_t n_blocks = (bytes.size() - 1) / type->block_bytes;
  std::vector<float> numbers(n_blocks * type->block_size);
  type->decode(bytes.data() + 1, n_blocks, numbers.data());
  std::ofstream(target, std::ios::binary)
      .write(reinterpret_cast<const char*>(numbers.data()),
             static_cast<std::streamsize>(numbers.size() * sizeof(float)));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 4) {
      std::fputs("usage: gguf_decode TYPE BLOCKS FLOATS\n", stderr);
      return 2;
    }
    decode_file(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gguf_decode: %s\n", error.what());
    return 1;
  }
}
