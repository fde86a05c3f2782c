#include "core/analysis/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <locale>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/analysis/json_text.h"
#include "tests/core/analysis/reported_analyses.h"
#include "tests/support/comma_locale.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;
using test::answering_analysis;
using test::pairwise_analysis;
using test::token;
using test::triple_analysis;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) {
    keys.push_back(key);
  }
  return keys;
}

TEST(Report, HasTheFieldsOfTheProductPageInItsOrder) {
  const Json report = Json::parse(to_report(pairwise_analysis()));
  EXPECT_THAT(
      keys_of(report),
      testing::ElementsAre("schema", "baryscope", "model", "mechanism", "lens", "layer", "head",
                           "tokens", "queries", "edges", "triangles", "drawn_mass", "text_nll",
                           "predictions", "choice", "notes", "title", "finding"));
  EXPECT_EQ(report["schema"], 1);
  EXPECT_TRUE(report["lens"].is_null());
  EXPECT_EQ(report["layer"], 5);
  EXPECT_THAT(keys_of(report["tokens"][0]), testing::ElementsAre("position", "id", "text"));
  EXPECT_EQ(report["tokens"][2]["text"], "##ry");
  EXPECT_EQ(report["tokens"][2]["position"], 2);
  EXPECT_THAT(keys_of(report["queries"][0]),
              testing::ElementsAre("position", "log_sum_exp", "entropy", "weight_sum",
                                   "weight_abs_sum", "negative_mass", "hull_distance", "hull_gap",
                                   "inside_hull", "hull_radius", "gauge", "output"));
  EXPECT_EQ(report["edges"][1].dump(), R"({"query":1,"key":1,"weight":0.3})");
  EXPECT_EQ(report["triangles"], Json::array());
  EXPECT_EQ(report["drawn_mass"], 0.63);
  EXPECT_TRUE(report["model"]["max_positions"].is_null());
  EXPECT_EQ(report["model"]["model_dim"], 384);
}

TEST(Report, KeptKeysAreToldUnderSelectionOnly) {
  Analysis analysis = pairwise_analysis();
  EXPECT_FALSE(Json::parse(to_report(analysis))["queries"][0].contains("kept"));
  analysis.queries[0].kept = KeptKeys{{1, 3}, 1, 0.25};
  EXPECT_EQ(Json::parse(to_report(analysis))["queries"][0]["kept"].dump(),
            R"({"keys":[1,3],"mass":1,"dense_mass":0.25})");
  analysis.queries[0].kept->dense_mass.reset();
  EXPECT_TRUE(Json::parse(to_report(analysis))["queries"][0]["kept"]["dense_mass"].is_null());
}

TEST(Report, PredictionsAreClassesOrVectors) {
  EXPECT_EQ(Json::parse(to_report(pairwise_analysis()))["predictions"], Json::array());
  EXPECT_TRUE(Json::parse(to_report(pairwise_analysis()))["model"]["task"].is_null());
  Analysis analysis = answering_analysis();
  const Json classes = Json::parse(to_report(analysis));
  EXPECT_EQ(classes["model"]["task"], "street");
  EXPECT_EQ(classes["predictions"].size(), analysis.tokens.size());
  EXPECT_EQ(classes["predictions"][1].dump(),
            R"({"position":1,"label":"between","probability":0.99812})");
  for (Prediction& prediction : analysis.predictions) {
    prediction = {"", 0, {0.25, -1.0 / 3, std::numeric_limits<double>::quiet_NaN()}};
  }
  EXPECT_EQ(Json::parse(to_report(analysis))["predictions"][2].dump(),
            R"({"position":2,"values":[0.25,-0.3333333333333333,null]})");
}

TEST(Report, NumbersAreTheShortestThatReadBackTheSame) {
  const std::string text = to_report(pairwise_analysis());
  EXPECT_THAT(text, testing::HasSubstr("\"output\":[0.1,-2,1e-09]"));
  Analysis analysis = pairwise_analysis();
  analysis.queries[0].output = {1.0 / 3, 5e-324, 1.7976931348623157e308};
  const Json report = Json::parse(to_report(analysis));
  EXPECT_EQ(report["queries"][0]["output"].get<std::vector<double>>(), analysis.queries[0].output);
}

TEST(Report, WhatIsNotDefinedIsNull) {
  Analysis analysis = pairwise_analysis();
  QueryResult& query = analysis.queries[0];
  query.log_sum_exp.reset();
  query.entropy.reset();
  query.hull_distance.reset();
  query.hull_gap.reset();
  analysis.tokens[0].id.reset();
  const Json report = Json::parse(to_report(analysis));
  for (const char* field :
       {"log_sum_exp", "entropy", "hull_distance", "hull_gap", "inside_hull", "gauge"}) {
    EXPECT_TRUE(report["queries"][0][field].is_null()) << field;
  }
  EXPECT_TRUE(report["tokens"][0]["id"].is_null());
  EXPECT_EQ(report["tokens"][1]["id"], 7);
  query.gauge = 0.0;
  EXPECT_EQ(Json::parse(to_report(analysis))["queries"][0]["gauge"], 0);
}

TEST(Report, TripleWiseQueriesCarryTheirMarginals) {
  const Json report = Json::parse(to_report(triple_analysis()));
  const Json& query = report["queries"][0];
  EXPECT_EQ(query["marginal_key"].size(), 5U);
  EXPECT_EQ(query["marginal_key_prime"][4], 0.2);
  EXPECT_EQ(query["mutual_information"], 0.314);
  EXPECT_TRUE(query["mutual_information_null"].is_null());
  EXPECT_EQ(report["edges"][0]["marginal"], true);
  EXPECT_EQ(report["triangles"][0].dump(), R"({"query":1,"key":3,"key_prime":4,"weight":0.48})");
  EXPECT_FALSE(report.contains("tuples"));
  EXPECT_EQ(report["lens"], "lens: K' = keys of layer 4");
}

TEST(Report, MechanismNamesTheOptionsThatMattered) {
  const Json pairwise = Json::parse(to_report(pairwise_analysis()))["mechanism"];
  EXPECT_THAT(keys_of(pairwise),
              testing::ElementsAre("name", "causal", "window", "temperature", "select"));
  EXPECT_EQ(pairwise["causal"], false);
  EXPECT_EQ(pairwise["window"], "none");
  Analysis analysis = triple_analysis();
  analysis.mechanism.window_1 = 512;
  analysis.mechanism.window_2 = 32;
  analysis.mechanism.select = "indexer";
  const Json triple = Json::parse(to_report(analysis))["mechanism"];
  EXPECT_EQ(triple["window"], "512x32");
  EXPECT_EQ(triple["window-anchor"], "query");
  EXPECT_EQ(triple["keep"], 32);
  EXPECT_EQ(triple["key-prime"], "previous-layer");
  EXPECT_EQ(triple["score"], "trilinear");
  analysis.mechanism.mechanism = "differential";
  analysis.lambda = 0.5;
  const Json differential = Json::parse(to_report(analysis))["mechanism"];
  EXPECT_EQ(differential["lambda"], 0.5);
  EXPECT_FALSE(differential.contains("score"));
}

TEST(Report, EveryMechanismGivesValidJson) {
  for (const char* name :
       {"pairwise", "linear", "relu-expm1", "softpick", "affine", "differential", "differential-v2",
        "rectified-differential", "heaviside-differential", "heaviside-gate", "cog", "dipole-v1",
        "dipole-v2", "two-simplicial", "n-order"}) {
    Analysis analysis = pairwise_analysis();
    analysis.mechanism.mechanism = name;
    EXPECT_EQ(Json::parse(to_report(analysis))["mechanism"]["name"], name);
  }
}

TEST(Report, NOrderGivesTuples) {
  Analysis analysis = pairwise_analysis();
  analysis.mechanism.mechanism = "n-order";
  analysis.mechanism.order = 3;
  analysis.tuples = {{1, {0, 3, 4}, 0.25}};
  const Json report = Json::parse(to_report(analysis));
  EXPECT_EQ(report["tuples"][0].dump(), R"({"query":1,"keys":[0,3,4],"weight":0.25})");
  EXPECT_EQ(report["mechanism"]["order"], 3);
  EXPECT_THAT(finding(analysis),
              testing::HasSubstr("heaviest tuple [CLS] × library × [SEP] with 25 %"));
  analysis.mechanism.order = 1;
  EXPECT_EQ(finding(analysis), finding(pairwise_analysis()));
}

TEST(Report, DenseWeightsAreNestedByTheirSize) {
  Analysis analysis = pairwise_analysis();
  EXPECT_FALSE(Json::parse(to_report(analysis)).contains("weights"));
  analysis.request.dense = true;
  EXPECT_TRUE(Json::parse(to_report(analysis))["weights"].is_null());
  analysis.weights = std::vector<double>{0.33, 0.3, 0.11, 0.09, 0.17};
  EXPECT_EQ(Json::parse(to_report(analysis))["weights"].dump(), "[[0.33,0.3,0.11,0.09,0.17]]");
  analysis = triple_analysis();
  analysis.request.dense = true;
  analysis.queries.push_back(analysis.queries[0]);
  analysis.weights = std::vector<double>(50);
  (*analysis.weights)[25 + 3 * 5 + 4] = 0.5;
  const Json weights = Json::parse(to_report(analysis))["weights"];
  ASSERT_EQ(weights.size(), 2U);
  ASSERT_EQ(weights[1].size(), 5U);
  EXPECT_EQ(weights[1][3][4], 0.5);
  EXPECT_EQ(weights[1][4][3], 0);
}

TEST(Report, OneTokenNestsLikeMany) {
  Analysis analysis = pairwise_analysis();
  analysis.tokens = {token("a")};
  analysis.queries[0].position = 0;
  analysis.queries[0].key_weights = {1};
  analysis.edges.clear();
  analysis.request.dense = true;
  analysis.weights = std::vector<double>{1};
  EXPECT_EQ(Json::parse(to_report(analysis))["weights"].dump(), "[[1]]");
  for (const char* name : {"two-simplicial", "n-order"}) {
    analysis.mechanism.mechanism = name;
    EXPECT_EQ(Json::parse(to_report(analysis))["weights"].dump(), "[[[1]]]") << name;
  }
}

TEST(Report, AllHeadsGiveAListOfReports) {
  auto first = std::make_shared<Analysis>(pairwise_analysis());
  auto second = std::make_shared<Analysis>(triple_analysis());
  const std::vector<std::shared_ptr<const Analysis>> both = {first, second};
  const Json reports = Json::parse(to_report(both));
  EXPECT_THAT(keys_of(reports), testing::ElementsAre("schema", "reports"));
  EXPECT_EQ(reports["reports"].size(), 2U);
  EXPECT_EQ(reports["reports"][1]["mechanism"]["name"], "two-simplicial");
  const std::vector<std::shared_ptr<const Analysis>> one = {first};
  EXPECT_EQ(to_report(one), to_report(*first));
  first->request.head.kind = Selector::Kind::all;
  EXPECT_EQ(Json::parse(to_report(one))["reports"].size(), 1U);
}

TEST(Report, HostileTextsStayValidJson) {
  Analysis analysis = pairwise_analysis();
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) {
    all_bytes += static_cast<char>(byte);
  }
  for (const std::string& text :
       {std::string("say \"x\\y\""), std::string("a\nb\tc\rd\x01\x7f"), std::string("nul\0end", 7),
        std::string("\xff\xfe"), std::string("\xed\xa0\x80"), std::string("\xf0\x9f\x98"),
        std::string("\xc0\xaf"), std::string("\xf4\x90\x80\x80"),
        std::string("héllo שלום 😀\u2028"), all_bytes}) {
    analysis.tokens[1].text = text;
    analysis.notes = {text};
    analysis.model.name = text;
    analysis.lens = text;
    const Json report = Json::parse(to_report(analysis));
    EXPECT_EQ(report["notes"][0], report["tokens"][1]["text"]);
  }
  EXPECT_EQ(json_string("a\xff"
                        "b"),
            "\"a\uFFFD"
            "b\"");
  EXPECT_EQ(json_string("\xf0\x9f\x98"
                        "b"),
            "\"\uFFFD\uFFFD\uFFFD"
            "b\"");
  EXPECT_EQ(json_string("😀é"), "\"😀é\"");
  EXPECT_EQ(Json::parse(json_string(std::string("q\"\\\0z", 5))).get<std::string>(),
            std::string("q\"\\\0z", 5));
}

TEST(Report, NonFiniteNumbersAreNull) {
  EXPECT_EQ(json_number(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(json_number(std::nan("")), "null");
  EXPECT_EQ(json_number(std::optional<double>()), "null");
  EXPECT_EQ(json_numbers(std::vector<double>{1, -0.5}), "[1,-0.5]");
}

/// Decimal commas and grouping dots, whether or not the machine has such a locale installed.
struct CommaNumbers : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Report, ACommaLocaleChangesNoByte) {
  Analysis analysis = triple_analysis();
  analysis.queries[0].output = {1234567.25, 0.5, 12345};
  analysis.tokens[0].id = 1234567;
  const std::string before = to_report(analysis);
  const std::locale old =
      std::locale::global(std::locale(std::locale::classic(), new CommaNumbers));
  const test::CommaLocale german;
  const std::string during = to_report(analysis);
  std::locale::global(old);
  EXPECT_EQ(before, during);
}

}  // namespace
}  // namespace baryscope
