// A text file is an INPUT too, alone or beside the model that reads it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/cli/plan.h"
#include "app/session/all_options.h"
#include "core/base/error.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

class TextInputTest : public testing::Test {
 protected:
  static Plan plan_of(const std::vector<std::string>& words) {
    std::vector<std::string> all = {"--no-config"};
    all.insert(all.end(), words.begin(), words.end());
    return make_plan(all_options(), parse_arguments(all_options(), all),
                     [](const std::string&) { return std::optional<std::string>(); });
  }
  static std::string refusal(const std::vector<std::string>& words) {
    return test::message_of<UsageError>([&] { static_cast<void>(plan_of(words)); });
  }

  test::ScratchFolder m_folder;
  std::string m_text = m_folder.write("story.txt", "The fox saw the hen\n").string();
  std::string m_notes = m_folder.write("notes.md", "Another text").string();
};

TEST_F(TextInputTest, IsReadByTheModelThatStandsBesideIt) {
  EXPECT_EQ(plan_of({m_text}).values.text("text"), "The fox saw the hen");
  const Plan both = plan_of({"minilm", m_notes});
  EXPECT_EQ(both.values.text("model"), "minilm");
  EXPECT_EQ(both.values.text("text"), "Another text");
  const Plan three = plan_of({m_text, "minilm", "street"});
  EXPECT_EQ(three.values.text("model"), "minilm");
  EXPECT_EQ(three.values.text("compare"), "street");
  EXPECT_EQ(plan_of({m_text, "--text-file", m_text}).values.text("text"), "The fox saw the hen");
}

TEST_F(TextInputTest, TwoTextsContradict) {
  EXPECT_THAT(refusal({m_text, m_notes}), HasSubstr("one text is read"));
  EXPECT_THAT(refusal({m_text, "--text", "hello"}), HasSubstr("--text beside the INPUT"));
  EXPECT_THAT(refusal({m_text, "--text-file", m_notes}), HasSubstr("--text-file beside the INPUT"));
}

TEST_F(TextInputTest, OnlyAModelReadsIt) {
  const std::string table = m_folder.write("t.csv", "x,label\n1,a\n").string();
  EXPECT_THAT(refusal({m_text, table}), HasSubstr("only a model reads a text"));
  const std::string capture = m_folder.write("c.safetensors", "").string();
  EXPECT_THAT(refusal({capture, m_text}), HasSubstr("only a model reads a text"));
}

TEST_F(TextInputTest, AConfigStandsForItsFolder) {
  const std::string config = m_folder.write("config.json", "{}").string();
  EXPECT_EQ(plan_of({config}).values.text("model"), m_folder.path().string());
}

}  // namespace
}  // namespace baryscope
