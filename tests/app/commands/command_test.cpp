#include "app/commands/command_table.h"
#include "app/commands/selection_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "app/session/text_file.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/atomic_file.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

class CommandTest : public testing::Test {
 protected:
  CommandTest()
      : m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    m_host.wait = [this] { ASSERT_TRUE(m_queue.run_until([this] { return !m_session.busy(); })); };
    m_host.window = [this](const std::string& name) { m_asked.push_back(name); };
    m_host.view_direction = [this](const std::string& name) { m_asked.push_back(name); };
    m_host.reset_camera = [this] { m_asked.emplace_back("reset"); };
    m_host.toggle_orthographic = [this] { m_asked.emplace_back("orthographic"); };
    m_host.copy_text = [this](const std::function<std::string()>& make) { m_copied = make(); };
    m_session.refresh();
    m_host.wait();
  }

  void run(std::string_view line) { run_command_line(m_context, line); }
  std::string refusal(std::string_view line) {
    try {
      run(line);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "(no usage error)";
  }
  const std::string& option(std::string_view id) { return m_session.options().text(id); }

  FakeEngineState m_engine;
  PostQueue m_queue;
  Session m_session;
  CommandHost m_host;
  CommandContext m_context{m_session, m_host};
  std::vector<std::string> m_asked;
  std::string m_copied;
};

TEST(CommandTable, IdsAndKeysAreUnique) {
  std::set<std::string> ids;
  std::set<std::string> keys;
  for (const Command& row : commands()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_TRUE(row.key.empty() || keys.insert(row.key).second) << row.id << " " << row.key;
    EXPECT_FALSE(row.title.empty()) << row.id;
    EXPECT_TRUE(row.help.ends_with(".")) << row.id;
    EXPECT_TRUE(row.run) << row.id;
    EXPECT_EQ(command(row.id).title, row.title);
  }
  EXPECT_TRUE(keys.contains("F12") && keys.contains("Ctrl+K") && keys.contains("?"));
}

TEST_F(CommandTest, UnknownCommandsOfferTheNearest) {
  EXPECT_THAT(refusal("nxt-head"), HasSubstr("did you mean 'next-head'?"));
  EXPECT_THAT(refusal("next-head 3"), HasSubstr("expected 'next-head'"));
  EXPECT_THAT(refusal("set layer"), HasSubstr("'set OPTION VALUE'"));
  EXPECT_THAT(refusal("set text two words"), HasSubstr("quote"));
  EXPECT_THAT(refusal("set text 'open"), HasSubstr("a quote is not closed"));
  EXPECT_THAT(refusal("set text open\\"), HasSubstr("backslash"));
}

TEST_F(CommandTest, WordsAreQuotedAsInAShell) {
  run(R"(set text 'a "b" c')");
  EXPECT_EQ(option("text"), R"(a "b" c)");
  run(R"(set text "a \"b\" \n 'c'"   # a comment)");
  EXPECT_EQ(option("text"), R"(a "b" \n 'c')");
  run(R"(set text a\ b#c)");
  EXPECT_EQ(option("text"), "a b#c");
  run("set text-b ''");
  EXPECT_EQ(option("text-b"), "");
  run("   # nothing");
  run("");
}

TEST_F(CommandTest, LayersAndHeadsGoRoundAndPinWhatWasAutomatic) {
  run("next-head");
  EXPECT_EQ(option("head"), "1");
  EXPECT_EQ(option("layer"), "0");
  EXPECT_EQ(option("query"), "2");
  run("previous-head");
  run("previous-head");
  EXPECT_EQ(option("head"), "11");
  run("previous-layer");
  EXPECT_EQ(option("layer"), "5");
  run("next-layer");
  EXPECT_EQ(option("layer"), "0");
  run("next-query");
  EXPECT_EQ(option("query"), "3");
  for (int i = 0; i < 5; ++i) {
    run("next-query");
  }
  EXPECT_EQ(option("query"), "0");
  run("auto-head");
  EXPECT_EQ(option("layer"), "auto");
  EXPECT_EQ(option("head"), "auto");
}

TEST_F(CommandTest, MechanismsGoRound) {
  run("next-mechanism");
  EXPECT_EQ(option("mechanism"), mechanisms()[1].name);
  run("previous-mechanism");
  EXPECT_EQ(option("mechanism"), mechanisms().front().name);
  run("previous-mechanism");
  EXPECT_EQ(option("mechanism"), "auto");
  run("previous-mechanism");
  EXPECT_EQ(option("mechanism"), mechanisms().back().name);
  run("next-mechanism");
  EXPECT_EQ(option("mechanism"), "auto");
}

TEST_F(CommandTest, TokensAreSelectedAndAsked) {
  EXPECT_THAT(refusal("query-token"), HasSubstr("selected"));
  run("select-token 7");
  EXPECT_EQ(m_session.selected_token(), 7);
  run("query-token");
  EXPECT_EQ(option("query"), "7");
  run("query-token bakery");
  EXPECT_EQ(option("query"), "bakery");
  run("select-token");
  EXPECT_EQ(m_session.selected_token(), std::nullopt);
  for (const char* line : {"select-token 8", "select-token -1", "select-token x",
                           "select-token 99999999999999999999"}) {
    EXPECT_NE(refusal(line), "(no usage error)") << line;
  }
}

TEST_F(CommandTest, WhatAClickRunsSelectsWhatWasClicked) {
  for (const Subject& subject : {token_subject(3), edge_subject(2, 5), triangle_subject(2, 5, 5),
                                 second_key_subject(2, 6)}) {
    run(selection_command({subject}));
    EXPECT_EQ(m_session.selection(), Selection{subject}) << selection_command({subject});
  }
  run(selection_command({}));
  EXPECT_TRUE(m_session.selection().none());
  for (const char* line :
       {"select-edge 2", "select-edge 2 x", "select-triangle 1 2", "select-element hull",
        "select-element 'hull 0'", "select-element 'edge 2 5 6'", "select-row 3",
        "select-compared 'token 1'", "select-element 'token -1'"}) {
    EXPECT_NE(refusal(line), "(no usage error)") << line;
  }
}

TEST_F(CommandTest, PartsAreToggled) {
  run("toggle-axes");  // the fake scene has none
  EXPECT_EQ(option("show"), "axes");
  run("toggle-axes");
  EXPECT_EQ(option("show"), "");
  EXPECT_EQ(option("hide"), "");
  run("toggle-legend");
  EXPECT_EQ(option("hide"), "legend");
  run("undo");
  run("undo");
  EXPECT_EQ(option("show"), "axes");
  run("redo");
  EXPECT_EQ(option("show"), "");
  run("toggle-title");
  EXPECT_EQ(option("hide"), "title");
  run("set title off");
  run("toggle-title");
  EXPECT_EQ(option("hide"), "");
  EXPECT_EQ(option("title"), "on");
}

TEST_F(CommandTest, PartsOfSamplesAreToggled) {
  run("show-samples");
  for (const char* part : {"edges", "triangles", "outputs", "regions", "axes"}) {
    run(std::string("toggle-") + part);
    EXPECT_EQ(option("hide"), part);
    run(std::string("toggle-") + part);
    EXPECT_EQ(option("hide"), "");
    run(std::string("set show ''"));
  }
}

TEST_F(CommandTest, SinksAndThemesAreOptions) {
  EXPECT_EQ(option("sinks"), "dim");
  run("cycle-sinks");
  EXPECT_EQ(option("sinks"), "hide");
  run("cycle-sinks");
  EXPECT_EQ(option("sinks"), "show");
  run("theme-dark");
  EXPECT_EQ(option("theme"), "dark");
}

TEST_F(CommandTest, TheWindowIsAsked) {
  for (const char* line :
       {"front", "isometric", "orthographic", "reset-camera", "open", "about", "save-figure",
        "preferences", "full-screen", "camera-back", "focus-text", "describe-window"}) {
    run(line);
  }
  EXPECT_THAT(m_asked, testing::ElementsAre("front", "isometric", "orthographic", "reset", "open",
                                            "about", "save-figure", "settings", "full-screen",
                                            "camera-back", "focus-text", "describe-window"));
}

TEST_F(CommandTest, SessionsAreSavedAndOpenedByName) {
  m_host.save_figure = [this](const std::string& path) { m_asked.push_back(path); };
  m_host.open_session = [this](const std::string& path) { m_asked.push_back(path); };
  const std::string file = testing::TempDir() + "kept.bary.json";
  write_file(file, "{}");
  for (const std::string& line : {std::string("save-session"), "save-session " + file,
                                  std::string("open-session"), "open-session " + file}) {
    run(line);
  }
  EXPECT_THAT(m_asked, testing::ElementsAre("save-session", file, "open-session", file));
  for (const char* line : {"save-session a.png", "save-session -", "save-session a.json"}) {
    EXPECT_THAT(refusal(line), HasSubstr("ends in .bary.json")) << line;
  }
  EXPECT_THAT(refusal("open-session " + testing::TempDir()), HasSubstr("expected a session"));
}

TEST_F(CommandTest, WithoutAWindowTheyRefuse) {
  m_host = CommandHost();
  for (const Command& row : commands()) {
    const bool opens = row.id.starts_with("example-");
    if ((row.menu == "Help" && !opens) || row.id == "quit" || row.id == "front") {
      EXPECT_THAT(refusal(row.id), HasSubstr("needs a window")) << row.id;
    }
  }
}

TEST_F(CommandTest, ScriptsNameTheLineThatFailed) {
  run_script(m_context, {"set layer 3", "# comment", "next-head", ""});
  EXPECT_EQ(m_session.current()->analyses.front()->head, 1);
  try {
    run_script(m_context, {"next-head", "set keep 0"});
    FAIL() << "keep 0 was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("script line 2: --keep 0"));
  }
  try {
    run_script(m_context, {"next-head", "set text break", "next-head"});
    FAIL() << "a request that failed was passed over";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("script line 2: the text breaks"));
  }
}

TEST_F(CommandTest, SamplesAreShownAndHidden) {
  run("show-samples");
  m_host.wait();
  EXPECT_EQ(option("view"), "samples");
  ASSERT_FALSE(m_session.current()->studies.empty());
  for (const char* line : {"next-head", "next-layer", "next-query", "select-token 1"}) {
    EXPECT_THAT(refusal(line), HasSubstr("samples are shown")) << line;
  }
  run("next-mechanism");
  run("copy-numbers");
  EXPECT_THAT(m_copied, HasSubstr("\"sampler\""));
  run("show-samples");
  m_host.wait();
  EXPECT_EQ(option("view"), "space");
  EXPECT_FALSE(m_session.current()->analyses.empty());
  EXPECT_THAT(refusal("select-sample 0"), HasSubstr("no samples are shown"));
  EXPECT_THAT(refusal("save-samples"), HasSubstr("no samples are shown"));
}

TEST_F(CommandTest, SamplersAndDataSetsGoRound) {
  const auto names = [](const auto& list) {
    std::vector<std::string> all;
    for (const auto& row : list) {
      all.push_back(row.name);
    }
    return all;
  };
  const auto walk = [&](const std::string& line, const std::string& id, std::size_t n) {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < n; ++i) {
      run(line);
      seen.push_back(option(id));
    }
    return seen;
  };
  const std::size_t n = samplers().size();
  EXPECT_THAT(walk("next-sampler", "sampler", n),
              testing::UnorderedElementsAreArray(names(samplers())));
  EXPECT_EQ(option("sampler"), "simplicial-smote");
  EXPECT_EQ(option("view"), "samples");
  run("next-sampler");
  run("previous-sampler");
  EXPECT_EQ(option("sampler"), "simplicial-smote");
  EXPECT_THAT(walk("previous-data-set", "dataset", data_sets().size()),
              testing::UnorderedElementsAreArray(names(data_sets())));
  m_session.set_option("dataset", "some.csv");
  run("next-data-set");
  EXPECT_EQ(option("dataset"), data_sets().front().name);
  run("resample");
  EXPECT_EQ(option("seed"), "1");
  run("set seed 9007199254740991");
  run("resample");
  EXPECT_EQ(option("seed"), "0");
}

TEST_F(CommandTest, StepsGoRoundThroughTheWholeSet) {
  std::vector<std::string> seen;
  for (int i = 0; i < 8; ++i) {
    run("next-step");
    seen.push_back(option("step"));
  }
  EXPECT_THAT(seen, testing::ElementsAre("0", "1", "2", "3", "4", "5", "6", "all"));
  run("previous-step");
  EXPECT_EQ(option("step"), "6");
  run("set step 2.5");
  run("next-step");
  EXPECT_EQ(option("step"), "3");
  run("set step 2.5");
  run("previous-step");
  EXPECT_EQ(option("step"), "2");
}

TEST_F(CommandTest, SmoteStandsBesideTheSampler) {
  run("compare-smote");
  EXPECT_EQ(option("compare-sampler"), "smote");
  run("compare-smote");
  EXPECT_EQ(option("compare-sampler"), "off");
  run("set sampler smote");
  run("compare-smote");
  EXPECT_EQ(option("compare-sampler"), "simplicial-smote");
}

TEST_F(CommandTest, SyntheticPointsAreSelected) {
  run("show-samples");
  m_host.wait();
  const int n = m_session.current()->studies.front()->resampled.synthetic.size();
  ASSERT_GT(n, 0);
  run("select-sample " + std::to_string(n - 1));
  EXPECT_EQ(option("sample"), std::to_string(n - 1));
  EXPECT_THAT(refusal("select-sample " + std::to_string(n)),
              HasSubstr("from 0 to " + std::to_string(n - 1)));
  EXPECT_NE(refusal("select-sample -1"), "(no usage error)");
  EXPECT_NE(refusal("select-sample first"), "(no usage error)");
  run("select-sample");
  EXPECT_EQ(option("sample"), "auto");
  m_host.wait();
  EXPECT_TRUE(m_session.selection().none());
}

TEST_F(CommandTest, TheWindowOfSamplesIsAsked) {
  run("show-samples");
  m_host.wait();
  m_asked.clear();
  for (const char* line : {"show-samples-panel", "play-steps", "open-data", "save-samples"}) {
    run(line);
  }
  EXPECT_THAT(m_asked, testing::ElementsAre("show-samples-panel", "play-steps", "open-data",
                                            "save-samples"));
  EXPECT_THAT(refusal("save-samples x.png"), HasSubstr(".csv"));
  EXPECT_THAT(refusal("open-data minilm"), HasSubstr("expected a data set"));
}

TEST_F(CommandTest, DataOpensAsSamplesAndIsWrittenBack) {
  const std::string data = testing::TempDir() + "/commands.csv";
  const std::string written = testing::TempDir() + "/commands-resampled.csv";
  write_file(data, "x,y,label\n0,0,a\n1,0,a\n0,1,a\n1,1,a\n5,5,b\n6,5,b\n");
  run("open '" + data + "'");
  EXPECT_EQ(option("dataset"), data);
  EXPECT_EQ(option("view"), "samples");
  run("save-samples '" + written + "'");
  EXPECT_EQ(read_file(written), to_resampled_csv(*m_session.current()->studies.front()));
  run("open seen");
  EXPECT_EQ(option("view"), "space");
  run("open-data '" + data + "'");
  EXPECT_EQ(option("view"), "samples");
  EXPECT_THROW(run("open " + data + ".csv"), Error);
  run("evaluate-samples");
  EXPECT_TRUE(m_session.evaluating());
}

TEST_F(CommandTest, OpenTakesModelsAndRefusesWhatItDoesNotRead) {
  run("open seen");
  EXPECT_EQ(option("model"), "seen");
  EXPECT_THROW(run("open table.csv"), Error);
  EXPECT_THROW(run("open missing.bary.json"), Error);
  EXPECT_EQ(option("model"), "seen");
}

}  // namespace
}  // namespace baryscope
