#include "core/analysis/analysis_options.h"

#include <gmock/gmock.h>

#include "core/base/error.h"

namespace baryscope {
namespace {

class AnalysisOptions : public testing::Test {
 protected:
  AnalysisRequest request() { return make_request(m_values); }

  OptionTable m_table{analysis_options()};
  OptionValues m_values{m_table};
};

TEST_F(AnalysisOptions, HasTheRowsOfTheProductPageInItsOrder) {
  std::vector<std::string> ids;
  for (const OptionSpec& spec : m_table.specs()) {
    ids.push_back(spec.id);
  }
  EXPECT_THAT(
      ids, testing::ElementsAre(
               "model", "text", "text-file", "text-b", "special-in-text", "mask", "layer", "head",
               "mechanism", "causal", "window", "window-anchor", "lambda", "score", "order",
               "key-prime", "value-prime", "second-query-key", "negative-value", "key-bias",
               "value-bias", "output-scaling", "temperature", "select", "keep", "a-plus", "a-minus",
               "affine-a", "affine-b", "query", "top", "place-by", "dense", "force", "device",
               "threads", "cache", "cpu", "sample-temperature", "seed"));
}

TEST_F(AnalysisOptions, EveryRowHasHelpAGroupAndACanonicalDefault) {
  for (const OptionSpec& spec : m_table.specs()) {
    EXPECT_FALSE(spec.group.empty()) << spec.id;
    EXPECT_GT(spec.help.size(), 15U) << spec.id;
    EXPECT_EQ(spec.help.back(), '.') << spec.id;
    EXPECT_EQ(canonical_value(spec, spec.default_value), spec.default_value) << spec.id;
  }
}

TEST_F(AnalysisOptions, DefaultsMakeTheDefaultRequest) {
  AnalysisRequest expected;
  expected.model = "minilm";
  expected.text = "The bakery is between the school and the library";
  expected.cpu = "auto";  // a request made by hand leaves it to the environment variable
  EXPECT_EQ(request(), expected);
}

TEST_F(AnalysisOptions, TypedSpecialTokensAreTextUnlessTheyAreToBeParsed) {
  EXPECT_EQ(request().special_in_text, SpecialInText::plain);
  m_values.set("special-in-text", "parse");
  EXPECT_EQ(request().special_in_text, SpecialInText::parse);
  EXPECT_THROW(m_values.set("special-in-text", "both"), UsageError);
}

TEST_F(AnalysisOptions, WindowIsNoneOneWidthOrTwo) {
  m_values.set("window", "8");
  EXPECT_EQ(request().mechanism.window_1, 8);
  EXPECT_EQ(request().mechanism.window_2, 8);
  m_values.set("window", "512x32");
  EXPECT_EQ(m_values.text("window"), "512x32");
  EXPECT_EQ(request().mechanism.window_1, 512);
  EXPECT_EQ(request().mechanism.window_2, 32);
  m_values.set("window", "none");
  EXPECT_FALSE(request().mechanism.window_1.has_value());
  for (const char* bad : {"0", "0x4", "4x0", "-1", "x", "4x", "x4", "1x2x3", "1.5", "", "None",
                          "99999999999", " 4"}) {
    EXPECT_THROW(m_values.set("window", bad), UsageError) << bad;
  }
}

TEST_F(AnalysisOptions, TheCacheIsANumberOfBytes) {
  EXPECT_EQ(request().cache_bytes, std::uint64_t{4} << 30U);
  m_values.set("cache", "512M");
  EXPECT_EQ(request().cache_bytes, std::uint64_t{512} << 20U);
  m_values.set("cache", "1048576");
  EXPECT_EQ(m_values.text("cache"), "1M");
  for (const char* bad : {"", "G", "4g", "-1", "1.5G", "much"}) {
    EXPECT_THROW(m_values.set("cache", bad), UsageError) << bad;
  }
}

TEST_F(AnalysisOptions, LambdaIsANumberLearnedOrTheDefault) {
  EXPECT_FALSE(request().mechanism.lambda.has_value());
  m_values.set("lambda", "-0.25");
  EXPECT_EQ(request().mechanism.lambda, -0.25);
  EXPECT_FALSE(request().mechanism.learned_lambda);
  m_values.set("lambda", "learned");
  EXPECT_FALSE(request().mechanism.lambda.has_value());
  EXPECT_TRUE(request().mechanism.learned_lambda);
  EXPECT_THROW(m_values.set("lambda", "nan"), UsageError);
  EXPECT_THROW(m_values.set("lambda", "much"), UsageError);
}

TEST_F(AnalysisOptions, QueryIsAPositionATextAutoOrAll) {
  const auto select = [&](const char* value) {
    m_values.set("query", value);
    return request().query;
  };
  EXPECT_EQ(select("auto").kind, Selector::Kind::automatic);
  EXPECT_EQ(select("all").kind, Selector::Kind::all);
  EXPECT_EQ(select("7").kind, Selector::Kind::index);
  EXPECT_EQ(select("7").index, 7);
  EXPECT_EQ(select("+7").index, 7);
  EXPECT_EQ(select("bakery").text, "bakery");
  EXPECT_EQ(select("=7").kind, Selector::Kind::text);
  EXPECT_EQ(select("=7").text, "7");
  EXPECT_EQ(select("=all").text, "all");
  EXPECT_EQ(select("==").text, "=");
  EXPECT_THROW(m_values.set("query", ""), UsageError);
  EXPECT_THROW(m_values.set("query", "="), UsageError);
  EXPECT_THROW(m_values.set("query", "-1"), UsageError);
  EXPECT_THROW(m_values.set("query", "3000000000"), UsageError);
}

TEST_F(AnalysisOptions, LayersAndHeadsAreIndicesOrWords) {
  m_values.set("layer", "5");
  m_values.set("head", "all");
  EXPECT_EQ(request().layer.kind, Selector::Kind::index);
  EXPECT_EQ(request().layer.index, 5);
  EXPECT_EQ(request().head.kind, Selector::Kind::all);
  EXPECT_THROW(m_values.set("layer", "-1"), UsageError);
  EXPECT_THROW(m_values.set("head", "1.5"), UsageError);
}

TEST_F(AnalysisOptions, ACaptureIsToldFromAModelByItsEnding) {
  m_values.set("model", "a/street.safetensors");
  EXPECT_EQ(request().capture, "a/street.safetensors");
  EXPECT_TRUE(request().model.empty());
  m_values.set("model", "org/name");
  EXPECT_EQ(request().model, "org/name");
  EXPECT_TRUE(request().capture.empty());
}

TEST_F(AnalysisOptions, EveryOtherRowReachesTheRequest) {
  const std::vector<std::pair<const char*, const char*>> settings = {
      {"text", "a"},
      {"text-b", "b"},
      {"mechanism", "cog"},
      {"causal", "on"},
      {"window-anchor", "key"},
      {"score", "strassen"},
      {"order", "3"},
      {"key-prime", "shifted-key"},
      {"value-prime", "ones"},
      {"second-query-key", "negated"},
      {"negative-value", "own"},
      {"key-bias", "on"},
      {"value-bias", "on"},
      {"output-scaling", "on"},
      {"temperature", "0.5"},
      {"select", "indexer"},
      {"keep", "4"},
      {"a-plus", "2"},
      {"a-minus", "0.5"},
      {"affine-a", "3"},
      {"affine-b", "-0.03"},
      {"top", "5"},
      {"place-by", "key"},
      {"dense", "on"},
      {"force", "on"},
      {"device", "cpu"},
      {"threads", "2"},
      {"cpu", "portable"},
      {"seed", "9007199254740991"}};
  for (const auto& [id, value] : settings) {
    const AnalysisRequest before = request();
    m_values.set(id, value);
    EXPECT_FALSE(before == request()) << id;
  }
  EXPECT_EQ(request().mechanism.temperature, 0.5);
  EXPECT_EQ(request().mechanism.affine_b, -0.03);
  EXPECT_EQ(request().seed, 9007199254740991U);
}

TEST_F(AnalysisOptions, ValuesOutsideTheirDomainAreRefused) {
  const std::vector<std::pair<const char*, const char*>> bad = {
      {"temperature", "0"}, {"temperature", "-1"}, {"temperature", "inf"},
      {"keep", "0"},        {"top", "0"},          {"top", "3000000000"},
      {"order", "5"},       {"order", "0"},        {"threads", "0"},
      {"seed", "-1"},       {"affine-a", "nan"},   {"mechanism", "pairwize"},
      {"causal", "yes"},    {"place-by", "mass"},  {"key-bias", "ON"},
      {"cpu", "sse2"}};
  for (const auto& [id, value] : bad) {
    EXPECT_THROW(m_values.set(id, value), UsageError) << id << ' ' << value;
  }
}

}  // namespace
}  // namespace baryscope
