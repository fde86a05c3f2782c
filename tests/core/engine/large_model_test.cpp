// Models larger than the cache, through the engine: no more layers than are asked for.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/base/atomic_file.h"
#include "core/engine/engine.h"
#include "core/model/capture.h"
#include "core/text/word_level.h"
#include "tests/core/model/small_checkpoint.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Selector::Kind;

class LargeModelTest : public testing::Test {
 protected:
  void SetUp() override {
    test::write_small_llama(m_folder, at::kBFloat16);
    write_file(m_folder.path() / "tokenizer.json",
               to_word_level_json({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, {}));
    m_request.model = m_folder.path().string();
    m_request.text = "b c d e f g h";
    m_request.device = "cpu";
    m_request.layer = {Kind::index, 1, {}};
    m_request.query = {Kind::index, 3, {}};
    m_request.cache_bytes = 60000;
  }

  std::shared_ptr<const Analysis> run(Engine& engine) {
    m_layers.clear();
    const Watch watch({}, [this](double, std::string_view step) {
      if (step.starts_with("layer ")) m_layers.emplace(step);
    });
    return engine.analyze(m_request, watch).at(0);
  }

  /// The same by an engine that keeps everything.
  std::shared_ptr<const Analysis> expected() {
    AnalysisRequest request = m_request;
    request.cache_bytes = std::uint64_t{1} << 30U;
    return make_engine()->analyze(request, {}).at(0);
  }

  test::ScratchFolder m_folder;
  AnalysisRequest m_request;
  std::set<std::string> m_layers;
  std::unique_ptr<Engine> m_engine = make_engine();
};

TEST_F(LargeModelTest, RunsTheLayersThatAreAskedForAndGoesOnFromThere) {
  m_request.head = {Kind::index, 2, {}};
  const auto second = run(*m_engine);
  EXPECT_THAT(m_layers, ElementsAre("layer 1 of 4", "layer 2 of 4"));
  const auto whole = expected();
  EXPECT_EQ(second->queries[0].output, whole->queries[0].output);
  EXPECT_EQ(second->model.n_layers, 4);
  EXPECT_TRUE(second->expectations.places.empty());
  EXPECT_EQ(whole->expectations.places.size(), 7U);
  EXPECT_THAT(second->notes, testing::Contains(HasSubstr("--cache")));
  m_request.layer.index = 0;
  run(*m_engine);
  EXPECT_THAT(m_layers, IsEmpty());
  m_request.layer.index = 2;
  run(*m_engine);
  EXPECT_THAT(m_layers, ElementsAre("layer 2 of 4", "layer 3 of 4"));
  m_request.layer = {};
  const auto chosen = run(*m_engine);
  EXPECT_THAT(m_layers, ElementsAre("layer 3 of 4", "layer 4 of 4"));
  const auto chosen_of_whole = expected();
  EXPECT_EQ(chosen->layer, chosen_of_whole->layer);
  EXPECT_EQ(chosen->expectations.text_nll, chosen_of_whole->expectations.text_nll);
  EXPECT_EQ(chosen->notes, chosen_of_whole->notes);
}

TEST_F(LargeModelTest, ChoosesAHeadOfTheLayerByItsOwnScores) {
  const auto chosen = run(*m_engine);
  EXPECT_THAT(m_layers, ElementsAre("layer 1 of 4", "layer 2 of 4"));
  const auto whole = expected();
  EXPECT_EQ(chosen->head, whole->head);
  EXPECT_EQ(chosen->choice.scores(1, chosen->head), whole->choice.scores(1, whole->head));
}

TEST_F(LargeModelTest, ALargerCacheRunsTheRest) {
  run(*m_engine);
  m_request.cache_bytes = std::uint64_t{1} << 30U;
  EXPECT_EQ(run(*m_engine)->expectations.places.size(), 7U);
  EXPECT_THAT(m_layers, ElementsAre("layer 2 of 4", "layer 3 of 4", "layer 4 of 4"));
}

TEST_F(LargeModelTest, WorksWithoutAnyCache) {
  m_request.cache_bytes = 0;
  m_request.needs.all_layers = true;
  EXPECT_EQ(run(*m_engine)->queries[0].output, expected()->queries[0].output);
  EXPECT_EQ(m_layers.size(), 4U);
}

TEST_F(LargeModelTest, AWrittenCaptureHoldsAllLayers) {
  run(*m_engine);
  const auto target = m_folder.path() / "seen.safetensors";
  m_engine->write_capture(m_request, target, {});
  const Capture capture = load_capture(target);
  ASSERT_EQ(capture.layers.size(), 4U);
  EXPECT_TRUE(capture.layers[3].query.defined());
}

}  // namespace
}  // namespace baryscope
