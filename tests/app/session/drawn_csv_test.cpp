#include "app/session/drawn_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "app/session/session.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TEST(DrawnCsv, HasARowForEverythingThatIsDrawn) {
  auto analysis = std::make_shared<Analysis>();
  analysis->model.name = "a \"model\"";
  analysis->layer = 2;
  analysis->head = 1;
  for (const char* text : {"[CLS]", "one, two", "\n"}) {
    analysis->tokens.emplace_back();
    analysis->tokens.back().text = text;
  }
  analysis->edges = {{0, 1, 0.1}, {0, 2, -0.05}};
  analysis->triangles = {{1, 2, 0, 0.25}};
  analysis->tuples = {{2, {0, 1, 2, 1}, 1}};
  Computed shown;
  shown.analyses = {analysis};
  const std::string head =
      "model,layer,head,kind,weight,query,key,key_prime,key_3,key_4,query_token,key_token,"
      "key_prime_token,key_3_token,key_4_token\n";
  const std::string place = "\"a \"\"model\"\"\",2,1,";
  EXPECT_EQ(to_drawn_csv(shown, {}),
            head + place + "edge,0.1,0,1,,,,[CLS],\"one, two\",,,\n" + place +
                "edge,-0.05,0,2,,,,[CLS],\"\n\",,,\n" + place +
                "triangle,0.25,1,2,0,,,\"one, two\",\"\n\",[CLS],,\n" + place +
                "tuple,1,2,0,1,2,1,\"\n\",[CLS],\"one, two\",\"\n\",\"one, two\"\n");
  analysis->edges_are_marginals = true;
  analysis->triangles.clear();
  analysis->tuples.clear();
  const std::string one = head + place + "marginal,0.1,0,1,,,,[CLS],\"one, two\",,,\n";
  EXPECT_EQ(to_drawn_csv(shown, {.threshold = 0.1}), one);
  analysis->sinks = {0, 2};
  EXPECT_EQ(to_drawn_csv(shown, {.hides_sinks = true}), one) << "of 0 → 1 the key is no sink";
}

TEST(DrawnCsv, HoldsNoNulAndTellsWhatASpreadsheetWouldRun) {
  auto analysis = std::make_shared<Analysis>();
  analysis->model.name = "model";
  for (const std::string& text : {std::string("a\0b", 3), std::string("-1"), std::string("+2")}) {
    analysis->tokens.emplace_back();
    analysis->tokens.back().text = text;
  }
  analysis->edges = {{0, 1, 0.1}};
  Computed shown;
  shown.analyses = {analysis};
  const std::string table = to_drawn_csv(shown, {});
  EXPECT_EQ(table.find('\0'), std::string::npos);
  EXPECT_THAT(table, HasSubstr(",a\u2400b,-1,"));
  EXPECT_EQ(drawn_csv_note(shown), std::nullopt);
  analysis->tokens[1].text = "=1+1";
  analysis->tokens[2].text = "@";
  EXPECT_THAT(drawn_csv_note(shown).value_or(""), testing::StartsWith("2 texts begin with ="));
  EXPECT_THAT(to_drawn_csv(shown, {}), HasSubstr(",=1+1,"));
}

}  // namespace
}  // namespace baryscope
