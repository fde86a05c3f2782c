#include "core/model/layer_store.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/model/model_error.h"
#include "core/model/transformer.h"
#include "tests/core/model/small_checkpoint.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using testing::AllOf;
using testing::HasSubstr;

class LayerStoreTest : public testing::Test {
 protected:
  void write(at::ScalarType type) {
    m_config = test::write_small_llama(m_folder, type);
    m_weights = std::make_shared<const test::WatchedWeights>(m_folder.path());
  }

  Transformer opened(std::size_t capacity) {
    m_cache = std::make_shared<ByteCache>(capacity);
    return {m_config, m_weights, at::kCPU, {m_cache, ByteCache::no_owner}, {}};
  }

  at::NoGradGuard m_no_gradients;
  test::ScratchFolder m_folder;
  TransformerConfig m_config;
  std::shared_ptr<const test::WatchedWeights> m_weights;
  std::shared_ptr<ByteCache> m_cache;
  at::Tensor m_ids = at::tensor({3, 1, 4, 1, 5, 9, 2, 6}, at::kLong).unsqueeze(0);
};

void expect_equal(const Capture& first, const Capture& second, std::size_t n_layers) {
  for (std::size_t layer = 0; layer < n_layers; ++layer) {
    for (const LayerTensorName& row : layer_tensor_names()) {
      const at::Tensor& a = first.layers[layer].*(row.tensor);
      const at::Tensor& b = second.layers[layer].*(row.tensor);
      ASSERT_EQ(a.defined(), b.defined()) << row.name;
      EXPECT_TRUE(!a.defined() || at::equal(a, b)) << layer << " " << row.name;
    }
    EXPECT_TRUE(at::equal(first.layers[layer].residual, second.layers[layer].residual));
  }
}

TEST_F(LayerStoreTest, ComputesWhatAModelReadAtOnceDoes) {
  for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16, at::kDouble}) {
    write(type);
    const Transformer whole(m_config, *m_weights, at::kCPU, {});
    Capture expected;
    const TransformerOutput output = whole.run(m_ids, {}, &expected, {});
    // Everything kept; one layer at a time; nothing.
    for (const std::size_t capacity : {std::size_t{1} << 30U, std::size_t{40000}, std::size_t{0}}) {
      const Transformer model = opened(capacity);
      EXPECT_EQ(model.fits(), capacity > 100000);
      for (int run = 0; run < 2; ++run) {
        Capture seen;
        EXPECT_TRUE(at::equal(model.run(m_ids, {}, &seen, {}).stream, output.stream));
        expect_equal(seen, expected, 4);
        EXPECT_TRUE(at::equal(model.logits(output.stream[0]), whole.logits(output.stream[0])));
      }
    }
  }
}

TEST_F(LayerStoreTest, GoesOnWhereItStopped) {
  write(at::kBFloat16);
  Capture expected;
  const Transformer model = opened(0);
  static_cast<void>(model.run(m_ids, {}, &expected, {}));
  Capture seen;
  std::vector<std::string> steps;
  const Watch watch({}, [&](double, std::string_view step) { steps.emplace_back(step); });
  model.run_layers(m_ids, {}, 1, seen, watch);
  EXPECT_EQ(seen.n_run, 0);
  ASSERT_EQ(seen.layers.size(), 4U);
  expect_equal(seen, expected, 1);
  EXPECT_FALSE(seen.layers[1].query.defined());
  EXPECT_FALSE(seen.residual.defined());
  model.run_layers(m_ids, {}, 3, seen, watch);
  EXPECT_TRUE(seen.stream.defined());
  model.run_layers(m_ids, {}, 4, seen, watch);
  EXPECT_FALSE(seen.stream.defined());
  expect_equal(seen, expected, 4);
  EXPECT_TRUE(at::equal(seen.residual, expected.residual));
  // What was seen by its heads alone is run when others follow.
  EXPECT_EQ(steps, (std::vector<std::string>{"reading the text", "layer 1 of 4", "reading the text",
                                             "layer 1 of 4", "layer 2 of 4", "layer 3 of 4",
                                             "layer 3 of 4", "layer 4 of 4"}));
}

TEST_F(LayerStoreTest, TouchesTheLayersThatAreRun) {
  write(at::kHalf);
  const Transformer model = opened(0);
  EXPECT_FALSE(m_weights->has_read("layers."));
  EXPECT_FALSE(m_weights->has_read("lm_head"));
  Capture seen;
  model.run_layers(m_ids, {}, 2, seen, {});
  EXPECT_TRUE(m_weights->has_read("layers.0.mlp"));
  EXPECT_TRUE(m_weights->has_read("layers.1.self_attn.q_proj"));
  EXPECT_FALSE(m_weights->has_read("layers.1.self_attn.o_proj"));
  EXPECT_FALSE(m_weights->has_read("layers.1.mlp"));
  EXPECT_FALSE(m_weights->has_read("layers.2."));
  EXPECT_FALSE(m_weights->has_read("lm_head"));
}

TEST_F(LayerStoreTest, KeepsNoMoreThanTheCacheHolds) {
  write(at::kBFloat16);
  // Query and output, key and value, the MLP, two norms.
  constexpr std::size_t layer_bytes = (32 * 32 * 2 + 2 * 16 * 32 + 3 * 32 * 48 + 64) * 4;
  const Transformer model = opened(2 * layer_bytes + 100);
  static_cast<void>(model.run(m_ids, {}, nullptr, {}));
  EXPECT_EQ(m_cache->n_bytes(), 2 * layer_bytes);
  m_cache->set_capacity(layer_bytes);
  EXPECT_EQ(m_cache->n_bytes(), layer_bytes);
}

TEST_F(LayerStoreTest, WeightsInSinglePrecisionStayInTheirFile) {
  write(at::kFloat);
  const Transformer model = opened(std::size_t{1} << 30U);
  static_cast<void>(model.run(m_ids, {}, nullptr, {}));
  // But for queries, keys and values, which are stacked.
  EXPECT_EQ(m_cache->n_bytes(), 4U * (32 + 2 * 16) * 32 * 4);
}

TEST_F(LayerStoreTest, NamesWhatIsMissingAtOnceAndWhatIsBrokenWhenItIsNeeded) {
  write(at::kHalf);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const std::string& name : m_weights->names()) {
    tensors.emplace_back(name, tensor(*m_weights, name).clone());
  }
  const auto save = [&](const std::string& changed, const at::Tensor& values) {
    auto others = tensors;
    std::erase_if(others, [&](const auto& entry) { return entry.first == changed; });
    if (values.defined()) {
      others.emplace_back(changed, values);
    }
    write_tensors(others, {}, m_folder.path() / "model.safetensors");
    m_weights = std::make_shared<const test::WatchedWeights>(m_folder.path());
  };
  const std::string name = "model.layers.2.mlp.up_proj.weight";
  save(name, {});
  EXPECT_THAT(message_of([&] { opened(0); }), HasSubstr("no tensor '" + name + "'"));
  save(name, at::ones({32, 48}, at::kHalf));
  EXPECT_THAT(message_of([&] { opened(0); }), HasSubstr("shape [32, 48]"));
  save(name, at::ones({48, 32}, at::kInt));
  EXPECT_THAT(message_of([&] { opened(0); }), HasSubstr("is I32"));
  at::Tensor broken = at::ones({48, 32}, at::kHalf);
  broken[1][2] = std::numeric_limits<float>::infinity();
  save(name, broken);
  const Transformer model = opened(0);
  Capture seen;
  model.run_layers(m_ids, {}, 2, seen, {});
  EXPECT_THAT(message_of([&] { model.run_layers(m_ids, {}, 4, seen, {}); }),
              AllOf(HasSubstr("'" + name + "'"), HasSubstr("NaN or infinity")));
  EXPECT_EQ(seen.n_run, 2);
  at::Tensor rows = at::ones({24, 32}, at::kHalf);
  rows[9][0] = std::numeric_limits<float>::quiet_NaN();
  save("model.embed_tokens.weight", rows);
  const Transformer other = opened(0);
  EXPECT_THAT(message_of([&] { static_cast<void>(other.run(m_ids, {}, nullptr, {})); }),
              HasSubstr("embed_tokens"));
  EXPECT_NO_THROW(static_cast<void>(other.run(m_ids.narrow(1, 0, 5), {}, nullptr, {})));
}

TEST_F(LayerStoreTest, StopsBetweenLayers) {
  write(at::kHalf);
  std::stop_source source;
  const Transformer model = opened(0);
  Capture seen;
  const Watch watch(source.get_token(), [&](double, std::string_view step) {
    if (step == "layer 3 of 4") source.request_stop();
  });
  EXPECT_THROW(model.run_layers(m_ids, {}, 4, seen, watch), Cancelled);
  EXPECT_EQ(seen.n_run, 2);
}

}  // namespace
}  // namespace baryscope
