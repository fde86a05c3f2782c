// A session that shows samples: real studies of small data, an engine that nobody asks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/session/all_options.h"
#include "app/session/drawn_csv.h"
#include "app/session/input.h"
#include "app/session/output.h"
#include "app/session/session.h"
#include "app/session/session_file.h"
#include "app/session/session_requests.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

OptionValues small_samples() {
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
        fs::path(testing::TempDir()) /
        (std::string("sampling-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  ~SamplingSessionTest() override {
    m_engine.held = false;
    fs::remove_all(m_folder);
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
    const fs::path path = m_folder / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  FakeEngineState m_engine;
  PostQueue m_queue;
  int m_n_finished = 0;
  int m_n_evaluated = 0;
  std::vector<std::string> m_errors;
  fs::path m_folder;
  Session m_session;
};

std::string usage_of(const std::function<void()>& function) {
  try {
    function();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(no usage error)";
}

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

TEST_F(SamplingSessionTest, EvaluatesWhatIsShown) {
  EXPECT_NE(usage_of([&] { m_session.evaluate_samples(); }), "(no usage error)");
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
    EXPECT_EQ(refusal(target), "(no usage error)") << target;
  }
  values.set("layer", "all");  // which samples do not have
  EXPECT_EQ(refusal("x.png"), "(no usage error)");
  EXPECT_THAT(refusal("x.safetensors"), HasSubstr("no layers and heads"));
  values.set("compare-sampler", "smote");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("leave out --compare-sampler smote"));
  EXPECT_EQ(refusal("x.png"), "(no usage error)");
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

TEST(DrawnCsv, HasARowForEverythingThatIsDrawn) {
  auto analysis = std::make_shared<Analysis>();
  analysis->model.name = "a \"model\"";
  analysis->layer = 2;
  analysis->head = 1;
  for (const char* text : {"[CLS]", "one, two", "\n"}) {
    analysis->tokens.emplace_back();
    analysis->tokens.back().text = text;
  }
  analysis->edges = {{0, 1, 0.1}, {0, 2, -0.05}};
  analysis->triangles = {{1, 2, 0, 0.25}};
  analysis->tuples = {{2, {0, 1, 2, 1}, 1}};
  Computed shown;
  shown.analyses = {analysis};
  const std::string head =
      "model,layer,head,kind,weight,query,key,key_prime,key_3,key_4,query_token,key_token,"
      "key_prime_token,key_3_token,key_4_token\n";
  const std::string place = "\"a \"\"model\"\"\",2,1,";
  EXPECT_EQ(to_drawn_csv(shown, {}),
            head + place + "edge,0.1,0,1,,,,[CLS],\"one, two\",,,\n" + place +
                "edge,-0.05,0,2,,,,[CLS],\"\n\",,,\n" + place +
                "triangle,0.25,1,2,0,,,\"one, two\",\"\n\",[CLS],,\n" + place +
                "tuple,1,2,0,1,2,1,\"\n\",[CLS],\"one, two\",\"\n\",\"one, two\"\n");
  analysis->edges_are_marginals = true;
  analysis->triangles.clear();
  analysis->tuples.clear();
  const std::string one = head + place + "marginal,0.1,0,1,,,,[CLS],\"one, two\",,,\n";
  EXPECT_EQ(to_drawn_csv(shown, {.threshold = 0.1}), one);
  analysis->sinks = {0, 2};
  EXPECT_EQ(to_drawn_csv(shown, {.hides_sinks = true}), one) << "of 0 → 1 the key is no sink";
}

TEST(DrawnCsv, HoldsNoNulAndTellsWhatASpreadsheetWouldRun) {
  auto analysis = std::make_shared<Analysis>();
  analysis->model.name = "model";
  for (const std::string& text : {std::string("a\0b", 3), std::string("-1"), std::string("+2")}) {
    analysis->tokens.emplace_back();
    analysis->tokens.back().text = text;
  }
  analysis->edges = {{0, 1, 0.1}};
  Computed shown;
  shown.analyses = {analysis};
  const std::string table = to_drawn_csv(shown, {});
  EXPECT_EQ(table.find('\0'), std::string::npos);
  EXPECT_THAT(table, HasSubstr(",a\u2400b,-1,"));
  EXPECT_EQ(drawn_csv_note(shown), std::nullopt);
  analysis->tokens[1].text = "=1+1";
  analysis->tokens[2].text = "@";
  EXPECT_THAT(drawn_csv_note(shown).value_or(""), testing::StartsWith("2 texts begin with ="));
  EXPECT_THAT(to_drawn_csv(shown, {}), HasSubstr(",=1+1,"));
}

}  // namespace
}  // namespace baryscope
