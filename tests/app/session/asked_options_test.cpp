// What options ask for: parts of the picture, and what follows from another table.
#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/option_changes.h"
#include "app/session/picture_parts.h"

namespace baryscope {
namespace {

TEST(OptionChanges, AnotherTableHasItsLabelsByTheRuleAgain) {
  OptionValues values(all_options());
  values.set("dataset", "a.csv");
  values.set("label-column", "kind");
  EXPECT_EQ(changed_values(values, {{"missing", "drop"}}).text("label-column"), "kind");
  EXPECT_EQ(changed_values(values, {{"dataset", "b.csv"}}).text("label-column"), "auto");
  EXPECT_EQ(
      changed_values(values, {{"dataset", "b.csv"}, {"label-column", "2"}}).text("label-column"),
      "2");
}

TEST(PictureParts, AreWhatTheOptionsAskFor) {
  OptionValues values(all_options());
  EXPECT_TRUE(asks_for_part(values, "edges"));
  EXPECT_FALSE(asks_for_part(values, "grid"));
  values.set("show", "grid");
  values.set("hide", "edges");
  EXPECT_FALSE(asks_for_part(values, "edges"));
  EXPECT_TRUE(asks_for_part(values, "grid"));
  EXPECT_TRUE(asks_for_part(values, "title"));
  values.set("title", "off");
  EXPECT_FALSE(asks_for_part(values, "title"));
  values.set("view", "samples");
  EXPECT_TRUE(asks_for_part(values, "axes"));
  for (const ViewPart& part : picture_parts(values, nullptr)) {
    EXPECT_TRUE(part.obstacle.empty()) << part.name;
  }
}

}  // namespace
}  // namespace baryscope
