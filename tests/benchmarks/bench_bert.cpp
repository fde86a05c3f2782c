// Median seconds of BERT's forward pass: bench_bert FOLDER TEXT N_RUNS N_THREADS
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/model/model.h"

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: bench_bert FOLDER TEXT N_RUNS N_THREADS\n");
    return 2;
  }
  at::set_num_threads(std::atoi(argv[4]));
  const auto model = baryscope::load_model(argv[1], "minilm", "cpu", {});
  std::vector<double> seconds;
  std::size_t n_tokens = 0;
  for (int run = 0; run < std::atoi(argv[3]) + 1; ++run) {
    const auto start = std::chrono::steady_clock::now();
    n_tokens = model->capture(argv[2], std::nullopt, {}).tokens.size();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  seconds.erase(seconds.begin());  // the first warms the caches
  std::nth_element(seconds.begin(),
                   seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2),
                   seconds.end());
  std::printf("{\"seconds\":%.9f,\"n_tokens\":%zu}\n", seconds[seconds.size() / 2], n_tokens);
  return 0;
}
