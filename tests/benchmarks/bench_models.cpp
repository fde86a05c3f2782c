// Large models, one figure a run as a JSON object:
//   bench_models forward FOLDER N_TOKENS N_RUNS N_THREADS   median seconds of a captured pass
//   bench_models layer FOLDER TEXT CACHE_BYTES              seconds to open it and show layer 0
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/working_memory.h"
#include "core/model/model.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int forward(char** argv) {
  at::set_num_threads(std::atoi(argv[5]));
  const at::NoGradGuard no_gradients;
  baryscope::keep_working_memory();  // as the engine does
  const auto model = baryscope::load_model(argv[2], "model", "cpu", {});
  const baryscope::Transformer& transformer = model->transformer();
  constexpr std::int64_t step = 7919;
  const at::Tensor ids = at::arange(std::atoi(argv[3]), at::kLong)
                             .mul(step)
                             .remainder(transformer.config().vocabulary_size)
                             .unsqueeze(0);
  std::vector<double> seconds;
  double sum = 0;
  for (int run = 0; run < std::atoi(argv[4]) + 1; ++run) {
    const auto start = Clock::now();
    baryscope::Capture capture;
    sum = transformer.run(ids, {}, &capture, {}).stream.abs().sum().item<double>();
    seconds.push_back(seconds_since(start));
  }
  seconds.erase(seconds.begin());  // the first reads the weights
  std::sort(seconds.begin(), seconds.end());
  std::printf("{\"seconds\":%.9f,\"sum\":%.9g}\n", seconds[seconds.size() / 2], sum);
  return 0;
}

int show_layer(char** argv) {
  const auto start = Clock::now();
  const auto engine = baryscope::make_engine();
  baryscope::AnalysisRequest request;
  request.model = argv[2];
  request.text = argv[3];
  request.cache_bytes = std::strtoull(argv[4], nullptr, 10);
  request.device = "cpu";
  request.layer.kind = baryscope::Selector::Kind::index;
  const auto analysis = engine->analyze(request, {}).at(0);
  std::printf("{\"seconds\":%.9f,\"n_tokens\":%d,\"n_layers\":%d}\n", seconds_since(start),
              analysis->model.n_tokens, analysis->model.n_layers);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "forward" && argc == 6) {
    return forward(argv);
  }
  if (mode == "layer" && argc == 5) {
    return show_layer(argv);
  }
  std::fprintf(stderr,
               "usage: bench_models forward FOLDER N_TOKENS N_RUNS N_THREADS\n"
               "       bench_models layer FOLDER TEXT CACHE_BYTES\n");
  return 2;
}
