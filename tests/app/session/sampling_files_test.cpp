// What a session of samples reads and writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/session/all_options.h"
#include "app/session/input.h"
#include "app/session/output.h"
#include "app/session/session_file.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/app/session/sampling_fixture.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using test::SamplingSessionTest;
using test::small_samples;
using test::usage_of;
using testing::HasSubstr;

TEST_F(SamplingSessionTest, AFileIsReadAnewOnRequest) {
  const std::string path = write("a.csv", "x,y,label\n0,0,a\n1,0,a\n0,1,a\n5,5,b\n6,5,b\n");
  m_session.set_option("dataset", path);
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().data->n_points(), 5);
  write("a.csv", "x,y,label\n0,0,a\n1,0,a\n0,1,a\n2,2,a\n5,5,b\n6,5,b\n");
  m_session.refresh();
  ASSERT_TRUE(settle());
  EXPECT_EQ(shown().data->n_points(), 6);
}

TEST_F(SamplingSessionTest, TheTableIsTheResampledSet) {
  show();
  EXPECT_EQ(prepare_bytes(m_session, "x.csv", {})(), to_resampled_csv(shown()));
}

TEST_F(SamplingSessionTest, OutputsThatSamplesDoNotHave) {
  OptionValues values = small_samples();
  const auto refusal = [&](const std::string& target) {
    return usage_of([&] { check_output(target, values); });
  };
  for (const char* target : {"x.png", "x.json", "x.csv", "x.bary.json", "-"}) {
    EXPECT_EQ(refusal(target), "no error") << target;
  }
  for (const char* film : {"x.mp4", "x.webm", "x.gif", "x.apng", "x{frame:04}.png"}) {
    EXPECT_EQ(output_kind(film), ExportKind::film) << film;
    EXPECT_THAT(refusal(film), HasSubstr("say what with --animate")) << film;
  }
  EXPECT_THAT(refusal("x{frame:4}.png"), HasSubstr("{frame:4} is not known"));
  values.set("layer", "all");  // which samples do not have
  EXPECT_EQ(refusal("x.png"), "no error");
  EXPECT_THAT(refusal("x.safetensors"), HasSubstr("no layers and heads"));
  values.set("compare-sampler", "smote");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("leave out --compare-sampler smote"));
  EXPECT_EQ(refusal("x.png"), "no error");
  values.set("compare-sampler", "off");
  const std::string data = write("a.csv", "x,label\n1,a\n2,b\n");
  values.set("dataset", data);
  EXPECT_THAT(refusal((m_folder / "." / "a.csv").string()),
              HasSubstr("is read here and would be overwritten"));
}

TEST_F(SamplingSessionTest, FilesAreHashedIntoSessions) {
  OptionValues values = small_samples();
  EXPECT_TRUE(hash_inputs(values).empty());
  const std::string csv = write("a.csv", "abc");
  values.set("dataset", csv);
  const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(hash_inputs(values), (std::vector<SessionInput>{{csv, "", abc, "dataset"}}));
  const std::string npy = write("a.npy", "abc");
  values.set("dataset", npy);
  EXPECT_THROW(hash_inputs(values), Error);  // its labels are missing
  const std::string labels = write("a.labels.npy", "abc");
  const std::vector<SessionInput> both = hash_inputs(values);
  EXPECT_EQ(both, (std::vector<SessionInput>{{npy, "", abc, "dataset"},
                                             {npy, "a.labels.npy", abc, "dataset"}}));
  const SessionFile again =
      session_from_text(all_options(), to_session_text({values, {}, both}), "it");
  EXPECT_EQ(again.inputs, both);
  EXPECT_EQ(again.options, values);
  EXPECT_TRUE(changed_inputs(again.inputs).empty());
  write("a.labels.npy", "abd");
  fs::remove(npy);
  const std::vector<std::string> sentences = changed_inputs(again.inputs);
  ASSERT_EQ(sentences.size(), 2u);
  EXPECT_THAT(sentences[0], HasSubstr(npy));
  EXPECT_EQ(sentences[1], labels + " is not the file that this session was made with");
}

TEST_F(SamplingSessionTest, InputsAreKnownByTheirNames) {
  EXPECT_EQ(input_kind(write("a.csv", "")), InputKind::data_set);
  EXPECT_EQ(input_kind(write("a.npy", "")), InputKind::data_set);
  const std::string labels = write("a.labels.npy", "");
  EXPECT_EQ(usage_of([&] { input_kind(labels); }),
            labels + " holds the labels of " + (m_folder / "a").string() + ".npy; open that file");
  EXPECT_THROW(input_kind((m_folder / "b.csv").string()), Error);
  fs::create_directories(m_folder / "model.csv");
  EXPECT_EQ(input_kind((m_folder / "model.csv").string()), InputKind::model);
}

}  // namespace
}  // namespace baryscope
