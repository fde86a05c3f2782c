#include "core/options/option_spec.h"

#include <gtest/gtest.h>

#include "tests/core/options/example_table.h"

namespace baryscope {
namespace {

const OptionTable& table() {
  static const OptionTable example = example_table();
  return example;
}

std::string canonical(std::string_view id, std::string_view value) {
  return canonical_value(table().spec(id), value);
}
std::string refusal(std::string_view id, std::string_view value) {
  return usage_message([&] { canonical(id, value); });
}

TEST(OptionSpec, NumbersBecomeTheirShortestText) {
  EXPECT_EQ(canonical("temperature", "+1.50"), "1.5");
  EXPECT_EQ(canonical("temperature", "1e-3"), "0.001");
  EXPECT_EQ(canonical("keep", "+007"), "7");
  EXPECT_EQ(canonical("layer", "auto"), "auto");
  EXPECT_EQ(canonical("layer", "3"), "3");
}

TEST(OptionSpec, NegativeZeroIsZero) {
  const OptionSpec any{.id = "affine-b", .type = OptionType::number, .default_value = "-1"};
  EXPECT_EQ(canonical_value(any, "-0.0"), "0");
  EXPECT_EQ(canonical_value(any, "-0.03"), "-0.03");
}

TEST(OptionSpec, RefusalsSayOptionValueAndDomain) {
  EXPECT_EQ(refusal("keep", "0"), "--keep 0: expected a whole number of at least 1");
  EXPECT_EQ(refusal("keep", "1.5"), "--keep 1.5: expected a whole number of at least 1");
  EXPECT_EQ(refusal("keep", ""), "--keep '': expected a whole number of at least 1");
  EXPECT_EQ(refusal("order", "5"), "--order 5: expected a whole number from 1 to 4");
  EXPECT_EQ(refusal("temperature", "0"), "--temperature 0: expected a number > 0");
  EXPECT_EQ(refusal("layer", "-1"),
            "--layer -1: expected auto, all or a whole number of at least 0");
  EXPECT_EQ(refusal("dense", "ON"), "--dense ON: expected on or off");
  EXPECT_EQ(refusal("window", "0"),
            "--window 0: expected none, W or W1xW2 with whole numbers of at least 1");
}

TEST(OptionSpec, WhatIsNoFiniteNumberIsRefused) {
  for (const char* value :
       {"nan", "inf", "-inf", "1e999", "1,5", "0x10", " 1", "1 ", "--1", "+-1"}) {
    EXPECT_NE(refusal("temperature", value).find("expected a number > 0"), std::string::npos)
        << value;
  }
  EXPECT_NE(refusal("keep", "99999999999999999999").find("--keep"), std::string::npos);
}

TEST(OptionSpec, UnknownNamesOfferTheNearest) {
  EXPECT_EQ(refusal("mechanism", "pairwse"),
            "--mechanism pairwse: expected pairwise, cog or n-order; did you mean 'pairwise'?");
  EXPECT_EQ(refusal("show", "edges,hul"),
            "--show hul: expected any of edges, hull and labels, separated by commas; "
            "did you mean 'hull'?");
}

TEST(OptionSpec, ListsAreSubsetsInTheOrderOfTheirChoices) {
  EXPECT_EQ(canonical("show", "labels,edges,labels"), "edges,labels");
  EXPECT_EQ(canonical("show", ""), "");
  EXPECT_NE(refusal("show", "edges,,hull"), "(no usage error)");
}

TEST(OptionSpec, TextIsUtf8WithoutNul) {
  EXPECT_EQ(canonical("text", "Käse 面包 🥐"), "Käse 面包 🥐");
  EXPECT_EQ(canonical("script", "caf\xE9.txt"), "caf\xE9.txt");
  EXPECT_NE(refusal("text", "caf\xE9").find("UTF-8"), std::string::npos);
  EXPECT_NE(refusal("text", std::string_view("a\0b", 3)).find("NUL"), std::string::npos);
}

TEST(OptionSpec, Utf8FollowsTheTableOfWellFormedSequences) {
  for (const char* good :
       {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good));
  }
  for (const char* bad : {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80",
                          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xFF", "\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(OptionSpec, LongValuesAreCutAtACharacterInMessages) {
  std::string value;
  for (int i = 0; i < 1000; ++i) {
    value += "é";
  }
  const std::string message = refusal("keep", "x" + value);
  EXPECT_LT(message.size(), 200u);
  EXPECT_TRUE(is_utf8(message));
}

TEST(OptionSpec, DomainsInWords) {
  EXPECT_EQ(domain_text(table().spec("window")), "none or W1xW2");
  EXPECT_EQ(domain_text(table().spec("text")), "any text");
  EXPECT_EQ(domain_text(table().spec("order")), "a whole number from 1 to 4");
  EXPECT_EQ(value_name(table().spec("keep")), "K");
  EXPECT_EQ(value_name(table().spec("order")), "N");
}

TEST(OptionSpec, TheWidthOfATypeIsNoDomain) {
  const OptionSpec wide{.id = "top",
                        .type = OptionType::integer,
                        .default_value = "16",
                        .minimum = 1,
                        .maximum = 2147483647};
  EXPECT_EQ(domain_text(wide), "a whole number of at least 1");
  EXPECT_NE(usage_message([&] { canonical_value(wide, "2147483648"); }), "(no usage error)");
}

TEST(OptionSpec, CanonicalTextIsAFixedPoint) {
  for (const char* value : {"0.1", "1e300", "123456.789", "1e-300", "3", "2.5e-8"}) {
    const std::string once = canonical("temperature", value);
    EXPECT_EQ(canonical("temperature", once), once);
  }
}

}  // namespace
}  // namespace baryscope
