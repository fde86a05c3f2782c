// What is swept: the values of the option's own domain, equally long or along the easing.
#include "app/session/film/sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/film/film_options.h"
#include "app/session/film/value_words.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

Sweep sweep(const std::string& text) { return make_sweep(all_options(), text); }

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(sweep(text));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

std::vector<std::string> values(const std::string& text, int n, bool loop,
                                Easing easing = Easing::cubic) {
  const SweepMotion motion(sweep(text), n, loop, easing);
  std::vector<std::string> all;
  for (int i = 0; i < n; ++i) {
    all.push_back(motion.value(i));
  }
  return all;
}

TEST(Sweep, RangesAndListsOfNumbersAndWords) {
  EXPECT_TRUE(sweep("lambda=0:1.2").continuous());
  EXPECT_EQ(sweep("lambda=0:1.2").last, 1.2);
  EXPECT_EQ(sweep("layer=2:5").values, (std::vector<std::string>{"2", "3", "4", "5"}));
  EXPECT_EQ(sweep("layer=1:0").values, (std::vector<std::string>{"1", "0"}));
  EXPECT_EQ(sweep("query=0:2").values, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(sweep("lambda=0,.5,+1.20").values, (std::vector<std::string>{"0", "0.5", "1.2"}));
  EXPECT_EQ(sweep("mechanism=pairwise,cog").values, (std::vector<std::string>{"pairwise", "cog"}));
  EXPECT_EQ(sweep("window=none,8").values, (std::vector<std::string>{"none", "8x8"}));
  EXPECT_TRUE(sweep("step=0:6").continuous());
}

TEST(Sweep, SaysWhatIsWrong) {
  EXPECT_THAT(refusal("lamda=0:1"), HasSubstr("did you mean 'lambda'?"));
  EXPECT_THAT(refusal("temperature=0:1"), HasSubstr("--temperature 0: expected a number > 0"));
  EXPECT_THAT(refusal("lambda=0:nan"), HasSubstr("--lambda nan"));
  EXPECT_THAT(refusal("lambda=a:b"), HasSubstr("range of numbers"));
  EXPECT_THAT(refusal("layer=0:1.5"), HasSubstr("--layer 1.5: expected"));
  EXPECT_THAT(refusal("mechanism=pairwise:cog"), HasSubstr("words are listed"));
  EXPECT_THAT(refusal("mechanism=pairwise,cogg"), HasSubstr("did you mean 'cog'?"));
  EXPECT_THAT(refusal("mechanism=pairwise"), HasSubstr("one value is no change"));
  EXPECT_THAT(refusal("mechanism=pairwise,,cog"), HasSubstr("between the commas"));
  EXPECT_THAT(refusal("size=10x10,20x20"), HasSubstr("same size"));
  EXPECT_THAT(refusal("view=space,samples"), HasSubstr("key frames"));
  EXPECT_THAT(refusal("text=a,b"), HasSubstr("commas and colons"));
  EXPECT_THAT(refusal("output=a,b"), HasSubstr("one run"));
  EXPECT_THAT(refusal("show=edges,hull"), HasSubstr("lists themselves"));
  EXPECT_THAT(refusal("fps=1:2"), HasSubstr("what the film is"));
  EXPECT_THAT(refusal("threads=1:2"), HasSubstr("how is computed"));
  EXPECT_THAT(refusal("seed=0:9999999"), HasSubstr("at most 1000000 values"));
}

TEST(Sweep, TheOptionRefusesWhatIsNoSweepAtOnce) {
  OptionValues options(all_options());
  for (const char* text : {"lambda", "=0:1", "lambda="}) {
    EXPECT_THROW(options.set("sweep", text), UsageError) << text;
  }
  options.set("sweep", "lamda=0:1");  // its option is looked up with the others
  EXPECT_THROW(check_film_options(options), UsageError);
}

TEST(SweepMotion, ShowsTheFormulaOfTheRange) {
  for (const Easing easing : {Easing::linear, Easing::cubic}) {
    const int n = 180;
    const auto all = values("lambda=0.1:1.3", n, false, easing);
    EXPECT_EQ(all.front(), "0.1");
    EXPECT_EQ(all.back(), "1.3");
    for (int i = 1; i + 1 < n; ++i) {
      EXPECT_EQ(all[i], to_text(0.1 + (1.3 - 0.1) * eased(easing, i / (n - 1.0)))) << i;
    }
  }
  EXPECT_EQ(values("lambda=0:1", 1, false), std::vector<std::string>{"0"});
  EXPECT_EQ(values("lambda=-1:1", 3, false, Easing::linear)[1], "0");
}

TEST(SweepMotion, ALoopGoesThereAndBackAndCloses) {
  for (const int n : {2, 3, 7, 60, 61}) {
    const SweepMotion motion(sweep("lambda=0:1"), n, true, Easing::cubic);
    EXPECT_EQ(motion.value(0), "0") << n;
    EXPECT_EQ(motion.value(n / 2), "1") << n;
    EXPECT_EQ(motion.value(n), motion.value(0));
    EXPECT_EQ(motion.value(n + 1), motion.value(1));
    for (int i = 1; i < n; ++i) {
      EXPECT_EQ(motion.progress(i) > motion.progress(i - 1), i <= n / 2) << i << " of " << n;
    }
  }
}

TEST(SweepMotion, WordsAndWholeNumbersStayEquallyLong) {
  const auto there = values("mechanism=pairwise,cog,differential", 10, false);
  std::map<std::string, int> n_frames;
  for (const std::string& value : there) {
    ++n_frames[value];
  }
  for (const auto& [value, n] : n_frames) {
    EXPECT_GE(n, 3);
    EXPECT_LE(n, 4);
  }
  EXPECT_EQ(values("layer=0:2", 3, false), (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(values("layer=0:2", 4, true), (std::vector<std::string>{"0", "1", "2", "1"}));
  EXPECT_EQ(values("layer=0:2", 8, true),
            (std::vector<std::string>{"0", "0", "1", "1", "2", "2", "1", "1"}));
  EXPECT_EQ(values("lambda=0,5", 4, true), (std::vector<std::string>{"0", "0", "5", "5"}));
}

TEST(SweepMotion, EveryValueHasAFrame) {
  EXPECT_THROW(values("layer=0:9", 9, false), UsageError);
  EXPECT_THROW(values("layer=0:9", 10, true), UsageError);
  EXPECT_EQ(values("layer=0:9", 10, false).size(), 10U);
}

TEST(ValueWords, AreTheFormulasLetters) {
  const auto words = [](const std::string& text, const std::string& value) {
    const Sweep swept = sweep(text);
    return value_words(all_options().spec(swept.option), swept, value);
  };
  EXPECT_EQ(words("lambda=0:1.2", "0.41999"), "λ = 0.42");
  EXPECT_EQ(words("lambda=0:1.2", "-0.5"), "λ = −0.50");
  EXPECT_EQ(words("lambda=0:0.01", "0.00123"), "λ = 0.0012");
  EXPECT_EQ(words("lambda=0,0.5", "0.5"), "λ = 0.5");
  EXPECT_EQ(words("layer=0:5", "3"), "layer 3");
  EXPECT_EQ(words("mechanism=cog,pairwise", "cog"), "mechanism cog");
  EXPECT_EQ(words("threshold=0:0.5", "0.25"), "threshold = 0.250");
}

}  // namespace
}  // namespace baryscope
