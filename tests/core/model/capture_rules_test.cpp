/// Captures of version 2: layers with rules of their own, parts of rows and columns, indexes.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/model/capture.h"
#include "core/model/weights/model_files.h"
#include "core/model/weights/tensor_file.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using test::ScratchFolder;
using testing::ElementsAre;
using testing::HasSubstr;

at::Tensor wave(std::vector<std::int64_t> shape) {
  return at::arange(at::Tensor(at::empty(shape)).numel(), at::kFloat).sin().reshape(shape);
}

// An encoder of three tokens and a decoder of two that reads it: cross-attention, two heads.
struct RuledParts {
  std::map<std::string, at::Tensor> tensors = {
      {"layers.0.query", wave({2, 3, 4})},  {"layers.0.key", wave({2, 3, 4})},
      {"layers.0.value", wave({2, 3, 4})},  {"layers.1.query", wave({2, 2, 4})},
      {"layers.1.key", wave({1, 3, 4})},    {"layers.1.value", wave({1, 3, 5})},
      {"layers.1.output", wave({2, 2, 5})},
  };
  std::map<std::string, std::string> metadata = {
      {"baryscope.capture", "2"},
      {"tokens", R"(["a","b","c","x","y"])"},
      {"causal", "false"},
      {"sequences", R"([{"name":"encoder","count":3},{"name":"decoder","count":2}])"},
      {"layer_rules",
       R"([{"name":"encoder 0","causal":false,"scale":0.5,"queries":[[0,3]],"keys":[[0,3]]},
           {"name":"decoder 0 cross","causal":false,"scale":0.25,"score_cap":20,
            "queries":[[3,2]],"keys":[[0,3]],"heads":[4,7]}])"},
  };
};

Capture read_ruled(const RuledParts& parts) {
  const ScratchFolder folder;
  const auto path = folder.path() / "c.safetensors";
  write_tensors({parts.tensors.begin(), parts.tensors.end()}, parts.metadata, path);
  return load_capture(path);
}

std::string refusal(const std::function<void(RuledParts&)>& change) {
  RuledParts parts;
  change(parts);
  return message_of([&] { read_ruled(parts); });
}

std::string refusal_of(const std::string& key, const std::string& text) {
  return refusal([&](RuledParts& parts) { parts.metadata[key] = text; });
}

// One layer of three tokens with what `words` say of it.
RuledParts one_layer(const std::string& words) {
  RuledParts parts;
  parts.tensors = {{"layers.0.query", wave({2, 3, 4})},
                   {"layers.0.key", wave({2, 3, 4})},
                   {"layers.0.value", wave({2, 3, 4})}};
  parts.metadata.erase("sequences");
  parts.metadata["tokens"] = R"(["a","b","c"])";
  parts.metadata["layer_rules"] = R"([{"name":"0",)" + words + "}]";
  return parts;
}

TEST(CaptureRules, LayersAreLaidOutOverAllTokens) {
  const RuledParts parts;
  const Capture capture = read_ruled(parts);
  ASSERT_EQ(capture.layers.size(), 2U);
  const LayerCapture& cross = capture.layers[1];
  EXPECT_EQ(cross.name, "decoder 0 cross");
  EXPECT_THAT(cross.head_numbers, ElementsAre(4, 7));
  EXPECT_EQ(cross.scale, 0.25);
  EXPECT_EQ(cross.score_cap, 20);
  EXPECT_EQ(cross.query.sizes(), at::IntArrayRef({2, 5, 4}));
  EXPECT_TRUE(at::equal(cross.query.narrow(1, 3, 2), parts.tensors.at("layers.1.query")));
  EXPECT_FALSE(cross.query.narrow(1, 0, 3).any().item<bool>());
  EXPECT_TRUE(at::equal(cross.value.narrow(1, 0, 3), parts.tensors.at("layers.1.value")));
  at::Tensor expected = at::zeros({5, 5}, at::kBool);
  expected.narrow(0, 3, 2).narrow(1, 0, 3).fill_(true);
  EXPECT_TRUE(at::equal(cross.allowed, expected));
  ASSERT_EQ(capture.layout.sequences.size(), 2U);
  EXPECT_EQ(capture.layout.sequences[1].name, "decoder");
  EXPECT_EQ(capture.layout.sequences[1].first, 3);
}

TEST(CaptureRules, WindowsOfWholeLayersStayWindows) {
  const Capture capture =
      read_ruled(one_layer(R"("causal":false,"scale":1,"window":2,"window_after":1)"));
  EXPECT_FALSE(capture.layers[0].allowed.defined());
  EXPECT_EQ(capture.layers[0].window, 2);
  EXPECT_EQ(capture.layers[0].window_after, 1);
}

TEST(CaptureRules, WindowsCountPositionsNotPlaces) {
  RuledParts parts = one_layer(R"("causal":false,"scale":1,"window":3)");
  parts.metadata["sequences"] = R"([{"name":"","count":3,"positions":[[0,1],[7,2]]}])";
  const at::Tensor expected =
      at::tensor({1, 0, 0, 0, 1, 0, 0, 1, 1}, at::kInt).reshape({3, 3}).ne(0);
  EXPECT_TRUE(at::equal(read_ruled(parts).layers[0].allowed, expected));
}

TEST(CaptureRules, MasksAreSharedByLayersOfOneRule) {
  RuledParts parts;
  parts.tensors["layers.1.query"] = wave({2, 3, 4});
  parts.tensors["layers.1.key"] = wave({2, 3, 4});
  parts.tensors["layers.1.value"] = wave({2, 3, 5});
  parts.tensors["layers.1.output"] = wave({2, 3, 5});
  parts.tensors["masks.0"] = at::eye(3, at::kByte);
  parts.metadata.erase("sequences");
  parts.metadata["tokens"] = R"(["a","b","c"])";
  parts.metadata["layer_rules"] = R"([{"name":"0","causal":false,"scale":1,"mask":"masks.0"},
                                    {"name":"1","causal":false,"scale":1,"mask":"masks.0"}])";
  const Capture capture = read_ruled(parts);
  EXPECT_TRUE(at::equal(capture.layers[0].allowed, at::eye(3, at::kByte).ne(0)));
  EXPECT_TRUE(capture.layers[1].allowed.is_same(capture.layers[0].allowed));
}

TEST(CaptureRules, LeftOutKeysAreATokenOfTheirOwn) {
  RuledParts parts = one_layer(R"("causal":false,"scale":1)");
  const at::Tensor scores = at::bmm(parts.tensors["layers.0.query"].to(at::kDouble),
                                    parts.tensors["layers.0.key"].to(at::kDouble).transpose(1, 2));
  // Twice as much in all as of the keys that are there: half of the weight is elsewhere.
  parts.tensors["layers.0.log_sum_exp"] = scores.logsumexp(2).add(std::log(2.0)).to(at::kFloat);
  const Capture capture = read_ruled(parts);
  ASSERT_EQ(capture.tokens.size(), 4U);
  EXPECT_EQ(capture.tokens[0].text, "…");
  EXPECT_TRUE(capture.tokens[0].special);
  const LayerCapture& layer = capture.layers[0];
  at::Tensor all = at::bmm(layer.query, layer.key.transpose(1, 2)) + layer.score_bias;
  const at::Tensor weights = at::softmax(all, -1).narrow(1, 1, 3);
  EXPECT_LT((weights.select(2, 0) - 0.5).abs().max().item<double>(), 1e-6);
  const at::Tensor expected = at::softmax(scores, -1).mul(0.5);
  EXPECT_LT((weights.narrow(2, 1, 3) - expected).abs().max().item<double>(), 1e-6);
  EXPECT_FALSE(layer.output.defined());
  EXPECT_THAT(capture.notes, ElementsAre(HasSubstr("leaves keys out")));
}

TEST(CaptureRules, WhatIsSavedIsReadAgain) {
  const Capture first = read_ruled({});
  const ScratchFolder folder;
  save_capture(first, folder.path() / "again.safetensors");
  const Capture second = load_capture(folder.path() / "again.safetensors");
  for (std::size_t layer = 0; layer < 2; ++layer) {
    EXPECT_EQ(first.layers[layer].name, second.layers[layer].name);
    EXPECT_EQ(first.layers[layer].scale, second.layers[layer].scale);
    EXPECT_EQ(first.layers[layer].head_numbers, second.layers[layer].head_numbers);
    EXPECT_TRUE(at::equal(first.layers[layer].allowed, second.layers[layer].allowed));
    EXPECT_TRUE(at::equal(first.layers[layer].query, second.layers[layer].query));
  }
  EXPECT_EQ(second.layout.sequences[1].name, "decoder");
}

TEST(CaptureRules, GridsAndImages) {
  RuledParts parts = one_layer(R"("causal":false,"scale":1)");
  parts.metadata["grid"] = R"({"first":1,"rows":1,"columns":2})";
  parts.tensors["image"] = at::ones({4, 8, 3}, at::kByte);
  const Capture capture = read_ruled(parts);
  ASSERT_TRUE(capture.layout.grid);
  EXPECT_EQ(capture.layout.grid->n_columns, 2);
  ASSERT_TRUE(capture.layout.grid->image);
  EXPECT_EQ(capture.layout.grid->image->width, 8);
  EXPECT_EQ(capture.layout.grid->image->pixels, std::vector<std::uint8_t>(96, 1));
  EXPECT_FALSE(capture.layout.grid->contains(0));
  EXPECT_TRUE(capture.layout.grid->contains(2));
  EXPECT_FALSE(capture.layout.grid->contains(3));
  const ScratchFolder folder;
  save_capture(capture, folder.path() / "again.safetensors");
  EXPECT_EQ(load_capture(folder.path() / "again.safetensors").layout.grid->image->pixels,
            capture.layout.grid->image->pixels);
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["image"] = at::ones({4, 8, 3}, at::kByte); }),
              HasSubstr("an image and no grid"));
  EXPECT_THAT(refusal_of("grid", R"({"first":1,"rows":3,"columns":2})"), HasSubstr("does not fit"));
  EXPECT_THAT(refusal_of("grid", R"({"first":1,"rows":1000000000,"columns":1000000000})"),
              HasSubstr("does not fit"));
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["image"] = wave({4, 8, 3}); }),
              HasSubstr("'image' is F32; expected U8"));
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["image"] = at::ones({4, 8, 4}, at::kByte); }),
              HasSubstr("expected [height, width, 3]"));
}

TEST(CaptureRules, NamesWhatIsWrong) {
  const auto layer = [](const std::string& words) {
    return message_of([&] { read_ruled(one_layer(words)); });
  };
  EXPECT_THAT(refusal([](RuledParts& p) { p.metadata.erase("layer_rules"); }),
              HasSubstr("has 3 tokens, the metadata lists 5"));
  EXPECT_THAT(refusal_of("layer_rules", "[]"), HasSubstr("one a layer, for 2 layers"));
  EXPECT_THAT(refusal_of("layer_rules", "{}"), HasSubstr("no JSON array"));
  EXPECT_THAT(refusal_of("layer_rules", "[{},{},{}]"), HasSubstr("for 2 layers"));
  EXPECT_THAT(refusal_of("layer_rules", "[1,2]"), HasSubstr("layer 0 is no JSON object"));
  EXPECT_THAT(refusal_of("layer_rules", std::string(100, '[')), HasSubstr("'layer_rules'"));
  EXPECT_THAT(layer(R"("causal":1,"scale":1)"), HasSubstr("not true or false"));
  EXPECT_THAT(layer(R"("causal":true,"scale":"1")"), HasSubstr("its scale is no finite number"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"bias":2)"),
              HasSubstr("'bias', which is not known"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"score_cap":0)"), HasSubstr("not above 0"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"window":0)"), HasSubstr("its window"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"window":1.5)"), HasSubstr("its window"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"window_after":1)"),
              HasSubstr("window_after stands"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"mask":"masks.0")"), HasSubstr("not there"));
  EXPECT_THAT(layer(R"("causal":true,"scale":1,"mask":"masks.0")"), HasSubstr("beside a window"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"queries":[[0,4]])"), HasSubstr("within 0 to 2"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"queries":[[1,1],[0,1]])"), HasSubstr("ascending"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"queries":[[-1,1]])"), HasSubstr("ascending"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"queries":[[0,9223372036854775807]])"),
              HasSubstr("ascending"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"keys":[[0,2]])"),
              HasSubstr("'layers.0.key' has 3 tokens, the metadata lists 2"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"heads":[3])"), HasSubstr("its metadata lists 1"));
  EXPECT_THAT(layer(R"("causal":false,"scale":1,"heads":["3",1])"), HasSubstr("numbers from 0"));
  EXPECT_THAT(refusal_of("sequences", R"([{"name":"a","count":3}])"),
              HasSubstr("have 3 tokens, it lists 5"));
  EXPECT_THAT(refusal_of("sequences", R"([{"name":"a","count":999}])"),
              HasSubstr("more than the 5"));
  // Before a gigabyte of positions is made.
  EXPECT_THAT(
      refusal_of("sequences", R"([{"name":"a","count":999999999,"positions":[[0,999999999]]}])"),
      HasSubstr("more than the 5"));
  EXPECT_THAT(refusal_of("sequences", R"([{"name":"a","count":5,"positions":[[0,3]]}])"),
              HasSubstr("5 tokens and 3 positions"));
  EXPECT_THAT(refusal_of("sequences", R"([{"name":"a","count":5,"positions":[[0,1000000000]]}])"),
              HasSubstr("ascending"));
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["masks.0"] = wave({3, 3}); }),
              HasSubstr("'masks.0' is F32; expected U8"));
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["layers.0.score_bias"] = wave({2, 3, 2}); }),
              HasSubstr("expected [2, 3, 3]"));
  EXPECT_THAT(refusal([](RuledParts& p) { p.tensors["layers.0.log_sum_exp"] = wave({2, 2}); }),
              HasSubstr("expected [2, 3]"));
}

// Two files behind an index, the heads of layer 1 in both.
class CaptureIndex : public testing::Test {
 protected:
  void SetUp() override {
    write({{"layers.0.query", wave({2, 3, 4})},
           {"layers.0.key", wave({2, 3, 4})},
           {"layers.0.value", wave({2, 3, 4})},
           {"layers.1.query", wave({1, 3, 4})},
           {"layers.1.key", wave({1, 3, 4})},
           {"layers.1.value", wave({1, 3, 4})}},
          "a.safetensors");
    write({{"layers.1.query", wave({1, 3, 4}) + 1},
           {"layers.1.key", wave({1, 3, 4}) + 1},
           {"layers.1.value", wave({1, 3, 4}) + 1}},
          "b.safetensors");
  }
  void write(const std::vector<std::pair<std::string, at::Tensor>>& tensors,
             const std::string& name) const {
    write_tensors(tensors, {{"baryscope.capture_part", "1"}}, m_folder.path() / name);
  }
  [[nodiscard]] std::filesystem::path index(std::string parts) const {
    std::string text =
        R"({"metadata":{"baryscope.capture":"1","tokens":"[\"a\",\"b\",\"c\"]","causal":"true"},
            "weight_map":{"layers.0.query":"a.safetensors","layers.0.key":"a.safetensors",
            "layers.0.value":"a.safetensors","layers.1.query":PARTS,"layers.1.key":PARTS,
            "layers.1.value":PARTS}})";
    for (auto at = text.find("PARTS"); at != std::string::npos; at = text.find("PARTS")) {
      text.replace(at, 5, parts);
    }
    const auto path = m_folder.path() / "c.safetensors.index.json";
    std::ofstream(path) << text;
    return path;
  }
  [[nodiscard]] std::string refusal(const std::string& parts) const {
    const auto path = index(parts);
    return message_of([&] { load_capture(path); });
  }

  ScratchFolder m_folder;
};

TEST_F(CaptureIndex, JoinsTheHeadsOfSeveralFiles) {
  const auto path = index(R"(["a.safetensors","b.safetensors"])");
  const Capture capture = load_capture(path);
  ASSERT_EQ(capture.layers.size(), 2U);
  EXPECT_TRUE(at::equal(capture.layers[1].query, at::cat({wave({1, 3, 4}), wave({1, 3, 4}) + 1})));
  EXPECT_TRUE(capture.causal);
  EXPECT_THAT(model_files(path), ElementsAre(path, m_folder.path() / "a.safetensors",
                                             m_folder.path() / "b.safetensors"));
}

TEST_F(CaptureIndex, NamesWhatIsWrong) {
  EXPECT_THAT(refusal(R"("../a.safetensors")"), HasSubstr("the folder or below it"));
  EXPECT_THAT(refusal(R"("/etc/passwd")"), HasSubstr("the folder or below it"));
  EXPECT_THAT(refusal("[]"), HasSubstr("the folder or below it"));
  EXPECT_THAT(refusal("3"), HasSubstr("the folder or below it"));
  EXPECT_THAT(refusal(R"(["a.safetensors",1])"), HasSubstr("the folder or below it"));
  EXPECT_THAT(refusal(R"("missing.safetensors")"), HasSubstr("missing.safetensors"));
  write({{"layers.0.query", wave({1})}}, "d.safetensors");
  EXPECT_THAT(refusal(R"("d.safetensors")"), HasSubstr("does not hold it"));
  write({{"layers.1.key", wave({1, 3, 5})},
         {"layers.1.query", wave({1, 3, 4})},
         {"layers.1.value", wave({1, 3, 4})}},
        "d.safetensors");
  EXPECT_THAT(refusal(R"(["a.safetensors","d.safetensors"])"), HasSubstr("do not fit"));
}

}  // namespace
}  // namespace baryscope
