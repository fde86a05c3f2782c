#include "core/model/transformer_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/model/native_config.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using test::ScratchFolder;
using test::small_config;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string street =
    R"({"model_type":"baryscope","num_hidden_layers":8,"hidden_size":12,"num_attention_heads":2,)"
    R"("vocab_size":17,"max_position_embeddings":9,"norm":"rms","causal":true,)"
    R"("readout":{"kind":"classes","labels":["elsewhere","between"]},)"
    R"("layers":[{"mechanism":"pairwise"},{"mechanism":"pairwise"},{"mechanism":"pairwise"},)"
    R"({"mechanism":"two-simplicial","window":"512x32","score":"determinant"}],)"
    R"("example":{"layer":3,"query":"bakery@3","sinks":"hide"}})";

TransformerConfig load_text(const std::string& text) {
  const ScratchFolder folder;
  return load_transformer_config(folder.write("config.json", text));
}

std::string with(std::string_view from, std::string_view to) {
  std::string text = street;
  const std::size_t place = text.find(from);
  BARYSCOPE_CHECK(place != std::string::npos);
  text.replace(place, from.size(), to);
  return message_of<ModelError>([&text] { static_cast<void>(load_text(text)); });
}

TEST(NativeConfig, RepeatsThePatternOfLayers) {
  const TransformerConfig config = load_text(street);
  ASSERT_EQ(config.layers.size(), 8U);
  for (std::size_t layer = 0; layer < 8; ++layer) {
    EXPECT_EQ(config.layers[layer].mechanism.mechanism,
              layer % 4 == 3 ? "two-simplicial" : "pairwise");
  }
  EXPECT_EQ(config.layers[7].mechanism.window_1, 512);
  EXPECT_EQ(config.layers[7].mechanism.window_2, 32);
  EXPECT_EQ(config.layers[7].mechanism.key_prime, "own");
  EXPECT_EQ(config.head_dim, 6);
  EXPECT_EQ(config.n_kv_heads, 2);
  EXPECT_EQ(config.n_outputs, 2);
  EXPECT_EQ(config.norm_place, NormPlace::before);
  EXPECT_EQ(config.example.at("query"), "bakery@3");
  EXPECT_EQ(config.example.at("layer"), "3");
}

TEST(NativeConfig, WritesWhatItReads) {
  TransformerConfig config = load_text(street);
  EXPECT_EQ(load_text(to_config_json(config)), config);
  EXPECT_THAT(to_config_json(config), HasSubstr("\"window\": \"512x32\""));
  config.layers.back().mechanism.score = "strassen";  // no shorter pattern any more
  config.title = "straße \"4\"";
  config.norm_epsilon = 0.1;
  config.n_features = 3;
  config.readout = ReadoutKind::token_vector;
  config.n_outputs = 2;
  config = checked_config(config);
  EXPECT_EQ(config.labels, (std::vector<std::string>{"elsewhere", "between"})) << "of the entries";
  EXPECT_THAT(to_config_json(config), HasSubstr("\"names\""));
  EXPECT_EQ(load_text(to_config_json(config)), config);
  config.labels.clear();
  config = checked_config(config);
  EXPECT_THAT(to_config_json(config), Not(HasSubstr("\"names\"")));
  EXPECT_EQ(load_text(to_config_json(config)), config);
}

TEST(NativeConfig, EveryKindOfLayerComesBack) {
  for (const LayerTexts& layer : test::layers_of_every_kind()) {
    const TransformerConfig config = small_config({layer, {{"mechanism", "pairwise"}}});
    EXPECT_EQ(load_text(to_config_json(config)), config) << test::name_of(layer);
    EXPECT_EQ(layer_from_texts(layer_to_texts(config.layers[0])), config.layers[0])
        << test::name_of(layer);
  }
}

TEST(NativeConfig, ResolvesDefaultsAndForgetsWhatIsNotRead) {
  LayerConfig layer;
  layer.mechanism.mechanism = "differential";
  layer.mechanism.score = "strassen";
  layer.mechanism.keep = 5;
  layer.mechanism.window_anchor = WindowAnchor::key;
  const LayerConfig canonical = canonical_layer(layer);
  EXPECT_TRUE(canonical.mechanism.learned_lambda);
  EXPECT_EQ(canonical.mechanism.second_query_key, "own");
  EXPECT_EQ(canonical.mechanism.score, "trilinear");
  EXPECT_EQ(canonical.mechanism.keep, MechanismOptions().keep);
  EXPECT_EQ(canonical.mechanism.window_anchor, WindowAnchor::query);
  EXPECT_EQ(canonical_layer(canonical), canonical);
}

TEST(NativeConfig, NamesWhatIsWrong) {
  EXPECT_THAT(with("\"causal\"", "\"casual\""), HasSubstr("did you mean 'causal'"));
  EXPECT_THAT(with("\"pairwise\"", "\"pairwize\""),
              AllOf(HasSubstr("layers[0]"), HasSubstr("did you mean 'pairwise'")));
  EXPECT_THAT(with("\"score\"", "\"scores\""),
              AllOf(HasSubstr("layers[3]"), HasSubstr("did you mean 'score'")));
  EXPECT_THAT(with("{\"mechanism\":\"pairwise\"}", "{\"score\":\"strassen\"}"),
              AllOf(HasSubstr("layers[0]"), HasSubstr("'score'")));
  EXPECT_THAT(with("\"determinant\"", "\"determinent\""),
              AllOf(HasSubstr("layers[3]"), HasSubstr("score")));
  EXPECT_THAT(with("\"512x32\"", "0"), AllOf(HasSubstr("layers[3]"), HasSubstr("window")));
  EXPECT_THAT(with("\"512x32\"", "[]"), HasSubstr("layers[3].window"));
  EXPECT_THAT(with("\"score\":\"determinant\"", "\"key-prime\":\"previous-layer\""),
              HasSubstr("no other layer's"));
  EXPECT_THAT(with("\"score\":\"determinant\"", "\"causal\":true"), HasSubstr("whole model"));
  EXPECT_THAT(with("{\"mechanism\":\"pairwise\"}", "{\"select\":\"previous-layer\"}"),
              HasSubstr("no layer before"));
  EXPECT_THAT(with("\"rms\"", "\"batch\""), HasSubstr("norm: unknown value 'batch'"));
  EXPECT_THAT(with("\"kind\":\"classes\"", "\"kind\":\"class\""), HasSubstr("readout.kind"));
  EXPECT_THAT(with("[\"elsewhere\",\"between\"]", "[\"elsewhere\"]"), HasSubstr("two classes"));
  EXPECT_THAT(with("[\"elsewhere\",\"between\"]", "[1,2]"), HasSubstr("list of names"));
  const std::string classes = R"("kind":"classes","labels":["elsewhere","between"])";
  EXPECT_THAT(with(classes, R"("kind":"vector","size":3,"names":["a","b"])"),
              HasSubstr("readout.names has 2 names, expected readout.size = 3"));
  EXPECT_THAT(with(classes, R"("kind":"vector","size":2,"names":"ab")"),
              HasSubstr("readout.names is not a list of names, one an entry"));
  EXPECT_THAT(with("\"hidden_size\":12,", ""), HasSubstr("no hidden_size"));
}

TEST(NativeConfig, BoundsEverySize) {
  EXPECT_THAT(with(":8,", ":1000000000,"), HasSubstr("num_hidden_layers is 1000000000"));
  EXPECT_THAT(with(":8,", ":6,"), HasSubstr("not a multiple of the 4 entries"));
  EXPECT_THAT(with(":8,", ":-8,"), HasSubstr("num_hidden_layers is -8"));
  EXPECT_THAT(with(":8,", ":1e3,"), HasSubstr("num_hidden_layers"));
  EXPECT_THAT(with("\"hidden_size\":12", "\"hidden_size\":2147483647"), HasSubstr("hidden_size"));
  EXPECT_THAT(
      with("\"num_attention_heads\":2", "\"num_attention_heads\":1000000,\"head_dim\":1000"),
      HasSubstr("more than 1000000"));
  EXPECT_THAT(with("\"causal\":true", "\"num_key_value_heads\":3"),
              HasSubstr("num_key_value_heads is 3"));
  EXPECT_THAT(with("\"causal\":true", "\"causal\":true,\"output_projection\":false,\"head_dim\":5"),
              AllOf(HasSubstr("2·5"), HasSubstr("hidden_size = 12")));
  EXPECT_THAT(with("\"causal\":true", "\"positions\":\"rotary\",\"head_dim\":5"),
              HasSubstr("5 is odd"));
  EXPECT_THAT(with("\"causal\":true", "\"causal\":true,\"causal\":false"), HasSubstr("twice"));
  EXPECT_THAT(with("\"causal\":true", "\"norm_eps\":1e999"), HasSubstr("range of doubles"));
  EXPECT_THAT(with("\"causal\":true", "\"title\":" + std::string(100'000, '[')),
              HasSubstr("nested too deeply"));
  EXPECT_THAT(
      message_of<ModelError>([] { static_cast<void>(load_text(std::string(5'000'000, ' '))); }),
      HasSubstr("4 MiB"));
  EXPECT_THAT(message_of<ModelError>([] { static_cast<void>(load_text(street.substr(0, 200))); }),
              HasSubstr("cut off"));
}

}  // namespace
}  // namespace baryscope
