#include "core/base/processor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <thread>

#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using testing::HasSubstr;
using enum ProcessorLevel;

/// The environment variable as it was, put back at the end.
class ProcessorTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* given = std::getenv(k_variable)) m_before = given;
    ::unsetenv(k_variable);
  }
  void TearDown() override {
    m_before ? ::setenv(k_variable, m_before->c_str(), 1) : ::unsetenv(k_variable);
  }
  static void set_variable(const char* value) { ::setenv(k_variable, value, 1); }

 private:
  static constexpr const char* k_variable = "BARYSCOPE_CPU";
  std::optional<std::string> m_before;
};

TEST_F(ProcessorTest, NamesAreLevelsUpToTheWidest) {
  EXPECT_EQ(level_named("auto", avx2), avx2);
  EXPECT_EQ(level_named("auto", portable), portable);
  EXPECT_EQ(level_named("portable", avx512), portable);
  EXPECT_EQ(level_named("avx2", avx2), avx2);
  EXPECT_EQ(level_named("avx512", avx512), avx512);
  EXPECT_EQ(level_named("auto"), widest_level());
}

TEST_F(ProcessorTest, WhatTheProcessorLacksIsSaid) {
  const std::string said = message_of<ProcessorError>([] { level_named("avx512", avx2); });
  EXPECT_THAT(said, HasSubstr("--cpu avx512"));
  EXPECT_THAT(said, HasSubstr("widest level is avx2"));
  EXPECT_THAT(said, HasSubstr("--cpu auto"));
  EXPECT_THROW(level_named("avx2", portable), ProcessorError);
  EXPECT_THAT(message_of<UsageError>([] { level_named("sse2", avx512); }),
              HasSubstr("'sse2': expected auto, portable, avx2 or avx512"));
}

TEST_F(ProcessorTest, AScopeChoosesForItsThreadAndItsTime) {
  EXPECT_EQ(processor_level(), widest_level());
  {
    const ProcessorScope outer("portable");
    EXPECT_EQ(processor_level(), portable);
    {
      const ProcessorScope as_outside("");
      EXPECT_EQ(processor_level(), portable);
      const ProcessorScope inner("auto");
      EXPECT_EQ(processor_level(), widest_level());
      std::thread([] { EXPECT_EQ(processor_level(), widest_level()); }).join();
    }
    EXPECT_EQ(processor_level(), portable);
    EXPECT_THROW(ProcessorScope("sse2"), UsageError);
    EXPECT_EQ(processor_level(), portable);
  }
  EXPECT_EQ(processor_level(), widest_level());
}

TEST_F(ProcessorTest, WithoutAScopeTheEnvironmentVariableChooses) {
  set_variable("portable");
  EXPECT_EQ(processor_level(), portable);
  {
    const ProcessorScope asked("auto");
    EXPECT_EQ(processor_level(), widest_level()) << "who asks is asked first";
  }
  set_variable("sse2");
  EXPECT_THROW(processor_level(), UsageError);
  EXPECT_THROW(ProcessorScope(""), UsageError);
}

}  // namespace
}  // namespace baryscope
