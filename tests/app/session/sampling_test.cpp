// A session that shows samples, and goes between them and attention.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/session/sampling_fixture.h"

namespace baryscope {
namespace {

using test::SamplingSessionTest;
using test::usage_of;
using testing::HasSubstr;

TEST_F(SamplingSessionTest, ShowsAStudyAndOpensNoEngine) {
  show();
  EXPECT_EQ(shown().data->n_points(), 60);
  EXPECT_GT(shown().resampled.synthetic.size(), 0);
  EXPECT_TRUE(m_session.current()->analyses.empty());
  EXPECT_EQ(m_session.current()->scene->title, "simplicial-smote in samples");
  EXPECT_EQ(m_session.current()->compared_scene, nullptr);
  EXPECT_EQ(m_engine.n_made, 0);
  EXPECT_EQ(usage_of([&] { m_session.select_token(1); }),
            "token 1: samples are shown, which have no tokens; --view space shows a text");
}

TEST_F(SamplingSessionTest, AChangeOfTheDrawingKeepsTheStudy) {
  show();
  const auto before = m_session.current();
  m_session.set_option("theme", "dark");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->studies, before->studies);
  EXPECT_NE(m_session.current()->scene, before->scene);
  EXPECT_EQ(m_session.current()->scene->theme.name, "dark");
  m_session.set_option("arity", "3");
  ASSERT_TRUE(settle());
  EXPECT_NE(m_session.current()->studies, before->studies);
  EXPECT_EQ(shown().data->points.data, before->studies.front()->data->points.data);
}

TEST_F(SamplingSessionTest, OptionsOfTheOtherViewChangeNothingThatIsDrawn) {
  show();
  const int n_finished = m_n_finished;
  m_session.set_options({{"text", "another text"}, {"layer", "3"}, {"mechanism", "cog"}});
  EXPECT_FALSE(m_session.busy());
  m_session.set_option("view", "space");
  ASSERT_TRUE(settle());
  const auto analysis = m_session.current();
  EXPECT_TRUE(analysis->studies.empty());
  ASSERT_EQ(analysis->analyses.size(), 1u);
  EXPECT_EQ(analysis->analyses.front()->request.text, "another text");
  m_session.set_options({{"sampler", "smote"}, {"dataset", "torus"}});
  EXPECT_FALSE(m_session.busy());
  EXPECT_EQ(m_session.current()->scene, analysis->scene);
  EXPECT_EQ(m_session.current()->options, m_session.options());
  EXPECT_EQ(m_n_finished, n_finished + 1);
}

TEST_F(SamplingSessionTest, GoingBackAndForthComputesNothingAgain) {
  show();
  const auto studies = m_session.current()->studies;
  m_session.set_option("view", "space");
  ASSERT_TRUE(settle());
  const auto analyses = m_session.current()->analyses;
  m_session.set_option("view", "samples");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->studies, studies);
  EXPECT_TRUE(m_session.current()->analyses.empty());
  m_session.set_option("view", "space");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->analyses, analyses);
  EXPECT_EQ(m_engine.n_analyzed, 1);
}

TEST_F(SamplingSessionTest, TwoSamplersStandBesideEachOther) {
  show();
  const auto first = m_session.current()->studies.front();
  m_session.set_option("compare-sampler", "smote");
  ASSERT_TRUE(settle());
  const auto both = m_session.current();
  ASSERT_EQ(both->studies.size(), 2u);
  EXPECT_EQ(both->studies.front(), first);
  EXPECT_EQ(both->studies.back()->request.sampler.sampler, "smote");
  EXPECT_EQ(both->studies.back()->data->points.data, first->data->points.data);
  ASSERT_NE(both->compared_scene, nullptr);
  EXPECT_EQ(both->compared_scene->title, "smote in samples");
  m_session.set_option("compare-sampler", "off");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->studies.front(), first);
  EXPECT_EQ(m_session.current()->compared_scene, nullptr);
}

TEST_F(SamplingSessionTest, AFailureKeepsWhatWasShown) {
  show();
  const auto before = m_session.current();
  m_session.set_option("dataset", (m_folder / "missing.csv").string());
  ASSERT_TRUE(settle());
  ASSERT_EQ(m_errors.size(), 1u);
  EXPECT_THAT(m_errors.front(), HasSubstr("missing.csv"));
  EXPECT_EQ(m_session.current(), before);
  EXPECT_EQ(m_session.options(), before->options);
  m_session.set_option("theme", "dark");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_errors.size(), 1u);
  EXPECT_EQ(m_session.current()->studies, before->studies);
  m_session.set_options({{"view", "space"}, {"text", "break"}});
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_errors.size(), 2u);
  EXPECT_EQ(m_session.options().text("view"), "samples");
  m_session.set_option("theme", "light");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->studies, before->studies);
  EXPECT_EQ(m_session.current()->scene->title, "simplicial-smote in samples");
}

TEST_F(SamplingSessionTest, ANumberOfAnOldSampleIsForgotten) {
  show();
  m_session.set_option("sample", "1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->scene->caption, "1");
  m_session.set_option("sampler", "none");
  ASSERT_TRUE(settle());
  EXPECT_EQ(m_session.current()->scene->caption, "");
}

TEST_F(SamplingSessionTest, ManyChangesInARowShowTheLast) {
  for (int round = 0; round < 100; ++round) {
    m_session.drag_option("arity", std::to_string(2 + round % 5));
    m_session.set_option("view", round % 3 == 0 ? "space" : "samples");
    m_session.set_option("threshold", round % 2 == 0 ? "0.1" : "0.2");
  }
  m_session.set_options({{"view", "samples"}, {"arity", "4"}});
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().request.sampler.arity, 4);
  EXPECT_TRUE(m_errors.empty());
}

}  // namespace
}  // namespace baryscope
