#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/sampling/sampling_report.h"

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

}  // namespace
}  // namespace baryscope
