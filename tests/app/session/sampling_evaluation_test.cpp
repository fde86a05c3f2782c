// A session scores the samples that it shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/session/output.h"
#include "app/session/session_requests.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/app/session/sampling_fixture.h"

namespace baryscope {
namespace {

using test::SamplingSessionTest;
using test::usage_of;
using testing::HasSubstr;

TEST_F(SamplingSessionTest, EvaluatesWhatIsShown) {
  EXPECT_NE(usage_of([&] { m_session.evaluate_samples(); }), "no error");
  show();
  EXPECT_EQ(m_session.evaluation(), nullptr);
  m_session.evaluate_samples();
  EXPECT_TRUE(m_session.evaluating());
  EXPECT_FALSE(m_session.busy());
  ASSERT_TRUE(settle());
  ASSERT_TRUE(m_errors.empty()) << m_errors.front();
  EXPECT_EQ(m_n_evaluated, 1);
  const auto evaluation = m_session.evaluation();
  ASSERT_NE(evaluation, nullptr);
  EXPECT_EQ(evaluation->request, shown().request);
  EXPECT_EQ(evaluation->rows.size(), 3u);
  // A redraw keeps it, another view hides it, another sampler forgets it.
  m_session.set_option("theme", "dark");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.evaluation(), evaluation);
  m_session.set_option("view", "space");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.evaluation(), nullptr);
  m_session.set_option("view", "samples");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.evaluation(), evaluation);
  m_session.set_option("sampler", "random");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.evaluation(), nullptr);
  m_session.set_option("classifier", "none");
  ASSERT_TRUE(settle());
  EXPECT_THAT(usage_of([&] { m_session.evaluate_samples(); }), HasSubstr("--classifier none"));
}

TEST_F(SamplingSessionTest, AChangeAndACancelStopTheEvaluation) {
  m_session.set_option("n-samples", "4000");
  show();
  m_session.evaluate_samples();
  m_session.set_option("arity", "3");
  EXPECT_FALSE(m_session.evaluating());
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.evaluation(), nullptr);
  m_session.evaluate_samples();
  m_session.set_option("theme", "dark");
  EXPECT_TRUE(m_session.evaluating());
  m_session.cancel();
  EXPECT_FALSE(m_session.evaluating());
  m_session.evaluate_samples();
  // What is shown is still to be scored after a request that brought nothing else.
  m_session.set_option("dataset", (m_folder / "missing.csv").string());
  EXPECT_FALSE(m_session.evaluating());
  ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); }));
  EXPECT_TRUE(m_session.evaluating());
  EXPECT_EQ(m_errors.size(), 1u);
  m_session.evaluate_samples();  // again: the first one stops
  EXPECT_TRUE(m_session.evaluating());
  EXPECT_EQ(m_n_evaluated, 0);
}

TEST_F(SamplingSessionTest, AnEvaluationThatFailsSaysWhy) {
  m_session.set_option("dataset",
                       write("one.csv", "x,y,label\n0,0,a\n1,0,a\n0,1,a\n2,2,a\n5,5,b\n"));
  ASSERT_TRUE(settle());
  ASSERT_TRUE(m_errors.empty()) << m_errors.front();
  m_session.evaluate_samples();
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_errors.size(), 1u);
  EXPECT_NE(m_session.evaluation_failure(), nullptr);
  EXPECT_EQ(m_session.failure(), nullptr);
  const std::string report = prepare_bytes(m_session, "x.json", {})();
  EXPECT_EQ(report, to_sampling_report(m_session.current()->studies, {}));
}

TEST_F(SamplingSessionTest, ReportsCarryTheEvaluation) {
  show();
  const auto wait = [this] { ASSERT_TRUE(settle()); };
  const std::string path = (m_folder / "x.json").string();
  write_output(m_session, path, {}, wait);
  ASSERT_NE(m_session.evaluation(), nullptr);
  const std::string expected =
      to_sampling_report(m_session.current()->studies, {*m_session.evaluation()});
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), expected);
  EXPECT_THAT(expected, HasSubstr("mcc"));
  // The same where nobody evaluated before.
  m_session.set_option("arity", "3");
  ASSERT_TRUE(settle());
  m_session.set_option("arity", "5");
  ASSERT_TRUE(settle());
  ASSERT_EQ(m_session.evaluation(), nullptr);
  EXPECT_EQ(prepare_bytes(m_session, "-", {})(), expected);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(prepare_bytes(m_session, "-", {}, hash_inputs, Watch(stop.get_token(), {}))(),
               Cancelled);
}

}  // namespace
}  // namespace baryscope
