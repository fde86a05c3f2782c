#include "core/options/option_io.h"

#include <gtest/gtest.h>

#include "tests/core/options/example_table.h"

namespace baryscope {
namespace {

OptionValues changed_values(const OptionTable& table) {
  OptionValues values(table);
  values.set("text", "it's a \"bakery\" \\ 面包\n");
  values.set("keep", "8");
  values.set("layer", "auto");
  values.set("temperature", "0.1");
  values.set("dense", "on");
  values.set("show", "edges,labels");
  values.set("window", "512x32");
  return values;
}

TEST(OptionIo, JsonReadsBackTheSame) {
  const OptionTable table = example_table();
  const OptionValues values = changed_values(table);
  const std::string json = to_json(values);
  EXPECT_EQ(option_values_from_json(table, json), values);
  EXPECT_NE(json.find("\"keep\": 8"), std::string::npos) << json;
  EXPECT_NE(json.find("\"temperature\": 0.1"), std::string::npos) << json;
  EXPECT_NE(json.find("\"layer\": \"auto\""), std::string::npos) << json;
  EXPECT_EQ(to_json(OptionValues(table)), "{}");
}

TEST(OptionIo, JsonMayBeWrittenByHand) {
  const OptionTable table = example_table();
  const OptionValues values = option_values_from_json(
      table, R"({"keep": "8", "dense": true, "show": "edges", "layer": 3, "temperature": 2})");
  EXPECT_EQ(values.text("keep"), "8");
  EXPECT_TRUE(values.flag("dense"));
  EXPECT_EQ(values.text("layer"), "3");
  EXPECT_EQ(values.text("temperature"), "2");
}

TEST(OptionIo, BadJsonIsRefused) {
  const OptionTable table = example_table();
  for (const char* text : {"", "[", "[]", "3", "{\"keep\":8,\"keep\":9}", "{\"temperature\":1e999}",
                           "{\"text\":\"\xFF\"}", "{\"keep\":8}x"}) {
    EXPECT_THROW(option_values_from_json(table, text), Error) << text;
  }
  for (const char* text : {"{\"kep\":8}", "{\"keep\":0}", "{\"keep\":null}", "{\"keep\":{}}",
                           "{\"show\":[1]}", "{\"show\":[\"edges,hull\"]}", "{\"keep\":1.5}"}) {
    EXPECT_THROW(option_values_from_json(table, text), UsageError) << text;
  }
}

TEST(OptionIo, CommandLineIsQuotedForAShell) {
  const OptionTable table = example_table();
  OptionValues values(table);
  values.set("text", "it's a bakery");
  values.set("keep", "8");
  EXPECT_EQ(to_command_line(values), R"(--text 'it'\''s a bakery' --keep 8)");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("$HOME"), "'$HOME'");
}

TEST(OptionIo, ListingAndDocsHaveEveryRow) {
  const OptionTable table = example_table();
  const std::string listing = to_listing(table);
  const std::string markdown = to_markdown(table);
  for (const OptionSpec& spec : table.specs()) {
    EXPECT_NE(("\n" + listing).find("\n" + spec.id + "\t" + spec.help + "\n"), std::string::npos);
    EXPECT_NE(markdown.find("| `--" + spec.id + "` | "), std::string::npos);
  }
  EXPECT_NE(markdown.find("Which layer \\| plane."), std::string::npos);
}

}  // namespace
}  // namespace baryscope
