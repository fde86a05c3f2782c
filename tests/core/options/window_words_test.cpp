// What the command line calls --key-prime is a control of the window, and is called by its label.
#include "core/options/window_words.h"

#include <gtest/gtest.h>

namespace baryscope {
namespace {

const OptionTable& window_words_table() {
  static const OptionTable options({
      {.id = "query", .default_value = "auto"},
      {.id = "text"},
      {.id = "text-file", .type = OptionType::path},
      {.id = "output", .type = OptionType::path},
      {.id = "show", .type = OptionType::list, .choices = {"edges", "axes"}},
      {.id = "hide", .type = OptionType::list, .choices = {"edges", "axes"}},
      {.id = "key-prime",
       .type = OptionType::choice,
       .default_value = "own",
       .choices = {"own", "previous-layer"}},
      {.id = "keep", .type = OptionType::integer, .default_value = "32", .value_name = "K"},
      {.id = "resume", .type = OptionType::flag, .default_value = "off"},
  });
  return options;
}

std::string words(std::string_view message) { return window_words(message, window_words_table()); }

TEST(WindowWords, AMessageAboutAnOptionBeginsWithItsLabel) {
  EXPECT_EQ(words("--query zebra: the text has no such token"),
            "query zebra: the text has no such token");
  EXPECT_EQ(words("--key-prime own: the model has none"), "key prime own: the model has none");
  EXPECT_EQ(words("script line 3: --keep 0: expected a whole number of at least 1"),
            "script line 3: keep 0: expected a whole number of at least 1");
}

TEST(WindowWords, WithinASentenceALabelIsQuotedWithItsValue) {
  EXPECT_EQ(words("too many; use --key-prime previous-layer or a smaller --keep"),
            "too many; use “key prime: previous-layer” or a smaller “keep”");
  EXPECT_EQ(words("What fits: --keep 12; go on"), "What fits: “keep: 12”; go on");
  EXPECT_EQ(words("--show edges and --hide edges: one picture cannot do both"),
            "“show: edges” and “hide: edges”: one picture cannot do both");
  EXPECT_EQ(words("the folder holds a model already; --resume on goes on with it"),
            "the folder holds a model already; “resume: on” goes on with it");
  EXPECT_EQ(words("(--keep, --query) are two"), "(“keep”, “query”) are two");
}

TEST(WindowWords, WhatIsOnlyGoodForACommandLineIsLeftOut) {
  EXPECT_EQ(words("--output a.bmp: expected a name that ends in .png"),
            "a.bmp: expected a name that ends in .png");
  EXPECT_EQ(words("unknown option 'x' ('baryscope --list options' names all of them)"),
            "unknown option 'x'");
  EXPECT_EQ(words("choose a borrowed one, see --help"), "choose a borrowed one");
  EXPECT_EQ(words("the text is empty: give --text or --text-file a text with at least one word"),
            "the text is empty: type a text with at least one word");
}

TEST(WindowWords, WhatSomebodyTypedStaysAsItIs) {
  EXPECT_EQ(words("--query --text: the text has no such token"),
            "query --text: the text has no such token");
  EXPECT_EQ(words("cannot open /home/me/--text: there is no such file"),
            "cannot open /home/me/--text: there is no such file");
  EXPECT_EQ(words("a well--keep sake, --unknown and -- alone"),
            "a well--keep sake, --unknown and -- alone");
  EXPECT_EQ(words(""), "");
}

TEST(WindowWords, LabelsHaveSpaces) { EXPECT_EQ(option_words("key-prime"), "key prime"); }

}  // namespace
}  // namespace baryscope
