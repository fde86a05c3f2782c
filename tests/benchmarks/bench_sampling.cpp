// The measured side of bench_sampling.py.
//   bench_sampling cliques FILE   little-endian int32 n_vertices, n_edges, then edges [n_edges, 2];
//                                 for every line of standard input: processor seconds of one search
//                                 for the maximal cliques, and how many there are
//   bench_sampling memory STEP SAMPLER DATA
//                                 STEP resample, or study (with diagnostics and decision regions),
//                                 of a data file: synthetic points, maximal simplices, seconds, and
//                                 the process's peak in bytes

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"
#include "core/sampling/studies/study.h"
#include "core/simplicial/graph.h"
#include "core/simplicial/maximal_cliques.h"

namespace {

using namespace baryscope;

/// Of this process: a busy machine changes it little.
double processor_seconds_of(const std::function<void()>& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const double begin = now();
  work();
  return now() - begin;
}

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return seconds.count();
}

int serve_cliques(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::int32_t sizes[2] = {};
  file.read(reinterpret_cast<char*>(sizes), sizeof sizes);
  std::vector<std::int32_t> ends(2 * static_cast<std::size_t>(sizes[1]));
  file.read(reinterpret_cast<char*>(ends.data()),
            static_cast<std::streamsize>(ends.size() * sizeof(std::int32_t)));
  if (!file) {
    std::fputs("bench_sampling: the file is too short\n", stderr);
    return 1;
  }
  std::vector<std::pair<std::int32_t, std::int32_t>> edges;
  for (std::size_t e = 0; e < ends.size(); e += 2) {
    edges.emplace_back(ends[e], ends[e + 1]);
  }
  const Graph graph = make_graph(sizes[0], edges);
  for (std::string line; std::getline(std::cin, line);) {
    std::size_t n = 0;
    const double seconds = processor_seconds_of([&] { n = maximal_cliques(graph, {}, {}).size(); });
    std::puts((to_text(seconds) + " " + std::to_string(n)).c_str());
    std::fflush(stdout);
  }
  return 0;
}

/// VmHWM: the largest resident set that this program has had.
std::int64_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      status >> word;
      return 1024 * find_integer(word).value_or(0);
    }
  }
  return 0;
}

int measure_memory(const std::string& step, const std::string& sampler, const std::string& path) {
  SamplingRequest request;
  request.data.data_set = path;
  request.sampler.sampler = sampler;
  std::size_t n_simplices = 0;
  int n_synthetic = 0;
  const auto count = [&](const Resampled& resampled) {
    n_synthetic = resampled.synthetic.size();
    for (const SampledClass& sampled : resampled.classes) {
      n_simplices += sampled.simplices.size();
    }
  };
  const double seconds = seconds_of([&] {
    if (step == "study") {
      SamplingLaboratory laboratory;
      count(laboratory.study(request, {})->resampled);
    } else {
      const DataSet data = load_data(request.data, {});
      count(resample(data, request.sampler, {}));
    }
  });
  std::puts((std::to_string(n_synthetic) + " " + std::to_string(n_simplices) + " " +
             to_text(seconds) + " " + std::to_string(peak_bytes()))
                .c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "cliques") {
    return serve_cliques(arguments[1]);
  }
  if (arguments.size() == 4 && arguments[0] == "memory") {
    return measure_memory(arguments[1], arguments[2], arguments[3]);
  }
  std::fputs("usage: bench_sampling cliques FILE | memory STEP SAMPLER DATA\n", stderr);
  return 2;
}
