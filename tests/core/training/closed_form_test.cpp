// The closed form of match3 as a model folder: nothing trained, everything right.
#include "core/training/closed_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.h"
#include "core/model/model.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TrainingRequest match3(const std::filesystem::path& output) {
  TrainingRequest request;
  request.task.name = "match3";
  request.task.blank = true;
  request.mechanism.mechanism = "two-simplicial";
  request.mechanism.score = "determinant";
  request.mechanism.value_prime = "ones";
  request.closed_form = true;
  request.n_evaluated = 500;
  request.device = "cpu";
  request.output = output;
  return request;
}

TEST(ClosedForm, WritesAModelThatIsRightEverywhere) {
  const test::ScratchFolder scratch;
  const auto folder = scratch.path() / "match3";
  int n_points = 0;
  TrainingListener listener;
  listener.on_point = [&](const TrainingPoint& point) {
    ++n_points;
    EXPECT_EQ(point.step, 0);
  };
  const TrainingResult result = write_closed_form(match3(folder), listener, {});
  EXPECT_EQ(n_points, 1);
  EXPECT_EQ(result.steps_done, 0);
  EXPECT_EQ(result.metrics.accuracy, 1);
  EXPECT_EQ(result.seconds, 0);
  for (const char* name :
       {"config.json", "model.safetensors", "tokenizer.json", "README.md", "training.json"}) {
    EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
  }
  std::ifstream file(folder / "training.json");
  const auto record = nlohmann::json::parse(file);
  EXPECT_THAT(record.at("command").get<std::string>(), HasSubstr("--closed-form on"));
  EXPECT_EQ(record.at("request").at("closed-form"), true);
  EXPECT_THROW(write_closed_form(match3(folder), {}, {}), UsageError) << "written over unasked";
}

TEST(ClosedForm, TheSameCommandWritesTheSameBytes) {
  const test::ScratchFolder scratch;
  const auto folder = scratch.path() / "match3";
  const auto bytes = [&folder] {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      files[entry.path().filename()].assign(std::istreambuf_iterator<char>(file), {});
    }
    return files;
  };
  TrainingRequest request = match3(folder);
  write_closed_form(request, {}, {});
  const auto first = bytes();
  EXPECT_EQ(first.size(), 5u);
  request.force = true;
  write_closed_form(request, {}, {});
  EXPECT_EQ(bytes(), first);
}

TEST(ClosedForm, WhatHasNoClosedFormIsAUsageError) {
  const test::ScratchFolder scratch;
  TrainingRequest request = match3(scratch.path() / "x");
  request.task.modulus = 1024;
  EXPECT_THROW(write_closed_form(request, {}, {}), UsageError);
  request = match3(scratch.path() / "x");
  request.task.name = "street";
  EXPECT_THROW(write_closed_form(request, {}, {}), UsageError);
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "x"));
}

}  // namespace
}  // namespace baryscope
