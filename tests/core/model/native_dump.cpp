/// Makes small random native models, saves them, opens them again and writes what they compute.
/// Every folder CASES/<n> holds a given.json; it gets model/, again/ (the model saved once more)
/// and seen.safetensors. usage: native_dump CASES N_CASES N_TEXTS N_TOKENS SEED
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "core/base/number_text.h"
#include "core/model/transformer.h"
#include "core/model/weights/tensor_file.h"

namespace {

using namespace baryscope;

std::int64_t whole(const char* text) { return find_integer(text).value(); }

// Uniform in ±1, by our own generator.
at::Tensor random_features(const TransformerConfig& config, Random& random) {
  if (config.n_features == 0) {
    return {};
  }
  at::Tensor values = at::empty({config.vocabulary_size, config.n_features}, at::kFloat);
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) {
    data[i] = static_cast<float>(2 * random.uniform() - 1);
  }
  return values;
}

Transformer opened(const std::filesystem::path& folder) {
  return {load_transformer_config(folder / "config.json"),
          Safetensors::open_folder(folder),
          at::kCPU,
          {}};
}

void dump(const std::filesystem::path& folder, std::int64_t n_texts, std::int64_t n_tokens,
          std::int64_t seed) {
  const TransformerConfig config = load_transformer_config(folder / "given.json");
  Random random(static_cast<std::uint64_t>(seed));
  const at::Tensor features = random_features(config, random);
  const Transformer made(config, features, random, at::kCPU);
  save_transformer(made, folder / "model");
  const Transformer model = opened(folder / "model");
  save_transformer(model, folder / "again");
  at::Tensor ids = at::empty({n_texts, n_tokens}, at::kLong);
  for (std::int64_t i = 0; i < ids.numel(); ++i) {
    ids.data_ptr<std::int64_t>()[i] =
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(config.vocabulary_size)));
  }
  std::vector<std::pair<std::string, at::Tensor>> tensors = {{"ids", ids}};
  const TransformerOutput batch = model.run(ids, {}, nullptr, {});
  tensors.emplace_back("stream", batch.stream);
  tensors.emplace_back("answers", batch.answers);
  for (std::int64_t text = 0; text < n_texts; ++text) {
    Capture capture;
    static_cast<void>(model.run(ids.narrow(0, text, 1), {}, &capture, {}));
    for (std::size_t layer = 0; layer < capture.layers.size(); ++layer) {
      tensors.emplace_back("texts." + std::to_string(text) + ".layers." + std::to_string(layer),
                           capture.layers[layer].output);
    }
  }
  write_tensors(tensors, {}, folder / "seen.safetensors");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 6) {
      std::fputs("usage: native_dump CASES N_CASES N_TEXTS N_TOKENS SEED\n", stderr);
      return 2;
    }
    const at::NoGradGuard no_gradients;
    at::set_num_threads(1);
    for (std::int64_t i = 0; i < whole(argv[2]); ++i) {
      dump(std::filesystem::path(argv[1]) / std::to_string(i), whole(argv[3]), whole(argv[4]),
           whole(argv[5]));
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "native_dump: %s\n", error.what());
    return 1;
  }
}
