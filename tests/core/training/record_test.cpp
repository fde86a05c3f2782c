#include "core/training/training_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/analysis/analysis_options.h"
#include "core/base/error.h"
#include "core/training/recipes.h"
#include "core/training/training_options.h"

namespace baryscope {
namespace {

using testing::HasSubstr;
using testing::Not;

TrainingRequest request_of(const std::string& task, const std::string& mechanism) {
  TrainingRequest request;
  request.task.name = task;
  request.mechanism.mechanism = mechanism;
  const Recipe defaults = recipe(request.task, request.mechanism);
  request.shape = defaults.shape;
  request.optimizer = defaults.optimizer;
  request.output = "models/made/";
  return request;
}

std::vector<TrainingPoint> some_curve() {
  TrainingPoint first;
  first.step = 1;
  first.loss = 0.1 + 0.2;
  first.learning_rate = 6e-3 / 7;
  first.gradient_norm = 1e-300;
  first.steps_per_second = 123.456;
  TrainingPoint second = first;
  second.step = 250;
  second.evaluation.emplace();
  second.evaluation->loss = 1.0 / 3;
  second.evaluation->accuracy = 0.75;
  second.evaluation->noise_mass = 0;
  return {first, second};
}

TEST(TrainingRecord, ACurveReadsBackEqual) {
  const auto curve = some_curve();
  const auto read = curve_from_json(to_curve_json(curve), "here");
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(to_curve_json(read), to_curve_json(curve));
  EXPECT_EQ(read[1].loss, curve[1].loss);
  EXPECT_EQ(read[1].evaluation->loss, 1.0 / 3);
  EXPECT_EQ(read[1].evaluation->noise_mass, 0.0);
  EXPECT_FALSE(read[1].evaluation->exact_zeros.has_value());
  EXPECT_FALSE(read[0].evaluation.has_value());
  EXPECT_TRUE(curve_from_json("[]", "here").empty());
  for (const char* bad : {"", "[{}]", "{", "[1]", "[{\"step\":\"x\"}]"}) {
    EXPECT_THROW(curve_from_json(bad, "here"), Error) << bad;
  }
}

TEST(TrainingRecord, TheCommandMakesTheSameRequest) {
  const OptionTable table = [] {
    std::vector<OptionSpec> rows = analysis_options();
    for (OptionSpec& row : training_options()) {
      rows.push_back(std::move(row));
    }
    return OptionTable(std::move(rows));
  }();
  TrainingRequest odd = request_of("street", "two-simplicial");
  odd.mechanism.score = "determinant";
  odd.mechanism.window_1 = 6;
  odd.mechanism.window_2 = 3;
  odd.shape.n_heads = 3;
  odd.shape.residual = !odd.shape.residual;
  odd.optimizer.learning_rate = 0.1 + 0.2;
  odd.task.plots = 31;
  odd.seed = 9;
  TrainingRequest signed_sum = request_of("signed-sum", "dipole-v2");
  signed_sum.mechanism.a_minus = 0.25;
  TrainingRequest closed_form = request_of("match3", "two-simplicial");
  closed_form.closed_form = true;
  closed_form.task.blank = true;
  closed_form.task.modulus = 17;
  closed_form.seed = 4;
  for (const TrainingRequest& request :
       {odd, signed_sum, request_of("needle", "rectified-differential"),
        request_of("chase", "pairwise"), closed_form}) {
    const std::string command = training_command(request);
    OptionValues values(table);
    std::istringstream words(command);
    std::string word;
    words >> word;
    EXPECT_EQ(word, "baryscope");
    std::string output;
    for (std::string id; words >> id >> word;) {
      ASSERT_TRUE(id.starts_with("--")) << command;
      if (id == "--output") {
        output = word;
      } else {
        values.set(id.substr(2), word);
      }
    }
    EXPECT_EQ(output, "made/");
    const TrainingRequest read = make_training_request(values, request.output);
    EXPECT_EQ(request_options(read), request_options(request)) << command;
  }
  EXPECT_THAT(training_command(request_of("street", "cog")), Not(HasSubstr("--batch")));
}

TEST(TrainingRecord, TrainingJsonHasItsFields) {
  TrainingResult result;
  result.steps_done = 250;
  result.seconds = 2;
  result.n_parameters = 4321;
  result.curve = some_curve();
  result.metrics = *result.curve.back().evaluation;
  const auto json =
      nlohmann::json::parse(to_training_json(request_of("street", "two-simplicial"), result));
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["request"]["train"], "street");
  EXPECT_EQ(json["request"]["mechanism"], "two-simplicial");
  EXPECT_EQ(json["request"]["places"], 8);
  EXPECT_FALSE(json["request"].contains("modulus")) << "no option of this task";
  EXPECT_TRUE(json["request"]["residual"].is_boolean());
  EXPECT_EQ(json["n_parameters"], 4321);
  EXPECT_EQ(json["steps_per_second"], 125);
  EXPECT_EQ(json["metrics"]["accuracy"], 0.75);
  EXPECT_TRUE(json["metrics"]["outside_hull"].is_null());
  EXPECT_EQ(json["curve"].size(), 2u);
  EXPECT_EQ(json["stopped"], false);
  EXPECT_TRUE(json.contains("baryscope"));
}

TEST(TrainingRecord, FiguresInWordsLeaveOutWhatIsNotDefined) {
  TaskMetrics metrics;
  metrics.loss = 0.5;
  metrics.accuracy = 0.99951;
  std::map<std::string, std::string> texts;
  for (const auto& [name, text] : metric_texts(metrics)) {
    texts[name] = text;
  }
  EXPECT_EQ(texts,
            (std::map<std::string, std::string>{{"loss", "0.50000"}, {"accuracy", "99.95 %"}}));
}

}  // namespace
}  // namespace baryscope
