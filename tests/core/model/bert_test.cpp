// BERT checkpoints on the block machinery.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "core/model/device.h"
#include "core/model/model.h"
#include "core/model/transformer.h"
#include "core/model/weight_reader.h"
#include "core/model/weights/tensor_file.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using test::ScratchFolder;
using testing::AllOf;
using testing::HasSubstr;

const std::string tiny_config =
    R"({"architectures":["BertModel"],"model_type":"bert","num_hidden_layers":2,)"
    R"("num_attention_heads":2,"hidden_size":6,"intermediate_size":8,"vocab_size":11,)"
    R"("max_position_embeddings":5,"type_vocab_size":2,"hidden_act":"gelu"})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t place = text.find(from);
  BARYSCOPE_CHECK(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

TEST(Config, ReadsSizes) {
  const ScratchFolder folder;
  const TransformerConfig config =
      load_transformer_config(folder.write("config.json", tiny_config));
  EXPECT_EQ(config.architecture, "bert");
  EXPECT_EQ(config.layers.size(), 2U);
  EXPECT_EQ(config.head_dim, 3);
  EXPECT_EQ(config.max_positions, 5);
  EXPECT_EQ(config.norm_epsilon, 1e-12);
}

TEST(Config, NamesWhatItCannotUse) {
  const ScratchFolder folder;
  const auto with = [&folder](std::string_view from, std::string_view to) {
    const auto path = folder.write("config.json", replaced(tiny_config, from, to));
    return message_of([&path] { load_transformer_config(path); });
  };
  EXPECT_THAT(with("\"bert\"", "\"mamba\""), HasSubstr("unknown architecture 'mamba'"));
  EXPECT_THAT(with("\"bert\"", "\"bart\""), HasSubstr("did you mean 'bert'"));
  EXPECT_THAT(with("\"gelu\"", "\"geglu\""), HasSubstr("unknown activation 'geglu'"));
  EXPECT_THAT(with("\"num_hidden_layers\":2", "\"num_hidden_layers\":0"),
              HasSubstr("num_hidden_layers is 0"));
  EXPECT_THAT(with("\"hidden_size\":6", "\"hidden_size\":7"), HasSubstr("not a multiple"));
  EXPECT_THAT(with("\"vocab_size\":11", "\"vocab_size\":\"many\""), HasSubstr("vocab_size"));
  EXPECT_THAT(with("\"vocab_size\":11,", ""), HasSubstr("no vocab_size"));
  EXPECT_THAT(with("{", "["), HasSubstr("is not JSON"));
  EXPECT_THAT(with("\"hidden_act\"", "\"position_embedding_type\":\"relative_key\",\"hidden_act\""),
              HasSubstr("supported is 'absolute'"));
  EXPECT_THAT(message_of([&folder] { load_transformer_config(folder.path() / "none.json"); }),
              HasSubstr("No such file"));
}

// A whole set of small random weights, by name.
std::map<std::string, at::Tensor> tiny_weights(const std::string& prefix) {
  std::map<std::string, at::Tensor> weights;
  double phase = 0;
  const auto add = [&weights, &prefix, &phase](const std::string& name,
                                               std::vector<std::int64_t> shape) {
    std::int64_t n = 1;
    for (const std::int64_t length : shape) {
      n *= length;
    }
    phase += 1;
    weights[prefix + name] =
        at::sin(at::arange(n, at::kDouble).mul(1.7).add(phase)).reshape(shape).to(at::kFloat);
  };
  add("embeddings.word_embeddings.weight", {11, 6});
  add("embeddings.position_embeddings.weight", {5, 6});
  add("embeddings.token_type_embeddings.weight", {2, 6});
  add("embeddings.LayerNorm.weight", {6});
  add("embeddings.LayerNorm.bias", {6});
  for (const char* layer : {"encoder.layer.0.", "encoder.layer.1."}) {
    for (const char* part : {"attention.self.query", "attention.self.key", "attention.self.value",
                             "attention.output.dense"}) {
      add(std::string(layer) + part + ".weight", {6, 6});
      add(std::string(layer) + part + ".bias", {6});
    }
    add(std::string(layer) + "intermediate.dense.weight", {8, 6});
    add(std::string(layer) + "intermediate.dense.bias", {8});
    add(std::string(layer) + "output.dense.weight", {6, 8});
    add(std::string(layer) + "output.dense.bias", {6});
    for (const char* part : {"attention.output.LayerNorm", "output.LayerNorm"}) {
      add(std::string(layer) + part + ".weight", {6});
      add(std::string(layer) + part + ".bias", {6});
    }
  }
  return weights;
}

Tokens tokens_of(const std::vector<int>& ids) {
  Tokens tokens;
  for (const int id : ids) {
    const int begin = static_cast<int>(tokens.size());
    Token token;
    token.id = id;
    token.text = std::to_string(id);
    token.begin = begin;
    token.end = begin + 1;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// Reads every text as the same tokens.
class GivenTokens : public Tokenizer {
 public:
  explicit GivenTokens(Tokens tokens) : m_tokens(std::move(tokens)) {}
  [[nodiscard]] Tokens encode(std::string_view, const Watch&, SpecialInText) const override {
    return m_tokens;
  }
  [[nodiscard]] Tokens encode_pair(std::string_view, std::string_view, const Watch&,
                                   SpecialInText) const override {
    return m_tokens;
  }
  [[nodiscard]] std::string decode(std::span<const std::int64_t>, bool) const override {
    return {};
  }
  [[nodiscard]] std::optional<Token> find_token(std::int64_t) const override { return {}; }
  [[nodiscard]] std::optional<std::int64_t> find_id(const std::string&) const override {
    return {};
  }
  [[nodiscard]] int vocabulary_size() const override { return 11; }

 private:
  Tokens m_tokens;
};

Capture run_tiny(const std::map<std::string, at::Tensor>& weights, const Tokens& tokens) {
  const ScratchFolder folder;
  const TransformerConfig config =
      load_transformer_config(folder.write("config.json", tiny_config));
  write_tensors({weights.begin(), weights.end()}, {}, folder.path() / "model.safetensors");
  const auto model =
      make_model("tiny", folder.path(), std::make_shared<const GivenTokens>(tokens),
                 Transformer(config, Safetensors::open_folder(folder.path()), at::kCPU, {}));
  return model->capture("any", {}, {});
}

TEST(Bert, ReadsNamesWithAndWithoutPrefix) {
  const Tokens tokens = tokens_of({1, 7, 2});
  const Capture plain = run_tiny(tiny_weights(""), tokens);
  const Capture prefixed = run_tiny(tiny_weights("bert."), tokens);
  EXPECT_TRUE(at::equal(plain.residual, prefixed.residual));
  ASSERT_EQ(plain.layers.size(), 2U);
  EXPECT_EQ(plain.layers[0].query.sizes(), (std::vector<std::int64_t>{2, 3, 3}));
  EXPECT_EQ(plain.layers[1].residual.sizes(), (std::vector<std::int64_t>{3, 6}));
}

TEST(Bert, SaysWhatOfTheFileIsNotRead) {
  const TransformerConfig config = [] {
    const ScratchFolder folder;
    return load_transformer_config(folder.write("config.json", tiny_config));
  }();
  const auto notes_of = [&config](const std::map<std::string, at::Tensor>& weights) {
    const ScratchFolder folder;
    write_tensors({weights.begin(), weights.end()}, {}, folder.path() / "model.safetensors");
    return unread_weight_notes(config, Safetensors::open_folder(folder.path()));
  };
  for (const std::string prefix : {"", "bert."}) {
    auto weights = tiny_weights(prefix);
    EXPECT_TRUE(notes_of(weights).empty());
    weights[prefix + "encoder.layer.4.output.dense.bias"] = at::ones({6});
    ASSERT_EQ(notes_of(weights).size(), 1U);
    EXPECT_THAT(notes_of(weights)[0],
                HasSubstr("holds 5 layers, config.json asks for 2: the last 3 are not read"));
  }
  auto more = tiny_weights("bert.");
  more["bert.encoder.layer.0.attention.self.query.lora_A.weight"] = at::ones({2, 6});
  more["bert.encoder.layer.1.attention.self.query.lora_A.weight"] = at::ones({2, 6});
  more["bert.encoder.layer.1.attention.self.masked_bias"] = at::ones({1});
  ASSERT_EQ(notes_of(more).size(), 1U);
  EXPECT_THAT(notes_of(more)[0],
              HasSubstr("'bert.encoder.layer.0.attention.self.query.lora_A.weight' and 1 more"));
  auto weights = tiny_weights("");
  const auto twice = tiny_weights("bert.");
  weights.insert(twice.begin(), twice.end());
  EXPECT_TRUE(notes_of(weights).empty()) << "the same numbers under both names";
  weights["bert.encoder.layer.1.output.dense.bias"] = at::ones({6});
  ASSERT_EQ(notes_of(weights).size(), 1U);
  EXPECT_THAT(notes_of(weights)[0],
              AllOf(HasSubstr("'encoder.layer.1.output.dense.bias' and 'bert.encoder.layer.1"),
                    HasSubstr("different numbers")));
}

TEST(Bert, OutputIsTheWeightedValue) {
  const Capture capture = run_tiny(tiny_weights(""), tokens_of({3, 1, 4, 1, 5}));
  const LayerCapture& layer = capture.layers[1];
  const at::Tensor weights =
      at::softmax(at::matmul(layer.query, layer.key.transpose(1, 2)) / std::sqrt(3.0), -1);
  EXPECT_LT(at::matmul(weights, layer.value).sub(layer.output).abs().max().item<double>(), 1e-5);
}

TEST(Bert, NamesTheBadWeight) {
  const auto with = [](const std::function<void(std::map<std::string, at::Tensor>&)>& change) {
    auto weights = tiny_weights("");
    change(weights);
    return message_of([&weights] { run_tiny(weights, tokens_of({1})); });
  };
  const std::string name = "encoder.layer.1.attention.self.key.weight";
  EXPECT_EQ(with([](auto&) {}), "no error");
  EXPECT_THAT(with([&](auto& w) { w.erase(name); }), HasSubstr("no tensor '" + name + "'"));
  EXPECT_THAT(with([&](auto& w) { w[name] = at::ones({6, 5}); }), HasSubstr("'" + name + "' of"));
  EXPECT_THAT(with([&](auto& w) { w[name] = at::ones({6, 5}); }),
              HasSubstr("shape [6, 5]; config.json asks for [6, 6]"));
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    EXPECT_THAT(with([&](auto& w) { w[name].template data_ptr<float>()[3] = bad; }),
                HasSubstr("'" + name + "' of"));
  }
  EXPECT_THAT(with([&](auto& w) { w[name] = at::ones({6, 6}, at::kInt); }),
              HasSubstr("is I32; expected a floating-point type"));
}

TEST(Bert, RefusesIdsOfAnotherVocabulary) {
  EXPECT_THAT(message_of([] { run_tiny(tiny_weights(""), tokens_of({11})); }),
              HasSubstr("has the id 11, but the model's vocabulary has 11"));
}

TEST(Bert, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  const ScratchFolder folder;
  const TransformerConfig config =
      load_transformer_config(folder.write("config.json", tiny_config));
  const auto weights = tiny_weights("");
  write_tensors({weights.begin(), weights.end()}, {}, folder.path() / "model.safetensors");
  EXPECT_THROW(Transformer(config, Safetensors::open_folder(folder.path()), at::kCPU,
                           Watch(source.get_token(), {})),
               Cancelled);
}

TEST(Device, SaysWhatStandsInTheWayOfCuda) {
  EXPECT_EQ(open_device("cpu").type(), c10::kCPU);
  EXPECT_THROW(open_device("gpu"), UsageError);
  if (cuda_obstacle().empty()) {
    EXPECT_EQ(open_device("auto").type(), c10::kCUDA);
    EXPECT_EQ(open_device("cuda").type(), c10::kCUDA);
  } else {
    EXPECT_EQ(open_device("auto").type(), c10::kCPU);
    EXPECT_THAT(message_of([] { open_device("cuda"); }), HasSubstr("--device cpu"));
  }
}

}  // namespace
}  // namespace baryscope
