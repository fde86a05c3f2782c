#include "core/model/family_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using testing::ElementsAre;
using testing::HasSubstr;

const ModelFamily& named_in(const std::string& config) {
  const nlohmann::json root = parse_config_text(config, "config.json");
  ConfigEntries entries(root, "config.json", "");
  return family_of(entries);
}

TEST(FamilyList, FindsAFamilyByItsTypeElseByItsClasses) {
  EXPECT_EQ(named_in(R"({"model_type":"bert"})").name, "bert");
  EXPECT_EQ(named_in(R"({"architectures":["BertForMaskedLM"]})").name, "bert");
  EXPECT_EQ(named_in(R"({"model_type":"baryscope"})").name, "baryscope");
  EXPECT_EQ(&named_in(R"({"model_type":"bert"})"), &family("bert"));
  EXPECT_FALSE(family("bert").is_native);
  EXPECT_EQ(&native_family(), &family("baryscope"));
}

TEST(FamilyList, AnUnknownFamilyIsAnsweredWithTheKnownAndTheNearest) {
  EXPECT_THAT(message_of([] { family("baryscop"); }), HasSubstr("did you mean 'baryscope'"));
  const std::string message = message_of([] { named_in(R"({"model_type":"birt"})"); });
  EXPECT_THAT(message, HasSubstr("cannot use config.json"));
  EXPECT_THAT(message, HasSubstr("unknown architecture 'birt': did you mean 'bert'"));
  EXPECT_THAT(message, HasSubstr("bert, roberta"));
  EXPECT_THAT(message, HasSubstr("capture_model.py"));
  EXPECT_THAT(message_of([] { named_in(R"({"architectures":["MambaModel"]})"); }),
              HasSubstr("unknown architecture 'MambaModel'"));
  EXPECT_THAT(message_of([] { named_in("{}"); }), HasSubstr("neither a model_type nor"));
}

TEST(FamilyList, TellsHowAFamilyCallsItsWeights) {
  const auto stored = [](const char* family_name, const char* weight) {
    return family(family_name).stored_weight({}, {weight, {}}).names;
  };
  EXPECT_THAT(stored("bert", "layers.3.attention.query.bias"),
              ElementsAre("encoder.layer.3.attention.self.query.bias"));
  EXPECT_THAT(stored("bert", "layers.0.mlp.down.weight"),
              ElementsAre("encoder.layer.0.output.dense.weight"));
  EXPECT_THAT(stored("bert", "embeddings.norm.weight"),
              ElementsAre("embeddings.LayerNorm.weight", "embeddings.LayerNorm.gamma"));
  EXPECT_THAT(stored("bert", "layers.1.mlp_norm.bias"),
              ElementsAre("encoder.layer.1.output.LayerNorm.bias",
                          "encoder.layer.1.output.LayerNorm.beta"));
  EXPECT_THAT(stored("baryscope", "layers.0.attention.lambda.weight"),
              ElementsAre("layers.0.attention.lambda.weight"));
}

}  // namespace
}  // namespace baryscope
