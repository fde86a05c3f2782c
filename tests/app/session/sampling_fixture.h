/// A session that shows samples: real studies of small data, an engine that nobody asks.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "tests/app/session/fake_engine.h"
#include "tests/support/error_message.h"

namespace baryscope::test {

inline OptionValues small_samples() {
  OptionValues values(all_options());
  values.set("view", "samples");
  values.set("n-samples", "60");
  return values;
}

class SamplingSessionTest : public testing::Test {
 protected:
  SamplingSessionTest()
      : m_session(
            small_samples(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_session.on_finished = [this] { ++m_n_finished; };
    m_session.on_evaluated = [this] { ++m_n_evaluated; };
    m_session.on_error = [this](const std::string& message) { m_errors.push_back(message); };
    m_folder =
        std::filesystem::path(testing::TempDir()) /
        (std::string("sampling-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(m_folder);
    std::filesystem::create_directories(m_folder);
  }
  ~SamplingSessionTest() override {
    m_engine.held = false;
    std::filesystem::remove_all(m_folder);
  }

  bool settle() {
    return m_queue.run_until([this] { return !m_session.busy() && !m_session.evaluating(); });
  }
  void show() {
    m_session.refresh();
    ASSERT_TRUE(settle());
    ASSERT_NE(m_session.current(), nullptr);
    ASSERT_FALSE(m_session.current()->studies.empty());
  }
  const SamplingStudy& shown() { return *m_session.current()->studies.front(); }
  std::string write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = m_folder / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  FakeEngineState m_engine;
  PostQueue m_queue;
  int m_n_finished = 0;
  int m_n_evaluated = 0;
  std::vector<std::string> m_errors;
  std::filesystem::path m_folder;
  Session m_session;
};

/// What a refusal says, or "no error".
inline std::string usage_of(const std::function<void()>& function) {
  return message_of<UsageError>(function);
}

}  // namespace baryscope::test
