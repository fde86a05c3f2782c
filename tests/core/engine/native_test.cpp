// Native models through the engine: a layer runs by its own mechanism, a person's options over it.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/analysis/report.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/processor.h"
#include "core/engine/engine.h"
#include "core/model/model.h"
#include "core/model/weights/safetensors.h"
#include "core/text/word_level.h"
#include "tests/core/model/native_config.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

using test::small_config;
using testing::HasSubstr;
using Kind = Selector::Kind;

const std::string some_text = "b c d e f g h";

class NativeTest : public testing::Test {
 protected:
  void make(const TransformerConfig& config) {
    Random random(5);
    save_transformer(Transformer(config, {}, random, at::kCPU), m_folder.path());
    write_file(m_folder.path() / "tokenizer.json",
               to_word_level_json({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, {}));
    m_engine = make_engine();
    m_request.model = m_folder.path().string();
    m_request.text = some_text;
    m_request.device = "cpu";
    m_request.query = {Kind::all, 0, {}};
    m_request.head = {Kind::index, 1, {}};
  }

  std::shared_ptr<const Analysis> run(int layer) {
    m_request.layer = {Kind::index, layer, {}};
    return m_engine->analyze(m_request, {}).at(0);
  }

  Capture capture() {
    return load_model(m_folder.path(), "small", "cpu", {})->capture(some_text, {}, {});
  }

  test::ScratchFolder m_folder;
  AnalysisRequest m_request;
  std::unique_ptr<Engine> m_engine = make_engine();
};

TEST_F(NativeTest, AutoIsWhatTheModelComputes) {
  for (const LayerTexts& layer : test::layers_of_every_kind()) {
    TransformerConfig config = small_config({{{"mechanism", "pairwise"}}, layer});
    config.causal = true;
    config.n_kv_heads = 1;
    make(config);
    const Capture seen = capture();
    const auto analysis = run(1);
    EXPECT_EQ(analysis->mechanism.mechanism, layer[0].second);
    EXPECT_FALSE(analysis->lens) << test::name_of(layer) << *analysis->lens;
    ASSERT_EQ(analysis->queries.size(), 7U);
    for (int i = 0; i < 7; ++i) {
      for (int l = 0; l < 6; ++l) {
        const auto found = analysis->queries[static_cast<std::size_t>(i)].output;
        EXPECT_NEAR(found[static_cast<std::size_t>(l)],
                    seen.layers[1].output[1][i][l].item<double>(), 1e-5)
            << test::name_of(layer);
      }
    }
  }
}

TEST_F(NativeTest, AHybridShowsEveryLayerAsItIs) {
  TransformerConfig config = small_config(
      {{{"mechanism", "pairwise"}},
       {{"mechanism", "two-simplicial"}, {"window", "4x2"}},
       {{"mechanism", "pairwise"}},
       {{"mechanism", "two-simplicial"}, {"select", "previous-layer"}, {"keep", "3"}}});
  make(config);
  EXPECT_EQ(run(0)->mechanism.mechanism, "pairwise");
  EXPECT_TRUE(run(0)->triangles.empty());
  EXPECT_EQ(run(1)->mechanism.window_1, 4);
  EXPECT_FALSE(run(1)->triangles.empty());
  EXPECT_EQ(run(3)->mechanism.keep, 3);

  m_request.layer = {};
  EXPECT_EQ(m_engine->analyze(m_request, {}).at(0)->layer % 2, 1);

  m_request.mechanism.mechanism = "two-simplicial";
  m_request.given = {"mechanism"};
  EXPECT_FALSE(run(1)->lens);
  EXPECT_EQ(run(1)->mechanism.window_1, 4);
  EXPECT_THAT(*run(0)->lens, HasSubstr("K' ="));
  m_request.mechanism.mechanism = "pairwise";
  EXPECT_THAT(*run(1)->lens, HasSubstr("pairwise in place of the model's own two-simplicial"));
}

TEST_F(NativeTest, OptionsThatAPersonSetLieOverTheLayers) {
  make(small_config({{{"mechanism", "two-simplicial"}, {"window", "4x2"}, {"score", "strassen"}}}));
  m_request.mechanism.window_1.reset();
  m_request.mechanism.score = "determinant";
  EXPECT_EQ(run(0)->mechanism.score, "strassen");
  m_request.given = {"window"};
  EXPECT_EQ(run(0)->mechanism.score, "strassen");
  EXPECT_FALSE(run(0)->mechanism.window_1);
  EXPECT_THAT(*run(0)->lens, HasSubstr("window none in place of 4x2"));
  m_request.given = {"score"};
  EXPECT_EQ(run(0)->mechanism.score, "determinant");
  EXPECT_EQ(run(0)->mechanism.window_1, 4);
}

TEST_F(NativeTest, LearnedLambdaIsToldAndANumberIsALens) {
  make(small_config({{{"mechanism", "differential-v2"}}}));
  const Capture seen = capture();
  m_request.query = {Kind::index, 2, {}};
  EXPECT_NEAR(run(0)->lambda, seen.layers[0].lambda[1][2].item<double>(), 1e-6);
  m_request.mechanism.lambda = 0.25;
  m_request.given = {"lambda"};
  EXPECT_EQ(run(0)->lambda, 0.25);
  EXPECT_THAT(*run(0)->lens, HasSubstr("lambda 0.25 in place of learned"));
}

TEST_F(NativeTest, PredictionsAreTheReadouts) {
  make(small_config({{{"mechanism", "cog"}}}));
  const auto analysis = run(0);
  ASSERT_EQ(analysis->predictions.size(), 7U);
  for (const Prediction& prediction : analysis->predictions) {
    ASSERT_EQ(prediction.values.size(), 3U);
    EXPECT_NEAR(prediction.values[0] + prediction.values[1] + prediction.values[2], 1, 1e-6);
    const auto best = std::max_element(prediction.values.begin(), prediction.values.end());
    EXPECT_EQ(prediction.probability, *best);
    EXPECT_EQ(
        prediction.label,
        (std::vector<std::string>{
            "no", "yes", "perhaps"}[static_cast<std::size_t>(best - prediction.values.begin())]));
  }
}

TEST_F(NativeTest, AVectorsEntriesAreSaidByTheirNames) {
  TransformerConfig config = small_config({{{"mechanism", "cog"}}});
  config.readout = ReadoutKind::token_vector;
  config.n_outputs = 2;
  config.labels = {"apple", "pear"};
  make(config);
  const auto named = run(0);
  EXPECT_EQ(named->model.labels, config.labels);
  ASSERT_EQ(named->predictions.size(), 7U);
  EXPECT_EQ(named->predictions[0].values.size(), 2U);
  EXPECT_THAT(named->predictions[0].label, testing::IsEmpty()) << "a vector has no class";
  EXPECT_THAT(prediction_words(*named, 0), testing::ContainsRegex("apple|pear"));

  config.labels.clear();
  make(config);
  const auto unnamed = run(0);
  EXPECT_THAT(unnamed->model.labels, testing::IsEmpty());
  EXPECT_THAT(prediction_words(*unnamed, 0), testing::StartsWith("y"));
}

TEST_F(NativeTest, WhateverFileOfItChangedIsReadAgain) {
  const TransformerConfig config = small_config({{{"mechanism", "pairwise"}}});
  const auto numbers = [this] { return run(0)->queries.front().output; };
  const auto& folder = m_folder.path();
  // The weights under another name; in a shard below the folder.
  const auto move_weights = [&](int seed, const std::filesystem::path& to) {
    Random random(seed);
    save_transformer(Transformer(config, {}, random, at::kCPU), folder);
    std::filesystem::create_directories((folder / to).parent_path());
    std::filesystem::rename(folder / "model.safetensors", folder / to);
  };
  make(config);
  const auto first = numbers();
  move_weights(5, "only.safetensors");
  EXPECT_EQ(numbers(), first);
  move_weights(6, "only.safetensors");
  const auto second = numbers();
  EXPECT_NE(second, first);

  std::filesystem::remove(folder / "only.safetensors");
  move_weights(5, "parts/one.safetensors");
  std::string map;
  for (const std::string& name : Safetensors(folder / "parts/one.safetensors").names()) {
    map += (map.empty() ? "\"" : ",\"") + name + "\":\"./parts/one.safetensors\"";
  }
  write_file(folder / "model.safetensors.index.json", "{\"weight_map\":{" + map + "}}");
  EXPECT_EQ(numbers(), first);
  move_weights(6, "parts/one.safetensors");
  EXPECT_EQ(numbers(), second);
  write_file(folder / "tokenizer.json",
             to_word_level_json({"j", "b", "c", "d", "e", "f", "g", "a", "i", "h"}, {}));
  EXPECT_NE(numbers(), second);
}

TEST_F(NativeTest, WhatLiesBesideTheWeightsIsNoted) {
  make(small_config({{{"mechanism", "pairwise"}}}));
  EXPECT_TRUE(run(0)->notes.empty());
  write_file(m_folder.path() / "model.safetensors.index.json",
             R"({"weight_map":{"x":"x.safetensors"}})");
  m_engine = make_engine();
  EXPECT_THAT(run(0)->notes, testing::Contains(HasSubstr("names other files")));
}

TEST_F(NativeTest, TheLevelOfTheProcessorIsTheRequests) {
  make(small_config({{{"mechanism", "two-simplicial"}}, {{"mechanism", "pairwise"}}}));
  m_request.cpu = "portable";
  const auto plain = run(1);
  m_request.cpu = "auto";
  const auto widest = run(1);
  double most = 0;
  for (std::size_t i = 0; i < plain->queries.size(); ++i) {
    for (std::size_t l = 0; l < plain->queries[i].output.size(); ++l) {
      most = std::max(most, std::abs(plain->queries[i].output[l] - widest->queries[i].output[l]));
    }
  }
  EXPECT_LT(most, 1e-5);
  EXPECT_EQ(most > 0, widest_level() != ProcessorLevel::portable)
      << "the same kernels ran, or an old capture was shown";
  m_request.cpu = "sse2";
  EXPECT_THROW(run(1), UsageError);
}

TEST_F(NativeTest, ACaptureOfItOpensTheSame) {
  make(small_config({{{"mechanism", "pairwise"}},
                     {{"mechanism", "two-simplicial"}, {"select", "indexer"}, {"keep", "3"}}}));
  const auto path = m_folder.path() / "seen.safetensors";
  m_engine->write_capture(m_request, path, {});
  const auto ours = run(1);
  m_request.model.clear();
  m_request.capture = path.string();
  const auto again = run(1);
  EXPECT_EQ(again->mechanism, ours->mechanism);
  ASSERT_EQ(again->triangles.size(), ours->triangles.size());
  EXPECT_EQ(again->triangles.front().weight, ours->triangles.front().weight);
  EXPECT_EQ(again->queries[3].output, ours->queries[3].output);
}

}  // namespace
}  // namespace baryscope
