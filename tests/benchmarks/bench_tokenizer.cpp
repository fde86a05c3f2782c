// Median seconds of a text's way into tokens: bench_tokenizer TOKENIZER.json TEXT_FILE N_RUNS
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/text/tokenizer.h"
#include "tests/benchmarks/timing.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench_tokenizer TOKENIZER.json TEXT_FILE N_RUNS\n");
    return 2;
  }
  std::unique_ptr<const baryscope::Tokenizer> tokenizer;
  const double load_ms =
      baryscope::milliseconds([&] { tokenizer = baryscope::load_tokenizer(argv[1]); });
  std::ifstream file(argv[2], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::size_t n_tokens = 0;
  std::vector<double> runs;
  for (int run = 0; run < std::atoi(argv[3]); ++run)
    runs.push_back(baryscope::milliseconds([&] { n_tokens = tokenizer->encode(text).size(); }));
  std::printf("{\"seconds\":%.9f,\"load_seconds\":%.9f,\"n_tokens\":%zu}\n",
              baryscope::median(runs) / 1e3, load_ms / 1e3, n_tokens);
  return 0;
}
