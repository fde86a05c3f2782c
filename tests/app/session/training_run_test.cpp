#include "app/session/training_run.h"

#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "core/training/training_options.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

class TrainingRunTest : public testing::Test {
 protected:
  TrainingRunTest() : m_session(std::make_unique<Session>(all_options(), maker(), poster())) {}

  Session::MakeEngine maker() {
    return [this] {
      if (m_broken) {
        throw Error("no LibTorch here");
      }
      return std::make_unique<FakeEngine>(m_engine);
    };
  }
  Session::Post poster() {
    return [this](std::function<void()> function) { m_queue.post(std::move(function)); };
  }
  static TrainingRequest request(int steps) {
    OptionValues values(all_options());
    values.set("train", "street");
    values.set("mechanism", "two-simplicial");
    values.set("steps", std::to_string(steps));
    return make_training_request(values, "street");
  }
  TrainingRun& start(int steps) {
    TrainingRun& run = m_session->start_training(request(steps));
    run.on_change = [this] { ++m_n_changes; };
    return run;
  }
  bool wait_for(const std::function<bool()>& done) { return m_queue.run_until(done); }
  bool wait_for_end(const TrainingRun& run) {
    return wait_for([&] { return !run.active(); });
  }

  FakeEngineState m_engine;
  bool m_broken = false;
  PostQueue m_queue;
  int m_n_changes = 0;
  std::unique_ptr<Session> m_session;
};

TEST_F(TrainingRunTest, RunsToItsEndWithItsCurve) {
  EXPECT_EQ(m_session->training(), nullptr);
  TrainingRun& run = start(20);
  EXPECT_EQ(m_session->training(), &run);
  EXPECT_TRUE(run.active());
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_EQ(run.state().status, TrainingStatus::done);
  ASSERT_EQ(run.state().curve.size(), 20u);
  EXPECT_EQ(run.state().curve.back().step, 20);
  ASSERT_TRUE(run.state().result.has_value());
  EXPECT_EQ(run.state().result->steps_done, 20);
  EXPECT_EQ(run.state().message, "street");
  EXPECT_EQ(run.state().snapshot_step, -1);
  EXPECT_GE(m_n_changes, 21);
}

TEST_F(TrainingRunTest, SharesTheEngineWithTheWorkerAndRunsBesideIt) {
  m_session->refresh();
  TrainingRun& run = start(1000000);
  ASSERT_TRUE(wait_for([&] { return !m_session->busy(); }));
  m_engine.held = true;
  m_session->set_option("layer", "1");
  ASSERT_TRUE(wait_for([&] { return m_engine.running.load(); }));
  const std::size_t before = run.state().curve.size();
  ASSERT_TRUE(wait_for([&] { return run.state().curve.size() > before + 5; }));
  EXPECT_TRUE(m_engine.running);
  m_engine.held = false;
  EXPECT_EQ(m_engine.n_made, 1);
}

TEST_F(TrainingRunTest, PausesGoesOnAndStops) {
  TrainingRun& run = start(1000000);
  ASSERT_TRUE(wait_for([&] { return run.state().curve.size() > 3; }));
  run.pause(true);
  EXPECT_EQ(run.state().status, TrainingStatus::paused);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));  // the step that runs ends
  const int paused_at = m_engine.n_steps;
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(m_engine.n_steps, paused_at);
  run.pause(false);
  ASSERT_TRUE(wait_for([&] { return m_engine.n_steps > paused_at + 3; }));
  run.stop();
  EXPECT_EQ(run.state().status, TrainingStatus::stopping);
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_EQ(run.state().status, TrainingStatus::stopped);
  EXPECT_TRUE(run.state().result->stopped);
  run.stop();
  run.pause(true);
  EXPECT_EQ(run.state().status, TrainingStatus::stopped);
}

TEST_F(TrainingRunTest, APausedTrainingCanBeStoppedAndCancelled) {
  TrainingRun& run = start(1000000);
  run.pause(true);
  run.stop();
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_EQ(run.state().status, TrainingStatus::stopped);
  TrainingRun& second = start(1000000);
  second.pause(true);
  second.cancel();
  ASSERT_TRUE(wait_for_end(second));
  EXPECT_EQ(second.state().status, TrainingStatus::stopped);
  EXPECT_FALSE(second.state().result.has_value());
  EXPECT_NE(second.state().failure, nullptr);
}

TEST_F(TrainingRunTest, ASnapshotComesOnceForEveryWish) {
  TrainingRun& run = start(1000000);
  run.request_snapshot();
  ASSERT_TRUE(wait_for([&] { return run.state().snapshot_step >= 0; }));
  const int first = run.state().snapshot_step;
  ASSERT_TRUE(wait_for([&] { return run.state().curve.back().step > first + 5; }));
  EXPECT_EQ(run.state().snapshot_step, first);
  run.request_snapshot();
  ASSERT_TRUE(wait_for([&] { return run.state().snapshot_step > first; }));
}

TEST_F(TrainingRunTest, AFailureSaysWhyAndKeepsTheCurve) {
  TrainingRequest bad = request(100);
  bad.optimizer.learning_rate = 2;
  TrainingRun& run = m_session->start_training(bad);
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_EQ(run.state().status, TrainingStatus::failed);
  EXPECT_EQ(run.state().message, "the loss is NaN in step 3");
  EXPECT_EQ(run.state().curve.size(), 3u);
}

TEST_F(TrainingRunTest, AnEngineThatCannotBeMadeFailsTheTraining) {
  m_broken = true;
  TrainingRun& run = start(10);
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_EQ(run.state().status, TrainingStatus::failed);
  EXPECT_EQ(run.state().message, "no LibTorch here");
}

TEST_F(TrainingRunTest, OneTrainingAtATime) {
  TrainingRun& run = start(1000000);
  EXPECT_THROW(start(10), UsageError);
  run.stop();
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_NO_THROW(start(2));
  ASSERT_TRUE(wait_for_end(*m_session->training()));
}

TEST_F(TrainingRunTest, TheEndOfTheSessionStopsIt) {
  TrainingRun& run = start(1000000);
  ASSERT_TRUE(wait_for([&] { return run.state().curve.size() > 3; }));
  m_session.reset();
  const int steps = m_engine.n_steps;
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(m_engine.n_steps, steps);
  EXPECT_TRUE(wait_for([] { return true; }));  // what was posted finds nobody
}

TEST_F(TrainingRunTest, LongCurvesAreThinned) {
  TrainingRequest quick = request(4500);
  quick.optimizer.batch = 1;
  TrainingRun& run = m_session->start_training(quick);
  ASSERT_TRUE(wait_for_end(run));
  EXPECT_LE(run.state().curve.size(), 4000u);
  EXPECT_GE(run.state().curve.size(), 2000u);
  EXPECT_EQ(run.state().curve.back().step, 4500);
}

}  // namespace
}  // namespace baryscope
