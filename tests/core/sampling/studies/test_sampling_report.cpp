#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/sampling/studies/sampling_report.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

std::shared_ptr<const SamplingStudy> study_of(const SamplingRequest& request) {
  return SamplingLaboratory().study(request, Watch());
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  for (const auto& [name, value] : json.items()) {
    names.push_back(name);
  }
  return names;
}

TEST(SamplingReport, HasTheFieldsOfTheProductInOrder) {
  SamplingRequest request;
  const auto study = study_of(request);
  const Json json = Json::parse(to_sampling_report({study}, {}));
  EXPECT_EQ(keys(json),
            (std::vector<std::string>{"schema", "baryscope", "sampler", "data", "counts", "complex",
                                      "diagnostics", "notes", "title", "finding"}));
  EXPECT_EQ(json["schema"], 1);
  EXPECT_FALSE(json["baryscope"].get<std::string>().empty());
  EXPECT_EQ(keys(json["sampler"]),
            (std::vector<std::string>{"name", "k-neighbors", "arity", "alpha", "boundary-bias",
                                      "sampling-strategy", "standardize", "clique-limit", "seed"}));
  EXPECT_EQ(json["sampler"]["alpha"].dump(), "1");
  EXPECT_EQ(json["data"]["name"], "two-moons");
  EXPECT_EQ(json["data"]["noise"], 0.1);
  EXPECT_EQ(json["data"]["n_points"], 400);
  std::size_t before = 0;
  for (const auto& [name, counts] : json["counts"].items()) {
    before += counts["before"].get<std::size_t>();
    EXPECT_EQ(counts["after"], 320);
  }
  EXPECT_EQ(before, 400U);
  EXPECT_EQ(json["complex"]["n_edges"], study->complex.n_edges);
  EXPECT_EQ(json["complex"]["maximal_by_arity"].size(), study->complex.maximal_by_arity.size());
  EXPECT_TRUE(json["diagnostics"]["evaluation"].is_null());
  EXPECT_EQ(json["diagnostics"]["mean_majority_distance"],
            study->diagnostics.mean_majority_distance);
}

TEST(SamplingReport, SeveralStudiesStandInOneFileWithTheirEvaluations) {
  SamplingRequest request;
  request.data.n_samples = 60;
  const auto first = study_of(request);
  request.sampler.sampler = "borderline-smote-1";
  request.sampler.boundary_bias = "tilt";
  const auto second = study_of(request);
  SamplingEvaluation evaluation;
  evaluation.request = second->request;
  evaluation.classifier = "knn";
  evaluation.n_folds = 2;
  evaluation.n_points = 60;
  evaluation.rows = {{"none", {0.5, std::nan("")}, {1, 0.25}, 0.5, 0.625, 0, 0.375}};
  evaluation.notes = {"a note"};
  const Json json = Json::parse(to_sampling_report({first, second}, {evaluation}));
  EXPECT_EQ(keys(json), (std::vector<std::string>{"schema", "reports"}));
  ASSERT_EQ(json["reports"].size(), 2U);
  EXPECT_TRUE(json["reports"][0]["diagnostics"]["evaluation"].is_null());
  const Json& own = json["reports"][1]["diagnostics"]["evaluation"];
  EXPECT_EQ(own["folds"], 2);
  EXPECT_EQ(own["rows"][0]["sampler"], "none");
  EXPECT_EQ(own["rows"][0]["f1"].dump(), "[0.5,null]");
  EXPECT_EQ(own["rows"][0]["mcc"].dump(), "[1,0.25]");
  EXPECT_EQ(own["rows"][0]["mean_mcc"], 0.625);
  // What a sampler does not read is not said to have mattered.
  EXPECT_EQ(keys(json["reports"][1]["sampler"]),
            (std::vector<std::string>{"name", "k-neighbors", "m-neighbors", "sampling-strategy",
                                      "standardize", "seed"}));
}

TEST(SamplingReport, WithoutSyntheticPointsDistancesAreNull) {
  SamplingRequest request;
  request.sampler.sampler = "none";
  const Json json = Json::parse(to_sampling_report({study_of(request)}, {}));
  EXPECT_TRUE(json["diagnostics"]["mean_majority_distance"].is_null());
  EXPECT_TRUE(json["diagnostics"]["share_in_majority_region"].is_null());
  EXPECT_EQ(json["counts"]["minority"]["after"], 80);
  EXPECT_EQ(json["sampler"].dump(), "{\"name\":\"none\"}");
  EXPECT_EQ(json["complex"]["n_maximal"], 0);
}

TEST(SamplingReport, NamesOfFilesAndClassesAreEscaped) {
  const auto path = std::filesystem::temp_directory_path() / "baryscope-\"report\".csv";
  std::ofstream(path) << "x,y,class\n1.5,2,\"a \"\"b\"\"\"\n2,2,c\n3,1,c\n4,4,c\n";
  SamplingRequest request;
  request.data.data_set = path.string();
  const Json json = Json::parse(to_sampling_report({study_of(request)}, {}));
  std::filesystem::remove(path);
  EXPECT_EQ(json["data"]["file"], path.string());
  EXPECT_EQ(json["data"]["label"], "class");
  EXPECT_EQ(json["counts"]["a \"b\""]["after"], 3);
  EXPECT_FALSE(json["data"].contains("noise"));
  EXPECT_EQ(json["notes"].back(), "class a \"b\" has one point: it reproduces itself");
}

}  // namespace
}  // namespace baryscope
