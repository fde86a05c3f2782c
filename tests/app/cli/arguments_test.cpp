#include "app/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/cli/help_text.h"
#include "app/commands/command_table.h"
#include "app/session/all_options.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

Arguments parse(const std::vector<std::string>& words) {
  return parse_arguments(all_options(), words);
}
std::string refusal(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(no usage error)";
}

TEST(Arguments, AValueIsTheNextArgumentWhateverItBeginsWith) {
  EXPECT_THAT(parse({"--affine-b", "-0.03", "--text", "--keep", "minilm"}).options,
              ElementsAre(Pair("affine-b", "-0.03"), Pair("text", "--keep")));
  EXPECT_THAT(parse({"--text=", "--affine-b=-1e0"}).options,
              ElementsAre(Pair("text", ""), Pair("affine-b", "-1")));
  EXPECT_THAT(parse({"--text=a=b"}).options, ElementsAre(Pair("text", "a=b")));
}

TEST(Arguments, FlagsStandForOnUnlessTheirValueFollows) {
  EXPECT_THAT(parse({"--dense", "minilm"}).options, ElementsAre(Pair("dense", "on")));
  EXPECT_THAT(parse({"--dense", "minilm"}).inputs, ElementsAre("minilm"));
  EXPECT_THAT(parse({"--dense", "off"}).options, ElementsAre(Pair("dense", "off")));
  EXPECT_THAT(parse({"--dense=off"}).options, ElementsAre(Pair("dense", "off")));
  EXPECT_THAT(parse({"--dense"}).options, ElementsAre(Pair("dense", "on")));
  EXPECT_THAT(refusal({"--dense=maybe"}), HasSubstr("--dense maybe: expected on or off"));
}

TEST(Arguments, OutputsMayBeSeveral) {
  const Arguments arguments = parse({"--output", "a.png", "--output=-", "x"});
  EXPECT_THAT(arguments.outputs, ElementsAre("a.png", "-"));
  EXPECT_TRUE(arguments.options.empty());
}

TEST(Arguments, TwoDashesEndTheOptions) {
  EXPECT_THAT(parse({"--", "--help"}).inputs, ElementsAre("--help"));
}

TEST(Arguments, Refusals) {
  EXPECT_THAT(refusal({"--kep", "3"}), HasSubstr("did you mean '--keep'?"));
  EXPECT_THAT(refusal({"-keep", "3"}), HasSubstr("did you mean '--keep'?"));
  EXPECT_THAT(refusal({"--keep"}), HasSubstr("--keep: expected a value after it"));
  EXPECT_THAT(refusal({"--help=1"}), HasSubstr("takes no value"));
  EXPECT_THAT(refusal({"-"}), HasSubstr("--text-file -"));
  EXPECT_THAT(refusal({"--"}), "(no usage error)");
}

TEST(Arguments, EveryRowTakesItsDefaultAndNamesItselfInRefusals) {
  for (const OptionSpec& spec : all_options().specs()) {
    EXPECT_EQ(refusal({"--" + spec.id, spec.default_value}), "(no usage error)") << spec.id;
    EXPECT_FALSE(spec.help.empty() || spec.group.empty()) << spec.id;
    if (spec.type == OptionType::path) {
      continue;
    }
    EXPECT_THAT(refusal({"--" + spec.id + "=\xFF no such thing"}), HasSubstr("--" + spec.id))
        << spec.id;
  }
}

TEST(HelpText, HasEveryOptionAndFitsTheScreen) {
  const std::string text = help_text(all_options());
  for (const OptionSpec& spec : all_options().specs()) {
    EXPECT_THAT(text, HasSubstr("\n  --" + spec.id + " "));
  }
  EXPECT_EQ(text.find("  \n"), std::string::npos);
}

TEST(ListText, EveryListIsNameTabSentence) {
  for (const char* name : {"mechanisms", "models", "views", "options", "commands"}) {
    const std::string text = list_text(all_options(), name);
    std::size_t n_lines = 0;
    for (std::size_t begin = 0; begin < text.size(); ++n_lines) {
      const std::size_t end = text.find('\n', begin);
      ASSERT_NE(end, std::string::npos);
      const std::string line = text.substr(begin, end - begin);
      EXPECT_EQ(std::count(line.begin(), line.end(), '\t'), 1) << line;
      EXPECT_TRUE(line.ends_with(".")) << line;
      EXPECT_GT(line.find('\t'), 0u) << line;
      begin = end + 1;
    }
    EXPECT_GT(n_lines, 0u);
  }
  EXPECT_THROW(list_text(all_options(), "options "), UsageError);
}

}  // namespace
}  // namespace baryscope
