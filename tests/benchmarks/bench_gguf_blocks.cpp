// Median seconds of blocks of a GGUF type turned into floats, and of a copy of these floats, in
// turn:
//   bench_gguf_blocks TYPE BLOCKS_FILE N_RUNS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/model/weights/gguf_types.h"
#include "tests/benchmarks/timing.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench_gguf_blocks TYPE BLOCKS_FILE N_RUNS\n");
    return 2;
  }
  const std::string name = argv[1];
  const auto& types = baryscope::gguf_types();
  const auto type =
      std::find_if(types.begin(), types.end(), [&](const auto& each) { return each.name == name; });
  if (type == types.end() || type->decode == nullptr) {
    std::fprintf(stderr, "bench_gguf_blocks: %s is not read\n", argv[1]);
    return 1;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string blocks{std::istreambuf_iterator<char>(file), {}};
  const std::size_t n_blocks = blocks.size() / type->block_bytes;
  std::vector<float> numbers(n_blocks * type->block_size), copy(numbers.size());
  std::vector<double> decoding, copying;
  for (int run = 0; run < std::atoi(argv[3]) + 1; ++run) {
    decoding.push_back(
        baryscope::milliseconds([&] { type->decode(blocks.data(), n_blocks, numbers.data()); }));
    copying.push_back(baryscope::milliseconds(
        [&] { std::memcpy(copy.data(), numbers.data(), numbers.size() * sizeof(float)); }));
  }
  decoding.erase(decoding.begin());  // the first touches the memory
  copying.erase(copying.begin());
  std::printf("{\"decode_seconds\":%.9f,\"copy_seconds\":%.9f,\"n_numbers\":%zu,\"last\":%.9g}\n",
              baryscope::median(decoding) / 1e3, baryscope::median(copying) / 1e3, numbers.size(),
              static_cast<double>(copy.back()));
  return 0;
}
