#include "app/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/cli/help_text.h"
#include "app/cli/switches.h"
#include "app/commands/command_table.h"
#include "app/session/all_options.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/options/option_io.h"

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

/// Values of a row's domain: its default, its choices, its bounds and what lies between them.
std::vector<std::string> sample_values(const OptionSpec& spec, Random& random) {
  std::vector<std::string> values = {spec.default_value};
  values.insert(values.end(), spec.choices.begin(), spec.choices.end());
  if (spec.type == OptionType::flag) {
    values.insert(values.end(), {"on", "off"});
  }
  const double low = spec.minimum.value_or(-1000);
  const double high = std::min(spec.maximum.value_or(1000), low + 1000);
  for (int i = 0; i < 20; ++i) {
    const double x = low + (high - low) * (1 - random.uniform());
    if (spec.type == OptionType::number) {
      values.push_back(to_text(x));
    } else if (spec.type == OptionType::integer) {
      values.push_back(to_text(static_cast<std::int64_t>(x)));
    } else if (spec.type == OptionType::text && !spec.parse) {
      values.push_back("te\"xt 'ü' \\ \n" + to_text(x));
    }
  }
  return values;
}

TEST(EveryOption, ValuesOfItsDomainSurviveSessionsAndCommandLines) {
  Random random(7);
  for (int round = 0; round < 20; ++round) {
    OptionValues values(all_options());
    std::vector<std::string> words;
    for (const OptionSpec& spec : all_options().specs()) {
      const std::vector<std::string> samples = sample_values(spec, random);
      const std::string& value = samples[random.below(samples.size())];
      ASSERT_NO_THROW(values.set(spec.id, value)) << spec.id << " " << value;
      const std::string canonical = values.text(spec.id);
      EXPECT_EQ(canonical_value(spec, canonical), canonical) << spec.id;
      if (spec.id != "output") {
        words.insert(words.end(), {"--" + spec.id, value});
      }
    }
    values.reset("output");
    EXPECT_EQ(option_values_from_json(all_options(), to_json(values)), values);
    OptionValues typed(all_options());
    for (const auto& [id, value] : parse(words).options) {
      typed.set(id, value);
    }
    EXPECT_EQ(typed, values);
  }
}

TEST(EveryOption, BoundsAreKept) {
  for (const OptionSpec& spec : all_options().specs()) {
    if (spec.parse || (spec.type != OptionType::number && spec.type != OptionType::integer)) {
      continue;
    }
    if (spec.minimum) {
      const double beyond = spec.type == OptionType::integer || !spec.minimum_exclusive
                                ? *spec.minimum - 1
                                : *spec.minimum;
      EXPECT_THAT(refusal({"--" + spec.id, to_text(beyond)}), HasSubstr("--" + spec.id));
    }
    if (spec.maximum) {
      EXPECT_THAT(refusal({"--" + spec.id, to_text(*spec.maximum * 2)}), HasSubstr("--" + spec.id));
    }
    for (const char* value : {"nan", "inf", "-inf", "1e999", "1,5", "", " 1"}) {
      EXPECT_THAT(refusal({"--" + spec.id, value}), HasSubstr("--" + spec.id)) << value;
    }
  }
}

TEST(HelpText, HasEveryOptionAndFitsTheScreen) {
  const std::string text = help_text(all_options());
  for (const OptionSpec& spec : all_options().specs()) {
    EXPECT_THAT(text, HasSubstr("\n  --" + spec.id + " "));
  }
  for (const Switch& row : switches()) {
    EXPECT_THAT(text, HasSubstr("\n  --" + row.name + (row.values.empty() ? "\n" : " ")));
  }
  EXPECT_EQ(text.find("  \n"), std::string::npos);
}

TEST(ListText, EveryListIsNameTabSentence) {
  for (const std::string& name : list_names()) {
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
