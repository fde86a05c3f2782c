/// Writes everything that a model sees, the residuals too, and how long a forward pass takes.
/// usage: capture_dump FOLDER TEXT_FILE TARGET [REPETITIONS]
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/number_text.h"
#include "core/model/model.h"
#include "core/model/weights/tensor_file.h"

namespace {

int dump(int argc, char** argv) {
  const auto model = baryscope::load_model(argv[1], "model", "cpu", {});
  std::ifstream stream(argv[2], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const baryscope::Capture capture = model->capture(text, {}, {});

  std::vector<std::pair<std::string, at::Tensor>> tensors;
  std::vector<std::int64_t> ids;
  for (const baryscope::Token& token : capture.tokens) {
    ids.push_back(token.id.value_or(-1));
  }
  tensors.emplace_back("ids", at::tensor(ids, at::kLong));
  for (std::size_t layer = 0; layer < capture.layers.size(); ++layer) {
    const std::string prefix = "layers." + std::to_string(layer) + ".";
    const baryscope::LayerCapture& seen = capture.layers[layer];
    tensors.emplace_back(prefix + "query", seen.query);
    tensors.emplace_back(prefix + "key", seen.key);
    tensors.emplace_back(prefix + "value", seen.value);
    tensors.emplace_back(prefix + "residual", seen.residual);
  }
  tensors.emplace_back("residual", capture.residual);
  baryscope::write_tensors(tensors, {}, argv[3]);

  const auto n_repetitions = argc > 4 ? baryscope::find_integer(argv[4]).value_or(0) : 0;
  std::vector<double> milliseconds;
  for (std::int64_t i = 0; i < n_repetitions; ++i) {
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(model->capture(text, {}, {}));
    const std::chrono::duration<double, std::milli> spent =
        std::chrono::steady_clock::now() - start;
    milliseconds.push_back(spent.count());
  }
  if (!milliseconds.empty()) {
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%s\n", baryscope::to_text(milliseconds[milliseconds.size() / 2], 3).c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 4) {
      std::fputs("usage: capture_dump FOLDER TEXT_FILE TARGET [REPETITIONS]\n", stderr);
      return 2;
    }
    return dump(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "capture_dump: %s\n", error.what());
    return 1;
  }
}
