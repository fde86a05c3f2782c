#include "core/model/transformer.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>

#include "core/model/weights/tensor_file.h"
#include "tests/core/model/native_config.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::layers_of_every_kind;
using test::message_of;
using test::name_of;
using test::ScratchFolder;
using test::small_config;
using testing::AllOf;
using testing::HasSubstr;

Transformer fresh(const TransformerConfig& config, std::uint64_t seed = 3) {
  Random random(seed);
  return {config, {}, random, at::kCPU};
}

Transformer opened(const std::filesystem::path& folder) {
  return {load_transformer_config(folder / "config.json"),
          Safetensors::open_folder(folder),
          at::kCPU,
          {}};
}

at::Tensor some_ids(std::int64_t n_texts = 3, std::int64_t n_tokens = 7) {
  return at::arange(n_texts * n_tokens, at::kLong).mul(7).remainder(10).view({n_texts, n_tokens});
}

at::Tensor answers(const Transformer& model, const at::Tensor& ids) {
  const at::NoGradGuard no_gradients;
  return model.run(ids, {}, nullptr, {}).answers;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Σ answers·waves + the indexers' loss: touches every answer with a weight of its own.
at::Tensor loss_of(const Transformer& model) {
  const TransformerOutput output = model.run(some_ids(), {}, nullptr, {});
  const at::Tensor waves = at::arange(output.answers.numel(), at::kFloat).mul(1.3).sin();
  const at::Tensor sum = (output.answers.flatten() * waves).sum();
  return output.auxiliary_loss.defined() ? sum + output.auxiliary_loss : sum;
}

TEST(Transformer, FreshWeightsAreOurGenerators) {
  const TransformerConfig config = small_config({{{"mechanism", "two-simplicial"}}});
  const Transformer model = fresh(config);
  const auto& [name, first] = model.parameters().front();
  EXPECT_EQ(name, "embeddings.token.weight");
  Random random(3);
  for (std::int64_t i = 0; i < 5; ++i) {
    EXPECT_EQ(first.flatten()[i].item<float>(), static_cast<float>(2 * random.uniform() - 1));
  }
  for (const auto& [part, values] : model.parameters()) {
    const double bound = part.starts_with("embeddings") ? 1 : 1 / std::sqrt(12.0);
    EXPECT_LE(values.abs().max().item<double>(), bound) << part;
    EXPECT_GT(values.abs().max().item<double>(), bound / 3) << part;
  }
  EXPECT_TRUE(at::equal(answers(model, some_ids()), answers(fresh(config), some_ids())));
  EXPECT_FALSE(at::equal(answers(model, some_ids()), answers(fresh(config, 4), some_ids())));
}

TEST(Transformer, OpensAgainBitForBit) {
  for (const LayerTexts& layer : layers_of_every_kind()) {
    TransformerConfig config = small_config({layer, layer});
    config.mlp_dim = 10;
    config.norm = NormKind::layer;
    const ScratchFolder folder;
    const Transformer made = fresh(config);
    save_transformer(made, folder.path());
    const Transformer again = opened(folder.path());
    EXPECT_EQ(again.config(), made.config()) << name_of(layer);
    ASSERT_EQ(again.parameters().size(), made.parameters().size());
    for (std::size_t i = 0; i < made.parameters().size(); ++i) {
      EXPECT_EQ(again.parameters()[i].first, made.parameters()[i].first);
      EXPECT_TRUE(at::equal(again.parameters()[i].second, made.parameters()[i].second));
    }
    EXPECT_TRUE(at::equal(answers(again, some_ids()), answers(made, some_ids()))) << name_of(layer);
    const std::string before = bytes_of(folder.path() / "model.safetensors");
    save_transformer(again, folder.path());
    EXPECT_EQ(bytes_of(folder.path() / "model.safetensors"), before);
  }
}

TEST(Transformer, FeaturesAreKeptAndNotTrained) {
  TransformerConfig config = small_config({{{"mechanism", "cog"}}});
  config.n_features = 4;
  const at::Tensor features = at::arange(40, at::kFloat).view({10, 4}).div(10);
  Random random(1);
  const Transformer model(config, features, random, at::kCPU);
  ASSERT_EQ(model.buffers().size(), 1U);
  EXPECT_TRUE(at::equal(model.buffers()[0].second, features));
  const ScratchFolder folder;
  save_transformer(model, folder.path());
  EXPECT_TRUE(at::equal(answers(opened(folder.path()), some_ids()), answers(model, some_ids())));
  // Fewer tokens than the vocabulary take the other way through the embedding.
  EXPECT_TRUE(
      at::allclose(answers(model, some_ids(1, 7)), answers(model, some_ids())[0], 1e-5, 1e-6));
  EXPECT_THAT(message_of([&] { Transformer(config, {}, random, at::kCPU); }),
              HasSubstr("token_features is 4"));
}

TEST(Transformer, ABatchIsItsTextsOneByOne) {
  for (const LayerTexts& layer : layers_of_every_kind()) {
    TransformerConfig config = small_config({{{"mechanism", "pairwise"}}, layer});
    config.n_kv_heads = 1;
    config.causal = true;
    const Transformer model = fresh(config);
    const at::Tensor together = answers(model, some_ids());
    for (std::int64_t text = 0; text < 3; ++text) {
      const at::Tensor alone = answers(model, some_ids().narrow(0, text, 1))[0];
      EXPECT_LT((alone - together[text]).abs().max().item<double>(), 1e-5) << name_of(layer);
    }
  }
}

TEST(Transformer, GradientsReachEveryParameter) {
  for (const LayerTexts& layer : layers_of_every_kind()) {
    TransformerConfig config = small_config({layer});
    config.mlp_dim = 8;
    config.norm = NormKind::rms;
    config.n_kv_heads = 1;
    const Transformer model = fresh(config);
    for (const auto& [name, values] : model.parameters()) {
      values.requires_grad_(true);
    }
    loss_of(model).backward();
    for (const auto& [name, values] : model.parameters()) {
      // A gate of steps has no slope in what it compares.
      const bool flat =
          layer[0].second == "heaviside-gate" &&
          (name.find("lambda") != std::string::npos || name.find("_2.") != std::string::npos);
      if (flat && !values.grad().defined()) {
        continue;
      }
      ASSERT_TRUE(values.grad().defined()) << name_of(layer) << name;
      EXPECT_TRUE(at::isfinite(values.grad()).all().item<bool>()) << name_of(layer) << name;
      // A bias that is the same for all keys leaves a softmax as it is, and weights that sum to 0
      // hide one of all values.
      const bool shift = name.ends_with("key.bias") || name.ends_with("key_2.bias") ||
                         name.ends_with("index_key.bias") ||
                         (name.ends_with("value.bias") && layer[0].second == "dipole-v2");
      if (!flat && !shift && layer[0].second != "heaviside-differential") {
        EXPECT_GT(values.grad().abs().max().item<double>(), 0) << name_of(layer) << name;
      }
    }
  }
}

// The directional derivative by the gradient against the difference of two losses.
TEST(Transformer, GradientsAreSlopes) {
  const std::vector<std::vector<LayerTexts>> models = {
      {{{"mechanism", "pairwise"}}, {{"mechanism", "two-simplicial"}, {"window", "5x3"}}},
      {{{"mechanism", "differential"}, {"head-norm", "on"}}, {{"mechanism", "dipole-v2"}}},
      {{{"mechanism", "differential-v2"}}, {{"mechanism", "n-order"}, {"order", "3"}}},
  };
  for (const auto& layers : models) {
    TransformerConfig config = small_config(layers);
    config.norm = NormKind::rms;
    config.positions = PositionKind::rotary;
    const Transformer model = fresh(config);
    for (const auto& [name, values] : model.parameters()) {
      values.requires_grad_(true);
    }
    loss_of(model).backward();
    const at::NoGradGuard no_gradients;
    double expected = 0;
    std::vector<at::Tensor> directions;
    for (const auto& [name, values] : model.parameters()) {
      directions.push_back(at::arange(values.numel(), at::kFloat).mul(0.7).cos().view_as(values));
      expected += (values.grad() * directions.back()).sum().item<double>();
    }
    constexpr double step = 2e-3;
    const auto loss_at = [&](double change) {
      for (std::size_t i = 0; i < directions.size(); ++i) {
        model.parameters()[i].second.add_(directions[i], change);
      }
      return loss_of(model).item<double>();
    };
    const double after = loss_at(step);
    const double before = loss_at(-2 * step);
    EXPECT_NEAR((after - before) / (2 * step), expected, 0.02 * std::abs(expected) + 0.02);
  }
}

TEST(Transformer, UpdatesInPlaceAreSeenAndCopiesAreNot) {
  const Transformer model = fresh(small_config({{{"mechanism", "two-simplicial"}}}));
  const Transformer copy = model.copy();
  const at::Tensor before = answers(model, some_ids());
  {
    const at::NoGradGuard no_gradients;
    for (const auto& [name, values] : model.parameters()) {
      if (name == "layers.0.attention.value_prime.weight") {
        values.mul_(2);
      }
    }
  }
  EXPECT_FALSE(at::equal(answers(model, some_ids()), before));
  EXPECT_TRUE(at::equal(answers(copy, some_ids()), before));
}

TEST(Transformer, IndexersLearnFromTheirLossAlone) {
  const LayerTexts layer = {{"mechanism", "two-simplicial"}, {"select", "indexer"}, {"keep", "3"}};
  const Transformer model = fresh(small_config({layer}));
  for (const auto& [name, values] : model.parameters()) {
    values.requires_grad_(true);
  }
  double first = 0;
  double last = 0;
  for (int step = 0; step < 300; ++step) {
    const at::Tensor loss = model.run(some_ids(), {}, nullptr, {}).auxiliary_loss;
    loss.backward();
    const at::NoGradGuard no_gradients;
    (step == 0 ? first : last) = loss.item<double>();
    for (const auto& [name, values] : model.parameters()) {
      const bool is_index = name.find("index_") != std::string::npos;
      EXPECT_EQ(values.grad().defined(), is_index) << name;
      if (is_index) {
        values.sub_(values.grad(), 0.5);
        values.mutable_grad().zero_();
      }
    }
  }
  EXPECT_GT(first, 0);
  EXPECT_LT(last, 0.8 * first);
}

TEST(Transformer, RefusesBrokenFolders) {
  const auto with = [](const std::function<void(std::map<std::string, at::Tensor>&)>& change) {
    const ScratchFolder folder;
    const Transformer model = fresh(small_config({{{"mechanism", "two-simplicial"}}}));
    save_transformer(model, folder.path());
    std::map<std::string, at::Tensor> tensors(model.parameters().begin(), model.parameters().end());
    for (auto& [name, values] : tensors) {
      values = values.clone();
    }
    change(tensors);
    write_tensors({tensors.begin(), tensors.end()}, {}, folder.path() / "model.safetensors");
    return message_of([&folder] { opened(folder.path()); });
  };
  const std::string name = "layers.0.attention.key_prime.weight";
  EXPECT_EQ(with([](auto&) {}), "no error");
  EXPECT_THAT(with([&](auto& w) { w.erase(name); }),
              AllOf(HasSubstr("no tensor '" + name + "'"), HasSubstr("[12, 12]")));
  EXPECT_THAT(with([&](auto& w) { w[name] = at::ones({12, 11}); }),
              AllOf(HasSubstr("shape [12, 11]"), HasSubstr("config.json asks for [12, 12]")));
  EXPECT_THAT(with([&](auto& w) { w[name][3][4] = std::numeric_limits<float>::quiet_NaN(); }),
              AllOf(HasSubstr(name), HasSubstr("NaN")));
  EXPECT_THAT(with([&](auto& w) { w["layers.0.attention.key_prim.weight"] = at::ones({1}); }),
              AllOf(HasSubstr("does not ask for"), HasSubstr("did you mean '" + name + "'")));
}

TEST(Transformer, ACaptureHoldsWhatTheLayersAre) {
  const TransformerConfig config = small_config(
      {{{"mechanism", "pairwise"}},
       {{"mechanism", "differential-v2"}},
       {{"mechanism", "two-simplicial"}, {"window", "4x2"}, {"key-prime", "shifted-key"}}});
  const Transformer model = fresh(config);
  Capture capture;
  capture.model = "small";
  for (int i = 0; i < 7; ++i) {
    capture.tokens.emplace_back().text = "t" + std::to_string(i);
  }
  static_cast<void>(model.run(some_ids(1, 7), {}, &capture, {}));
  ASSERT_EQ(capture.layers.size(), 3U);
  EXPECT_EQ(capture.layers[1].lambda.sizes(), (std::vector<std::int64_t>{2, 7}));
  EXPECT_EQ(capture.layers[2].output.sizes(), (std::vector<std::int64_t>{2, 7, 6}));
  EXPECT_FALSE(capture.layers[2].key_prime.defined());
  EXPECT_TRUE(capture.layers[2].value_prime.defined());
  EXPECT_EQ(capture.labels, config.labels);
  EXPECT_TRUE(at::allclose(capture.answers.sum(-1), at::ones({7})));

  const ScratchFolder folder;
  save_capture(capture, folder.path() / "c.safetensors");
  const Capture again = load_capture(folder.path() / "c.safetensors");
  for (std::size_t layer = 0; layer < 3; ++layer) {
    EXPECT_EQ(again.layers[layer].own, capture.layers[layer].own) << layer;
    EXPECT_EQ(again.layers[layer].own, config.layers[layer].mechanism) << layer;
  }
  EXPECT_TRUE(at::equal(again.layers[1].lambda, capture.layers[1].lambda));
}

}  // namespace
}  // namespace baryscope
