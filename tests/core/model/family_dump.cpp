/// Opens models of any family and writes what they compute for given ids, the weights as the engine
/// shows them. Every folder CASES/<n> holds config.json and model.safetensors, or model.gguf, and
/// ids.safetensors ("ids" [n_tokens], "rows" [n_rows] of the logits); it gets seen.safetensors, or
/// error.txt. usage: family_dump CASES N_CASES REPETITIONS
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "core/base/number_text.h"
#include "core/engine/mechanism_input.h"
#include "core/engine/working_memory.h"
#include "core/model/gguf/gguf_config.h"
#include "core/model/transformer.h"
#include "core/model/weights/gguf_file.h"
#include "core/model/weights/tensor_file.h"

namespace {

using namespace baryscope;

using Named = std::vector<std::pair<std::string, at::Tensor>>;

// Under each layer's own mechanism, as the engine reads it from the capture.
void add_layers(const Capture& capture, Named& tensors) {
  for (std::size_t index = 0; index < capture.layers.size(); ++index) {
    const LayerCapture& layer = capture.layers[index];
    std::vector<at::Tensor> weights;
    std::vector<at::Tensor> outputs;
    for (int head = 0; head < static_cast<int>(layer.query.size(0)); ++head) {
      const MechanismInput input = mechanism_input({}, {}, capture, static_cast<int>(index), head);
      const AttentionResult found = attend(input.tensors, input.spec, {}, 0, false, {});
      weights.push_back(found.weights[0]);
      outputs.push_back(found.output[0]);
    }
    const std::string name = "layers." + std::to_string(index) + ".";
    tensors.emplace_back(name + "weights", at::stack(weights));
    tensors.emplace_back(name + "engine_output", at::stack(outputs));
    tensors.emplace_back(name + "output", layer.output);
    tensors.emplace_back(name + "residual", layer.residual);
    tensors.emplace_back(name + "key", layer.key);
    if (layer.lambda.defined()) {
      tensors.emplace_back(name + "lambda", layer.lambda);
      tensors.emplace_back(name + "head_norm",
                           at::tensor({layer.head_norm->factor, layer.head_norm->epsilon}));
    }
  }
}

// The fastest: what else runs on the machine only slows.
double fastest_milliseconds(const Transformer& model, const at::Tensor& ids, std::int64_t n_times) {
  double fastest = std::numeric_limits<double>::infinity();
  for (std::int64_t i = 0; i < n_times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(model.run(ids, {}, nullptr, {}));
    const std::chrono::duration<double, std::milli> spent =
        std::chrono::steady_clock::now() - start;
    fastest = std::min(fastest, spent.count());
  }
  return fastest;
}

// GGUF as the program opens it, a layer at a time.
Transformer open_model(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "model.gguf";
  if (std::filesystem::exists(file)) {
    auto weights = std::make_shared<const GgufFile>(file);
    TransformerConfig config = read_gguf_config(*weights);
    return {std::move(config), std::move(weights), at::kCPU, {}, {}};
  }
  return {load_transformer_config(folder / "config.json"), *open_weights(folder), at::kCPU, {}};
}

void dump(const std::filesystem::path& folder, std::int64_t n_times) {
  const Transformer model = open_model(folder);
  const Safetensors given(folder / "ids.safetensors");
  const at::Tensor ids = tensor(given, "ids").unsqueeze(0);
  Capture capture;
  capture.causal = model.config().causal;
  const TransformerOutput output = model.run(ids, {}, &capture, {});
  Named tensors = {{"stream", output.stream[0]}};
  add_layers(capture, tensors);
  if (model.has_logits()) {
    const at::Tensor rows = tensor(given, "rows");
    tensors.emplace_back("logits", model.logits(output.stream[0].index_select(0, rows)));
  }
  if (n_times > 0) {
    tensors.emplace_back("milliseconds",
                         at::full({1}, fastest_milliseconds(model, ids, n_times), at::kDouble));
  }
  write_tensors(tensors, {}, folder / "seen.safetensors");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: family_dump CASES N_CASES REPETITIONS\n", stderr);
    return 2;
  }
  const at::NoGradGuard no_gradients;
  at::set_num_threads(1);
  keep_working_memory();  // as the engine does
  for (std::int64_t i = 0; i < find_integer(argv[2]).value(); ++i) {
    const std::filesystem::path folder = std::filesystem::path(argv[1]) / std::to_string(i);
    try {
      dump(folder, find_integer(argv[3]).value());
    } catch (const std::exception& error) {
      std::ofstream(folder / "error.txt") << error.what();
    }
  }
  return 0;
}
