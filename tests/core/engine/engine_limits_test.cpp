// What the engine refuses, and how it stops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "core/base/error.h"
#include "tests/core/engine/engine_fixture.h"

namespace baryscope {
namespace {

using test::EngineTest;
using test::index;
using test::message_of;
using test::text;
using testing::AllOf;
using testing::HasSubstr;
using Kind = Selector::Kind;

TEST_F(EngineTest, RefusesWhatIsOutOfRange) {
  m_request.layer = index(2);
  EXPECT_THAT(usage(), HasSubstr("--layer 2: expected 0 to 1; plain has 2 layers"));
  m_request.layer = index(-1);
  EXPECT_THAT(usage(), HasSubstr("--layer -1"));
  m_request.layer = index(1);
  m_request.head = index(2);
  EXPECT_THAT(usage(), HasSubstr("--head 2: expected 0 to 1"));
  m_request.head = index(1);
  m_request.query = index(6);
  EXPECT_THAT(usage(), HasSubstr("--query 6: expected 0 to 5; the text has 6 tokens"));
  m_request.query = text("t9");
  EXPECT_THAT(usage(), HasSubstr("did you mean"));
  m_request.query = index(0);
  m_request.mechanism.mechanism = "pairwize";
  EXPECT_THAT(usage(), HasSubstr("did you mean 'pairwise'"));
  m_request.mechanism.mechanism = "differential";
  m_request.mechanism.learned_lambda = true;
  EXPECT_THAT(usage(), HasSubstr("--lambda learned"));
  m_request.mechanism = {};
  m_request.mechanism.mechanism = "two-simplicial";
  m_request.mechanism.key_prime = "own";
  EXPECT_THAT(usage(), HasSubstr("--key-prime own: plain has no K'"));
  m_request.mechanism.key_prime.clear();
  m_request.mechanism.select = "indexer";
  EXPECT_THAT(usage(), HasSubstr("no indexer at layer 1"));
  m_request.mechanism.select = "previous-layer";
  EXPECT_EQ(usage(), "no error");
  m_request.layer = index(0);
  EXPECT_THAT(usage(), HasSubstr("--select previous-layer: layer 0"));
  m_request.mechanism.select = "none";
  m_request.place_by = "residual";
  EXPECT_THAT(usage(), HasSubstr("--place-by residual"));
}

TEST_F(EngineTest, RefusesFactorsBeyondTheCapturesNumbers) {
  m_request.mechanism.mechanism = "differential";
  m_request.mechanism.lambda = 1e300;
  EXPECT_THAT(usage(), AllOf(HasSubstr("--lambda 1e+300"), HasSubstr("F32")));
}

TEST_F(EngineTest, DenseWeightsStopAt64Tokens) {
  m_request.dense = true;
  for (const int n : {64, 65}) {
    test::write_plain_capture(m_folder.path() / "some.safetensors", n);
    m_request.capture = (m_folder.path() / "some.safetensors").string();
    const auto analysis = run();
    EXPECT_EQ(analysis->weights.has_value(), n == 64);
    EXPECT_EQ(analysis->notes.size(), n == 64 ? 0U : 1U);
  }
}

TEST_F(EngineTest, RefusesWhatCostsTooMuch) {
  test::write_plain_capture(m_folder.path() / "long.safetensors", 3000);
  m_request.capture = (m_folder.path() / "long.safetensors").string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query = index(2999);
  m_request.mechanism.mechanism = "n-order";
  m_request.mechanism.order = 4;
  const std::string message = usage();
  EXPECT_THAT(message, AllOf(HasSubstr("multiply-adds"), HasSubstr("--window "),
                             HasSubstr("--keep "), HasSubstr("--force")));
  // What the message names fits, one more does not.
  const auto place = message.find("--window ") + 9;
  const int window = std::atoi(message.c_str() + place);
  m_request.mechanism.window_1 = m_request.mechanism.window_2 = window + 1;
  EXPECT_THAT(usage(), HasSubstr("multiply-adds"));
}

TEST_F(EngineTest, StopsWhenAsked) {
  test::write_plain_capture(m_folder.path() / "long.safetensors", 2000);
  m_request.capture = (m_folder.path() / "long.safetensors").string();
  m_request.layer = index(1);
  m_request.head = index(0);
  m_request.query.kind = Kind::all;
  m_request.mechanism.mechanism = "two-simplicial";
  std::stop_source source;
  int n_reports = 0;
  const Watch watch(source.get_token(), [&](double fraction, std::string_view step) {
    EXPECT_GE(fraction, 0);
    EXPECT_LE(fraction, 1);
    if (step == "attending" && ++n_reports == 3) {
      source.request_stop();
    }
  });
  const auto start = std::chrono::steady_clock::now();
  m_request.force = true;
  EXPECT_THROW(m_engine->analyze(m_request, watch), Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(EngineTest, NamesBrokenInput) {
  test::write_broken_capture(m_folder.path() / "nan.safetensors");
  m_request.capture = (m_folder.path() / "nan.safetensors").string();
  EXPECT_THAT(message_of<Error>([this] { run(); }),
              AllOf(HasSubstr("'layers.0.key'"), HasSubstr("NaN")));
  m_request.capture = (m_folder.path() / "none.safetensors").string();
  EXPECT_THAT(message_of<Error>([this] { run(); }), HasSubstr("not found"));
}

}  // namespace
}  // namespace baryscope
