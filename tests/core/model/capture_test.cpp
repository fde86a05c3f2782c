#include "core/model/capture.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/model/weights/tensor_file.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

using test::ScratchFolder;
using testing::HasSubstr;

using Tensors = std::map<std::string, at::Tensor>;

struct Parts {
  Tensors tensors;
  std::map<std::string, std::string> metadata = {
      {"baryscope.capture", "1"}, {"tokens", R"(["[CLS]","bak","##ery"])"}, {"causal", "false"}};
};

at::Tensor ramp(std::vector<std::int64_t> shape, at::ScalarType type = at::kFloat) {
  return at::arange(at::Tensor(at::empty(shape)).numel(), at::kDouble)
      .div(7)
      .reshape(shape)
      .to(type);
}

Parts good() {
  return {{{"layers.0.query", ramp({4, 3, 5})},
           {"layers.0.key", ramp({2, 3, 5})},
           {"layers.0.value", ramp({2, 3, 2})}}};
}

Capture round_trip(const Parts& parts) {
  const ScratchFolder folder;
  const auto path = folder.path() / "c.safetensors";
  write_tensors({parts.tensors.begin(), parts.tensors.end()}, parts.metadata, path);
  return load_capture(path);
}

std::string message_of(const Parts& parts) {
  try {
    round_trip(parts);
  } catch (const Capture::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("c.safetensors"));
    return error.what();
  }
  return "no error";
}

TEST(Capture, ReadsTensorsAndMetadata) {
  Parts parts = good();
  parts.metadata["model"] = "M";
  parts.metadata["mechanism"] = "cog";
  parts.metadata["scale"] = "0.25";
  parts.tensors["layers.1.query"] = ramp({4, 3, 5});
  parts.tensors["layers.1.key"] = ramp({4, 3, 5});
  parts.tensors["layers.1.value"] = ramp({4, 3, 5});
  parts.tensors["layers.1.lambda"] = ramp({4, 3});
  const Capture capture = round_trip(parts);
  ASSERT_EQ(capture.layers.size(), 2U);
  EXPECT_TRUE(at::equal(capture.layers[0].key, parts.tensors["layers.0.key"]));
  EXPECT_EQ(capture.layers[0].value.size(2), 2);
  EXPECT_TRUE(capture.layers[1].lambda.defined());
  EXPECT_FALSE(capture.layers[0].lambda.defined());
  EXPECT_EQ(capture.model, "M");
  EXPECT_EQ(capture.mechanism, "cog");
  EXPECT_EQ(capture.scale, 0.25);
  ASSERT_EQ(capture.tokens.size(), 3U);
  EXPECT_TRUE(capture.tokens[0].special);
  EXPECT_TRUE(capture.tokens[2].continuation);
  EXPECT_FALSE(capture.tokens[1].id.has_value());
}

TEST(Capture, HalfPrecisionBecomesFloatAndDoubleStays) {
  Parts parts = good();
  for (auto& item : parts.tensors) {
    item.second = item.second.to(item.first == "layers.0.key" ? at::kBFloat16 : at::kHalf);
  }
  EXPECT_EQ(round_trip(parts).layers[0].query.scalar_type(), at::kFloat);
  for (auto& item : parts.tensors) {
    item.second = item.second.to(at::kDouble);
  }
  EXPECT_EQ(round_trip(parts).layers[0].query.scalar_type(), at::kDouble);
}

TEST(Capture, SavesWhatItLoads) {
  Parts parts = good();
  parts.metadata["causal"] = "true";
  parts.metadata["scale"] = "0.1";
  const Capture first = round_trip(parts);
  const ScratchFolder folder;
  save_capture(first, folder.path() / "again.safetensors");
  const Capture second = load_capture(folder.path() / "again.safetensors");
  EXPECT_TRUE(second.causal);
  EXPECT_EQ(second.scale, 0.1);
  EXPECT_EQ(second.tokens[1].text, "bak");
  for (const LayerTensorName& row : layer_tensor_names()) {
    const at::Tensor& before = first.layers[0].*(row.tensor);
    const at::Tensor& after = second.layers[0].*(row.tensor);
    ASSERT_EQ(before.defined(), after.defined()) << row.name;
    EXPECT_TRUE(!before.defined() || at::equal(before, after)) << row.name;
  }
}

TEST(Capture, NamesWhatIsWrong) {
  const auto with = [](const std::function<void(Parts&)>& change) {
    Parts parts = good();
    change(parts);
    return message_of(parts);
  };
  EXPECT_EQ(message_of(good()), "no error");
  EXPECT_THAT(with([](Parts& p) { p.metadata.erase("baryscope.capture"); }),
              HasSubstr("no 'baryscope.capture'"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["baryscope.capture"] = "3"; }),
              HasSubstr("version '3', this program reads versions 1 and 2"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["causal"] = "yes"; }), HasSubstr("causal is 'yes'"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["tokens"] = "[1]"; }), HasSubstr("array"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["tokens"] = "[]"; }), HasSubstr("array"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["tokens"] = R"(["a","b"])"; }),
              HasSubstr("has 3 tokens, the metadata lists 2"));
  EXPECT_THAT(with([](Parts& p) { p.metadata["scale"] = "wide"; }), HasSubstr("scale is 'wide'"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.00.key"] = ramp({2, 3, 5}); }),
              HasSubstr("unknown tensor 'layers.00.key'"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.key"] = ramp({2, 4, 5}); }),
              HasSubstr("'layers.0.key' has 4 tokens"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.key"] = ramp({3, 3, 5}); }),
              HasSubstr("3 heads, which does not divide the 4"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.key"] = ramp({2, 3, 4}); }),
              HasSubstr("width 4; expected 5"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.value_prime"] = ramp({2, 3, 5}); }),
              HasSubstr("width 5; expected 2"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.key"] = ramp({3, 5}); }),
              HasSubstr("expected [heads, tokens, width]"));
  EXPECT_THAT(with([](Parts& p) { p.tensors.erase("layers.0.value"); }),
              HasSubstr("'layers.0.value' is missing"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.quary"] = ramp({1}); }),
              HasSubstr("did you mean 'query'"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["weights"] = ramp({1}); }),
              HasSubstr("unknown tensor 'weights'"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.999999999.query"] = ramp({1}); }),
              HasSubstr("without gaps"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.lambda"] = ramp({3}); }),
              HasSubstr("expected [4] or [4, 3]"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.index_key"] = ramp({3, 2}); }),
              HasSubstr("together"));
  EXPECT_THAT(with([](Parts& p) { p.tensors["layers.0.key"] = ramp({2, 3, 5}).to(at::kInt); }),
              HasSubstr("is I32; expected F64"));
  EXPECT_THAT(
      with([](Parts& p) {
        p.tensors["layers.0.key"].data_ptr<float>()[7] = std::numeric_limits<float>::quiet_NaN();
      }),
      HasSubstr("'layers.0.key' holds NaN or infinity (1 of 30 numbers, the first at [0, 1, 2])"));
  EXPECT_THAT(with([](Parts& p) {
                p.tensors["layers.0.value"].data_ptr<float>()[0] =
                    -std::numeric_limits<float>::infinity();
              }),
              HasSubstr("'layers.0.value' holds NaN or infinity"));
}

TEST(TensorFile, CopiesWhatIsNotAligned) {
  const ScratchFolder folder;
  const float value = 1.5F;
  // The header's 57 bytes leave the data at an odd place.
  std::string header = R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  while (header.size() % 4 != 1) {
    header.push_back(' ');
  }
  const auto path = folder.write(
      "odd.safetensors",
      test::safetensors_bytes(header, {reinterpret_cast<const char*>(&value), sizeof value}));
  at::Tensor read;
  {
    const Safetensors file(path);
    read = tensor(file, "x");
  }
  EXPECT_EQ(read.item<float>(), 1.5F);
}

TEST(TensorFile, OutlivesItsFile) {
  const ScratchFolder folder;
  const auto path = folder.path() / "a.safetensors";
  const at::Tensor values = ramp({5, 1000});
  write_tensors({{"a", values}, {"flag", at::ones({3}, at::kBool)}, {"n", at::arange(4)}}, {},
                path);
  at::Tensor read;
  {
    const Safetensors file(path);
    read = tensor(file, "a");
    EXPECT_EQ(tensor(file, "flag").scalar_type(), at::kBool);
    EXPECT_TRUE(at::equal(tensor(file, "n"), at::arange(4)));
  }
  std::filesystem::remove(path);
  EXPECT_TRUE(at::equal(read, values));
}

TEST(Capture, NamesThePlaceOfANaN) {
  for (const auto& place : {std::vector<std::int64_t>{3, 1, 4}, {0, 2, 0}, {2, 0, 3}}) {
    Parts parts = good();
    at::Tensor query = ramp({4, 3, 5});
    query[place[0]][place[1]][place[2]] = std::nan("");
    query[3][2][4] = std::nan("");
    parts.tensors["layers.0.query"] = query;
    EXPECT_THAT(message_of(parts),
                HasSubstr("2 of 60 numbers, the first at [" + std::to_string(place[0]) + ", " +
                          std::to_string(place[1]) + ", " + std::to_string(place[2]) + "]"));
  }
}

}  // namespace
}  // namespace baryscope
