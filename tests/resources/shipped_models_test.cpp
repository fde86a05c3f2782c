// The models in resources/models: each opens, is as good on fresh examples as its card says, is
// small, and has a pairwise twin that is no smaller and was trained alike.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/model/model.h"
#include "core/tasks/task.h"
#include "core/training/evaluation.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path k_models = test::source_folder() / "resources" / "models";

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Folders of native models, in order of their names.
std::vector<fs::path> shipped_folders() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(k_models)) {
    if (fs::exists(entry.path() / "training.json")) {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// Those that are no twin of another one.
std::vector<fs::path> original_folders() {
  std::vector<fs::path> folders = shipped_folders();
  std::erase_if(folders, [](const fs::path& folder) {
    return folder.filename().string().ends_with("-pairwise");
  });
  return folders;
}

json record_of(const fs::path& folder) { return json::parse(bytes_of(folder / "training.json")); }

TaskOptions task_of(const json& request) {
  TaskOptions task;
  task.name = request.at("train").get<std::string>();
  task.places = request.value("places", task.places);
  task.plots = request.value("plots", task.plots);
  task.modulus = request.value("modulus", task.modulus);
  task.numbers = request.value("numbers", task.numbers);
  task.hops = request.value("hops", task.hops);
  task.nodes = request.value("nodes", task.nodes);
  task.keys = request.value("keys", task.keys);
  task.key_noise = request.value("key-noise", task.key_noise);
  task.blank = request.value("blank", task.blank);
  return task;
}

/// On one thread: the models are small, and threads that wait for each other cost more.
class ShippedModelTest : public testing::TestWithParam<fs::path> {
 protected:
  void SetUp() override { at::set_num_threads(1); }
};

TEST_P(ShippedModelTest, IsAsGoodOnFreshExamplesAsItsCardSays) {
  const json record = record_of(GetParam());
  const json& request = record.at("request");
  const auto model = load_model(GetParam(), GetParam().filename().string(), "cpu", {});
  const auto task = make_task(task_of(request));
  EvaluationSize size;
  size.n_examples = 2000;
  size.n_texts = 200;
  size.max_hull_outputs = 150;
  const TaskMetrics metrics =
      evaluate(model->transformer(), *task, request.at("mechanism").get<std::string>(),
               Random(20'261'121), size, {});
  const json& said = record.at("metrics");
  EXPECT_NEAR(metrics.accuracy, said.at("accuracy").get<double>(), 0.02);
  const auto expect_share = [&](const char* name, const std::optional<double>& found) {
    if (said.contains(name) && !said.at(name).is_null()) {
      EXPECT_NEAR(found.value(), said.at(name).get<double>(), 0.12) << name;
    }
  };
  expect_share("heaviest_pair_true", metrics.heaviest_pair_true);
  expect_share("mass_on_true_pairs", metrics.mass_on_true_pairs);
  expect_share("noise_mass", metrics.noise_mass);
  expect_share("outside_hull", metrics.outside_hull);
  EXPECT_NE(bytes_of(GetParam() / "README.md")
                .find(to_text(100 * said.at("accuracy").get<double>(), 2) + " %"),
            std::string::npos);
}

TEST_P(ShippedModelTest, ReadsItsTasksExample) {
  const auto model = load_model(GetParam(), GetParam().filename().string(), "cpu", {});
  const auto task = make_task(task_of(record_of(GetParam()).at("request")));
  EXPECT_NO_THROW(static_cast<void>(model->capture(task->example_text(), {}, {})));
}

TEST_P(ShippedModelTest, IsSmallAndHoldsNoCheckpoint) {
  std::uintmax_t size = 0;
  for (const auto& entry : fs::directory_iterator(GetParam())) {
    size += entry.file_size();
    EXPECT_NE(entry.path().filename(), "checkpoint.safetensors");
  }
  EXPECT_LE(size, 1'000'000U);
}

using ShippedOriginalTest = ShippedModelTest;

TEST_P(ShippedOriginalTest, HasATwinThatIsNoSmallerAndWasTrainedAlike) {
  const std::string name = GetParam().filename().string();
  const json own = record_of(GetParam());
  const std::string task = own.at("request").at("train").get<std::string>();
  const fs::path by_name = k_models / (name + "-pairwise");
  const fs::path twin = fs::exists(by_name) ? by_name : k_models / (task + "-pairwise");
  ASSERT_TRUE(fs::exists(twin)) << twin;
  const json other = record_of(twin);
  EXPECT_EQ(other.at("request").at("mechanism"), "pairwise");
  EXPECT_GE(other.at("n_parameters"), own.at("n_parameters"));
  if (own.at("steps_done") == 0) {
    return;  // a closed form: nothing was trained
  }
  for (const char* option :
       {"steps", "batch", "learning-rate", "warm-up", "weight-decay", "clip"}) {
    EXPECT_EQ(other.at("request").at(option), own.at("request").at(option)) << option;
  }
}

std::string test_name(const testing::TestParamInfo<fs::path>& folder) {
  std::string name = folder.param.filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedModelTest, testing::ValuesIn(shipped_folders()), test_name);
INSTANTIATE_TEST_SUITE_P(All, ShippedOriginalTest, testing::ValuesIn(original_folders()),
                         test_name);

}  // namespace
}  // namespace baryscope
