#include "core/options/option_table.h"

#include <gtest/gtest.h>

#include "tests/core/options/example_table.h"

namespace baryscope {
namespace {

TEST(OptionTable, FindsRowsAndOffersTheNearest) {
  const OptionTable table = example_table();
  EXPECT_EQ(table.find_spec("kep"), nullptr);
  EXPECT_EQ(table.spec("keep").value_name, "K");
  const std::string message = usage_message([&] { static_cast<void>(table.spec("mechanisn")); });
  EXPECT_NE(message.find("'mechanisn'"), std::string::npos);
  EXPECT_NE(message.find("did you mean 'mechanism'?"), std::string::npos);
}

TEST(OptionTable, RowsThatContradictThemselvesAreFound) {
  EXPECT_THROW(OptionTable({{.id = "a"}, {.id = "a"}}), CheckFailed);
  EXPECT_THROW(OptionTable({{.id = ""}}), CheckFailed);
  EXPECT_THROW(OptionTable({{.id = "keep", .type = OptionType::integer, .default_value = "x"}}),
               CheckFailed);
  EXPECT_THROW(OptionTable({{.id = "t", .type = OptionType::number, .default_value = "1.0"}}),
               CheckFailed);
}

TEST(OptionValues, DefaultsUntilSet) {
  const OptionTable table = example_table();
  OptionValues values(table);
  EXPECT_EQ(values.find_integer("keep"), 32);
  EXPECT_EQ(values.find_integer("layer"), std::nullopt);
  EXPECT_EQ(values.find_number("temperature"), 1.0);
  EXPECT_FALSE(values.flag("dense"));
  EXPECT_FALSE(values.is_set("keep"));
  values.set("keep", "+8");
  values.set("dense", "on");
  values.set("show", "labels,edges");
  EXPECT_EQ(values.text("keep"), "8");
  EXPECT_TRUE(values.flag("dense"));
  EXPECT_EQ(values.list("show"), (std::vector<std::string>{"edges", "labels"}));
  EXPECT_TRUE(values.list("show").size() == 2 && values.is_set("show"));
  values.reset("keep");
  EXPECT_EQ(values.find_integer("keep"), 32);
}

TEST(OptionValues, ABadValueLeavesTheOldOne) {
  const OptionTable table = example_table();
  OptionValues values(table);
  values.set("keep", "8");
  EXPECT_THROW(values.set("keep", "0"), UsageError);
  EXPECT_THROW(values.set("kep", "1"), UsageError);
  EXPECT_EQ(values.text("keep"), "8");
}

TEST(OptionValues, CopiesAreIndependent) {
  const OptionTable table = example_table();
  OptionValues values(table);
  values.set("keep", "8");
  OptionValues copy = values;
  EXPECT_EQ(copy, values);
  copy.set("keep", "9");
  EXPECT_NE(copy, values);
  EXPECT_EQ(values.text("keep"), "8");
}

}  // namespace
}  // namespace baryscope
