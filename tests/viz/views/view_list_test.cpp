#include "viz/views/view_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/hand_made_study.h"
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TEST(ViewList, EachNameFindsItsRowAndNoOtherDoes) {
  std::set<std::string> names;
  for (const ViewInfo& row : views()) {
    EXPECT_EQ(&view(row.name), &row);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_NE(row.build, nullptr) << row.name;
    EXPECT_FALSE(row.title.empty() || row.help.empty() || row.about.empty()) << row.name;
  }
  try {
    view("spcae");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("space"));
    EXPECT_THAT(error.what(), HasSubstr("samples"));
  }
}

TEST(ViewList, TheOptionOffersTheListAndTellsOfEach) {
  const std::vector<OptionSpec> rows = view_options();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const OptionSpec& spec) { return spec.id == "view"; });
  ASSERT_NE(row, rows.end());
  ASSERT_EQ(row->choices.size(), views().size());
  for (std::size_t i = 0; i < views().size(); ++i) {
    EXPECT_EQ(row->choices[i], views()[i].name);
    EXPECT_THAT(row->help, HasSubstr(views()[i].name + " " + views()[i].about));
  }
}

TEST(ViewList, EverySourceHasAView) {
  EXPECT_EQ(first_view(ViewSource::text).name, "space");
  EXPECT_EQ(first_view(ViewSource::data_set).name, "samples");
}

TEST(ViewList, ARowBuildsWhatItsFolderBuilds) {
  const Analysis analysis = pairwise_analysis(), other = differential_analysis();
  ViewRequest request;
  ViewScenes scenes = view("space").build({.analysis = &analysis}, request);
  EXPECT_EQ(to_text(scenes.first), to_text(build_scene(analysis, request)));
  EXPECT_FALSE(scenes.second);
  scenes = view("space").build({.analysis = &analysis, .compared_analysis = &other}, request);
  ASSERT_TRUE(scenes.second);
  EXPECT_EQ(to_text(*scenes.second), to_text(build_pair(analysis, other, request).second));
  const SamplingStudy study = hand_made_study();
  scenes = view("samples").build({.study = &study}, request);
  EXPECT_EQ(to_text(scenes.first), to_text(build_samples(study, request)));
}

TEST(ViewList, AMarkOrANumberOlderThanWhatIsShownIsLeftOut) {
  const Analysis analysis = pairwise_analysis();
  ViewRequest request;
  request.selected = token_subject(4);
  EXPECT_EQ(to_text(view("space").build({.analysis = &analysis}, request).first),
            to_text(build_scene(analysis, {})));
  const SamplingStudy study = hand_made_study();
  ViewRequest followed;
  followed.step = 5;
  ViewRequest old = followed;
  old.sample = study.resampled.synthetic.size();
  EXPECT_EQ(to_text(view("samples").build({.study = &study}, old).first),
            to_text(build_samples(study, followed)));
}

}  // namespace
}  // namespace baryscope
