#include "app/cli/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "app/session/all_options.h"
#include "app/session/session_file.h"
#include "core/base/error.h"
#include "tests/support/native_folder.h"
#include "viz/export/png.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PlanTest : public testing::Test {
 protected:
  PlanTest() {
    m_folder =
        fs::path(testing::TempDir()) /
        (std::string("plan-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(m_folder);
    fs::create_directories(m_folder / "user" / "baryscope");
    fs::create_directories(m_folder / "system" / "baryscope");
    fs::create_directories(m_folder / "model");
    m_environment = {{"XDG_CONFIG_HOME", (m_folder / "user").string()},
                     {"XDG_CONFIG_DIRS", (m_folder / "system").string()}};
  }
  ~PlanTest() override { fs::remove_all(m_folder); }

  std::string write(const std::string& name, std::string_view text) {
    const fs::path path = m_folder / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  Plan plan(const std::vector<std::string>& words) {
    return make_plan(all_options(), parse_arguments(all_options(), words),
                     [this](const std::string& name) -> std::optional<std::string> {
                       const auto found = m_environment.find(name);
                       return found == m_environment.end() ? std::nullopt
                                                           : std::optional(found->second);
                     });
  }
  std::string usage(const std::vector<std::string>& words) {
    try {
      plan(words);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "(no usage error)";
  }
  std::string failure(const std::vector<std::string>& words) {
    try {
      plan(words);
    } catch (const UsageError& error) {
      return std::string("usage error: ") + error.what();
    } catch (const Error& error) {
      return error.what();
    }
    return "(no error)";
  }

  fs::path m_folder;
  std::map<std::string, std::string> m_environment;
};

TEST_F(PlanTest, NothingGivenIsTheShippedSession) {
  const Plan first = plan({});
  EXPECT_EQ(first.values.text("layer"), "5");
  EXPECT_EQ(first.values.text("head"), "3");
  EXPECT_EQ(first.values.text("query"), "bakery");
  EXPECT_EQ(plan({"--theme", "dark"}).values.text("query"), "bakery");
  for (const auto& words : std::vector<std::vector<std::string>>{{"--text", "another"},
                                                                 {"--layer", "1"},
                                                                 {"--head", "1"},
                                                                 {"--query", "1"},
                                                                 {(m_folder / "model").string()}}) {
    EXPECT_NE(plan(words).values.text("query"), "bakery");
  }
}

TEST_F(PlanTest, EachSourceGoesOverTheOneBefore) {
  const auto keep = [&](std::vector<std::string> words) { return plan(words).values.text("keep"); };
  EXPECT_EQ(keep({}), "32");
  write("system/baryscope/config.json", R"({"keep": 1, "order": 3})");
  EXPECT_EQ(keep({}), "1");
  write("user/baryscope/config.json", R"({"keep": 2})");
  EXPECT_EQ(keep({}), "2");
  m_environment["BARYSCOPE_KEEP"] = "3";
  EXPECT_EQ(keep({}), "3");
  const std::string config = write("own.json", R"({"keep": 4})");
  EXPECT_EQ(keep({"--config", config}), "4");
  EXPECT_EQ(keep({"--config", config, "--keep", "5"}), "5");
  EXPECT_EQ(plan({}).values.text("order"), "3");
  EXPECT_EQ(plan({"--no-config"}).values.text("order"), "2");
}

TEST_F(PlanTest, BadConfigurationsSayWhereTheyStand) {
  m_environment["BARYSCOPE_WINDOW_ANCHOR"] = "nowhere";
  EXPECT_THAT(usage({}), HasSubstr("BARYSCOPE_WINDOW_ANCHOR"));
  m_environment.erase("BARYSCOPE_WINDOW_ANCHOR");
  const std::string file = write("user/baryscope/config.json", R"({"output": "x.png"})");
  EXPECT_THAT(usage({}), HasSubstr(file + ": --output"));
  write("user/baryscope/config.json", "{");
  EXPECT_THAT(failure({}), HasSubstr(file));
  EXPECT_EQ(failure({"--no-config"}), "(no error)");
  EXPECT_THAT(failure({"--no-config", "--config", "/nonexistent"}), HasSubstr("/nonexistent"));
}

TEST_F(PlanTest, InputsThatContradict) {
  const std::string model = (m_folder / "model").string();
  EXPECT_EQ(plan({model}).values.text("model"), model);
  EXPECT_EQ(usage({model, "--model", model}), "(no usage error)");
  EXPECT_THAT(usage({model, "--model", "minilm"}), HasSubstr("--model minilm"));
  EXPECT_THAT(usage({model, "minilm", model}), HasSubstr("two models"));
  EXPECT_THAT(failure({"table.csv"}), HasSubstr("cannot open table.csv: there is no such file"));
  EXPECT_THAT(usage({write("note.odt", "x")}), HasSubstr("no known kind"));
  EXPECT_THAT(failure({"missing.safetensors"}), HasSubstr("there is no such file"));
  const std::string capture = write("x.safetensors", "");
  EXPECT_THAT(usage({capture, "--text", "hello"}), HasSubstr("--text beside the capture"));
  EXPECT_THAT(usage({"--model", capture, "--text-b", "hello"}), HasSubstr("--text-b"));
}

TEST_F(PlanTest, TwoModelsAreCompared) {
  const std::string model = (m_folder / "model").string();
  const Plan both = plan({model, "minilm"});
  EXPECT_EQ(both.values.text("model"), model);
  EXPECT_EQ(both.values.text("compare"), "minilm");
  EXPECT_EQ(plan({model, "--compare", "minilm"}).values, both.values);
  EXPECT_EQ(usage({model, "minilm", "--compare", "minilm"}), "(no usage error)");
  EXPECT_THAT(usage({model, "minilm", "--compare", model}), HasSubstr("--compare " + model));
  const std::string session =
      write("a.bary.json", R"({"schema":1,"options":{"compare":"minilm"}})");
  EXPECT_EQ(plan({session}).values.text("compare"), "minilm");
  EXPECT_THAT(usage({session, model}), HasSubstr("a session opens alone"));
  EXPECT_THAT(usage({model, session}), HasSubstr("a session opens alone"));
  EXPECT_THAT(failure({model, "minilmm", "--output", m_folder / "x.json"}), HasSubstr("minilm"));
  EXPECT_THAT(usage({model, "minilm", "--output", m_folder / "x.safetensors"}),
              HasSubstr("a capture holds one model"));
}

/// What it does not name is at its default: `auto` for the head, not the first start's choice.
TEST_F(PlanTest, ASessionIsNotMixedWithTheShippedOne) {
  EXPECT_EQ(plan({}).values.text("head"), "3");
  const std::string session = write("a.bary.json", R"({"schema":1,"options":{"theme":"dark"}})");
  for (const char* id : {"layer", "head", "query"}) {
    EXPECT_FALSE(plan({session}).values.is_set(id)) << id;
  }
}

TEST_F(PlanTest, ADataSetIsShownAsSamples) {
  const std::string data = write("a.csv", "x,label\n1,a\n2,b\n");
  const Plan opened = plan({data});
  EXPECT_EQ(opened.values.text("dataset"), data);
  EXPECT_EQ(opened.values.text("view"), "samples");
  EXPECT_FALSE(opened.values.is_set("layer")) << "the shipped session is a text's";
  EXPECT_EQ(plan({data, "--dataset", data, "--view", "samples"}).values, opened.values);
  m_environment["BARYSCOPE_VIEW"] = "space";
  EXPECT_EQ(plan({data}).values.text("view"), "samples");
  EXPECT_THAT(usage({data, "--dataset", "torus"}), HasSubstr("--dataset torus beside the INPUT"));
  EXPECT_THAT(usage({data, "--view", "space"}), HasSubstr("--view samples"));
  for (const char* id : {"--text", "--text-b", "--text-file", "--model", "--compare"}) {
    EXPECT_THAT(usage({data, id, "minilm"}), HasSubstr(std::string(id) + " beside the data set"));
  }
  EXPECT_THAT(usage({data, data}), HasSubstr("a data set opens alone"));
  EXPECT_THAT(usage({data, "minilm"}), HasSubstr("a data set opens alone"));
  EXPECT_THAT(usage({"minilm", data}), HasSubstr("a data set opens alone"));
  EXPECT_THAT(usage({data, data, data}), HasSubstr("a data set opens alone"));
  EXPECT_THAT(failure({(m_folder / "b.npy").string()}), HasSubstr("there is no such file"));
  EXPECT_THAT(usage({write("a.labels.npy", "")}), HasSubstr("a.npy"));
}

TEST_F(PlanTest, OptionsOfSamplesAskForTheirView) {
  const auto view = [&](const std::vector<std::string>& words) {
    return plan(words).values.text("view");
  };
  EXPECT_EQ(view({}), "space");
  EXPECT_EQ(view({"--view", "samples"}), "samples");
  EXPECT_EQ(plan({"--view", "samples"}).values.text("dataset"), "two-moons");
  EXPECT_EQ(view({"--sampler", "smote"}), "samples");
  EXPECT_EQ(view({"--dataset", "torus"}), "samples");
  EXPECT_EQ(view({"--k-neighbors", "3"}), "samples");
  EXPECT_EQ(view({"--step", "3"}), "samples");
  EXPECT_EQ(view({"--sampler", "smote", "--view", "space"}), "space");
  EXPECT_EQ(view({"--sampler", "smote", "--view", "samples", "--text", "a"}), "samples");
  EXPECT_EQ(view({"--seed", "3"}), "space");
  m_environment["BARYSCOPE_SAMPLER"] = "smote";
  EXPECT_EQ(view({}), "space");
  EXPECT_EQ(plan({}).values.text("query"), "bakery");
  EXPECT_THAT(usage({"--sampler", "smote", "--text", "a"}),
              HasSubstr("--sampler smote beside --text"));
  EXPECT_THAT(usage({"minilm", "--arity", "3"}), HasSubstr("--arity 3 beside the model 'minilm'"));
  const std::string session = write("a.bary.json", R"({"schema":1,"options":{"keep":3}})");
  EXPECT_EQ(view({session}), "space");
  EXPECT_EQ(view({session, "--sampler", "smote"}), "samples");
}

TEST_F(PlanTest, SamplesNeedNoModel) {
  m_environment["BARYSCOPE_MODEL"] = "no-such-model";
  const std::string table = (m_folder / "x.csv").string(), report = (m_folder / "x.json").string();
  EXPECT_THAT(failure({"--output", report}), HasSubstr("no-such-model"));
  EXPECT_EQ(failure({"--sampler", "smote", "--output", report}), "(no error)");
  EXPECT_EQ(failure({"--sampler", "smote", "--layer", "all", "--output", table}), "(no error)");
  EXPECT_EQ(failure({"--sampler", "smote", "--layer", "all"}), "(no error)");
  EXPECT_THAT(failure({"--dataset", "none.csv", "--output", table}),
              HasSubstr("cannot open none.csv: there is no such file"));
  EXPECT_THAT(usage({"--dataset", "two-mons", "--output", table}),
              HasSubstr("did you mean 'two-moons'?"));
  EXPECT_THAT(usage({"--dataset", "two-mons"}), HasSubstr("did you mean 'two-moons'?"));
  EXPECT_THAT(usage({"--sampler", "borderline-smote"}), HasSubstr("borderline-smote-1"));
  EXPECT_THAT(usage({"--sampler", "smote", "--output", "x.safetensors"}),
              HasSubstr("no layers and heads"));
  EXPECT_THAT(usage({"--compare-sampler", "smote", "--output", table}),
              HasSubstr("--compare-sampler smote"));
}

TEST_F(PlanTest, ANativeModelBringsItsExample) {
  const std::string model = (m_folder / "street").string();
  make_native_folder(model, {"bakery@3", "school@1"},
                     {{"text", "bakery@3 school@1"}, {"query", "school@1"}});
  EXPECT_EQ(plan({model}).values.text("text"), "bakery@3 school@1");
  EXPECT_EQ(plan({"--model", model}).values.text("query"), "school@1");
  EXPECT_EQ(plan({model, "--query", "0"}).values.text("query"), "0");
  EXPECT_EQ(plan({model, "--text", "bakery@3"}).values.text("query"), "auto");
  const std::string session = write(
      "b.bary.json", R"({"schema":1,"options":{"text":"bakery@3","model":")" + model + "\"}}");
  EXPECT_EQ(plan({session}).values.text("query"), "auto");
}

TEST_F(PlanTest, TextsComeFromFiles) {
  EXPECT_EQ(plan({"--text-file", write("a.txt", "\xEF\xBB\xBFKäse\r\n\n")}).values.text("text"),
            "Käse");
  EXPECT_FALSE(plan({"--text-file", write("a.txt", "x")}).values.is_set("text-file"));
  EXPECT_THAT(usage({"--text", "a", "--text-file", "b"}), HasSubstr("both give the text"));
  EXPECT_THAT(failure({"--text-file", write("b.txt", "caf\xE9")}), HasSubstr("UTF-8"));
  EXPECT_THAT(failure({"--text-file", write("c.txt", std::string_view("a\0b", 3))}),
              HasSubstr("NUL"));
  EXPECT_THAT(failure({"--text-file", "/nonexistent"}), HasSubstr("/nonexistent"));
  EXPECT_THAT(failure({"--text-file", m_folder.string()}), HasSubstr("found a folder"));
  EXPECT_THAT(failure({"--text-file", write("d.txt", std::string(17 << 20, 'a'))}),
              HasSubstr("larger than the 16 MiB"));
}

TEST_F(PlanTest, OutputsAreCheckedFirst) {
  const std::string model = (m_folder / "model").string();
  EXPECT_THAT(usage({model, "--output", "x.jpg"}), HasSubstr(".png (figure)"));
  EXPECT_THAT(usage({model, "--output", ".png"}), HasSubstr("--output .png"));
  EXPECT_THAT(failure({model, "--output", "/nonexistent/x.png"}), HasSubstr("does not exist"));
  EXPECT_THAT(usage({model, "--output", "x.png", "--head", "all"}), HasSubstr("--head is all"));
  EXPECT_THAT(usage({model, "--layer", "all"}), HasSubstr("--layer all"));
  EXPECT_EQ(failure({model, "--layer", "all", "--output", "-"}), "(no error)");
  EXPECT_THAT(usage({model, "--show", "axes", "--hide", "axes"}), HasSubstr("axes"));
  EXPECT_THAT(usage({"--script", "-"}), HasSubstr("--text-file -"));
}

TEST_F(PlanTest, SessionsOpenAsTheyWereSaved) {
  OptionValues values(all_options());
  values.set("text", "A «saved» text");
  values.set("temperature", "0.1");
  values.set("seed", "9007199254740991");
  values.set("verbose", "debug");
  values.set("reduced-motion", "on");
  values.set("keep", "32");
  const Camera camera{.position = {1, 0.1, -3}, .up = {0, 0, 1}, .orthographic = true};
  const std::string text = to_session_text({values, camera, {}});
  EXPECT_THAT(text, testing::Not(HasSubstr("verbose")));
  EXPECT_THAT(text, testing::Not(HasSubstr("motion"))) << "it belongs to the person";
  EXPECT_THAT(text, testing::Not(HasSubstr("keep")));
  const std::string file = write("a.bary.json", text);
  write("user/baryscope/config.json",
        R"({"theme": "dark", "device": "cpu", "reduced-motion": "off"})");
  const Plan opened = plan({file});
  EXPECT_EQ(opened.values.text("reduced-motion"), "off");
  EXPECT_EQ(plan({file, "--reduced-motion", "on"}).values.text("reduced-motion"), "on");
  EXPECT_EQ(opened.camera, camera);
  EXPECT_EQ(opened.values.text("text"), "A «saved» text");
  EXPECT_EQ(opened.values.text("seed"), "9007199254740991");
  EXPECT_EQ(opened.values.text("theme"), "auto");
  EXPECT_EQ(opened.values.text("device"), "cpu");
  EXPECT_EQ(opened.values.text("layer"), "auto");
  EXPECT_EQ(plan({file, "--text", "b"}).values.text("text"), "b");

  const Image image{.width = 1, .height = 1, .rgba = {1, 2, 3, 255}};
  const std::string figure = write("a.png", to_png(image, {{std::string(session_keyword), text}}));
  EXPECT_EQ(plan({figure}).values, opened.values);
  EXPECT_THAT(failure({write("b.png", to_png(image, {}))}), HasSubstr("carries no session"));
}

TEST_F(PlanTest, WhatIsNoSessionIsRefused) {
  for (const char* text :
       {"", "{}", "[]", "{\"schema\":1}", "{\"schema\":2,\"options\":{}}",
        "{\"schema\":1,\"options\":[]}", "{\"schema\":1,\"options\":{\"output\":\"x\"}}",
        "{\"schema\":1,\"options\":{},\"camera\":{}}", "{\"schema\":1,\"options\":{},\"camera\":3}",
        "{\"schema\":1,\"options\":{},\"inputs\":[{}]}",
        "{\"schema\":1,\"options\":{},\"inputs\":3}"}) {
    const std::string file = write("bad.bary.json", text);
    EXPECT_THAT(failure({file}), HasSubstr("is no session")) << text;
  }
  EXPECT_THAT(usage({write("bad.bary.json", R"({"schema":1,"options":{"keep":0}})")}),
              HasSubstr("--keep 0"));
}

TEST_F(PlanTest, ATrainingIsPlannedFromItsOwnOptions) {
  const std::string folder = (m_folder / "street").string() + "/";
  const Plan made = plan({"--train", "street", "--mechanism", "two-simplicial", "--steps", "30",
                          "--seed", "4", "--output", folder, "--output", "-"});
  ASSERT_TRUE(made.training.has_value());
  EXPECT_TRUE(made.trains);
  EXPECT_EQ(made.training->request.task.name, "street");
  EXPECT_EQ(made.training->request.mechanism.mechanism, "two-simplicial");
  EXPECT_EQ(made.training->request.optimizer.steps, 30);
  EXPECT_EQ(made.training->request.seed, 4u);
  EXPECT_EQ(made.training->request.output.string(), folder);
  EXPECT_EQ(made.training->copies, std::vector<std::string>{"-"});
  const Plan window = plan({"--train", "street", "--theme", "dark"});
  EXPECT_FALSE(window.training.has_value()) << "the window trains";
  EXPECT_TRUE(window.trains);
  EXPECT_FALSE(plan({}).trains);
}

TEST_F(PlanTest, WhatMeansNothingBesideATrainingIsRefused) {
  const std::string folder = (m_folder / "street").string();
  const auto train = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"--train", "street", "--output", folder});
    return usage(words);
  };
  EXPECT_THAT(train({"--text", "a"}), HasSubstr("--text"));
  EXPECT_THAT(train({"--query", "0"}), HasSubstr("--query"));
  EXPECT_THAT(train({"--dense", "on"}), HasSubstr("--dense"));
  EXPECT_THAT(train({"--script", "x"}), HasSubstr("--script"));
  EXPECT_THAT(train({"minilm"}), HasSubstr("INPUT"));
  EXPECT_THAT(train({"--output", folder + "-b"}), HasSubstr("one model folder"));
  EXPECT_THAT(train({"--output", "x.png"}), HasSubstr("x.png"));
  EXPECT_EQ(train({"--window", "4", "--threads", "2", "--verbose", "debug"}), "(no usage error)");
  EXPECT_THAT(usage({"--train", "street", "--output", "x.json"}), HasSubstr("no folder"));
  EXPECT_THAT(usage({"--steps", "5"}), HasSubstr("--train"));
  EXPECT_THAT(usage({"--train", "none", "--blank"}), HasSubstr("--train"));
}

}  // namespace
}  // namespace baryscope
