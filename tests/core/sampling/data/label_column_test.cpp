// Which column holds the classes: by the rule, by name, by number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/sampling/data/data_files.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view k_flowers =
    "width,species,length,target\n1,setosa,2,0\n3,iris,4,1\n5,iris,6,1\n";

DataSet labelled(std::string_view text, const std::string& column,
                 const std::string& missing = "refuse") {
  const test::ScratchFolder folder;
  DataRequest request;
  request.data_set = folder.write("set.csv", text).string();
  request.label_column = column;
  request.missing = missing;
  return load_data(request, Watch());
}

std::vector<std::string> offered(std::string_view text, const std::string& column = "auto") {
  try {
    static_cast<void>(labelled(text, column));
  } catch (const LabelColumnError& error) {
    return error.columns();
  }
  return {"(no such error)"};
}

std::string label_complaint(std::string_view text, const std::string& column) {
  return test::message_of<LabelColumnError>([&] { static_cast<void>(labelled(text, column)); });
}

TEST(LabelColumn, IsChosenByNameOrByNumberFromOne) {
  for (const char* column : {"species", "2", "=species", "SPECIES"}) {
    const DataSet data = labelled(k_flowers, column);
    EXPECT_EQ(data.label_name, "species") << column;
    EXPECT_THAT(data.features, ElementsAre("width", "length", "target")) << column;
    EXPECT_THAT(data.classes, ElementsAre("iris", "setosa")) << column;
    EXPECT_EQ(data.label_column, 1) << column;
  }
}

TEST(LabelColumn, AColumnCalledByANumberIsForcedByAnEqualsSign) {
  constexpr std::string_view text = "1,2,label\n0.5,7,0\n0.25,8,1\n";
  EXPECT_EQ(labelled(text, "1").label_name, "1");
  EXPECT_EQ(labelled(text, "=2").label_name, "2");
  EXPECT_THAT(label_choices(labelled(text, "auto")), ElementsAre("=1", "=2", "label"));
}

TEST(LabelColumn, WithoutAHeaderColumnsGoByTheirNumbers) {
  constexpr std::string_view text = "a,1,2\nb,3,4\na,5,6\n";
  const DataSet data = labelled(text, "1");
  EXPECT_EQ(data.label_name, "label");
  EXPECT_THAT(data.classes, ElementsAre("a", "b"));
  EXPECT_THAT(label_choices(data), ElementsAre("1", "2", "3"));
}

TEST(LabelColumn, OneThatIsNotThereIsToldWithThoseThatAre) {
  EXPECT_THAT(label_complaint(k_flowers, "specie"), HasSubstr("did you mean 'species'?"));
  EXPECT_THAT(label_complaint(k_flowers, "9"), HasSubstr("it has the columns 1 to 4"));
  EXPECT_THAT(label_complaint(k_flowers, "0"), HasSubstr("it has the columns 1 to 4"));
  EXPECT_THAT(offered(k_flowers, "kind"), ElementsAre("width", "species", "length", "target"));
}

TEST(LabelColumn, ATableThatAnotherOneWouldMakeReadableOffersItsColumns) {
  // The rule takes target, and texts stand among the numbers.
  EXPECT_THAT(offered(k_flowers), ElementsAre("width", "species", "length", "target"));
  std::string measured = "kind,x\n";
  for (int i = 0; i < 50; ++i) {
    measured += std::string(i % 2 == 0 ? "1" : "2") + "," + std::to_string(i) + ".5\n";
  }
  EXPECT_THAT(offered(measured), ElementsAre("kind", "x"));
  EXPECT_EQ(labelled(measured, "kind").n_classes(), 2);
}

TEST(LabelColumn, MissingValuesAreAnErrorOfTheirOwn) {
  constexpr std::string_view text = "x,label\n1,a\n,b\n3,b\n";
  EXPECT_THROW(static_cast<void>(labelled(text, "auto")), MissingValueError);
  EXPECT_THROW(static_cast<void>(labelled("x,label\n1,a\n2,\n", "auto")), MissingValueError);
  EXPECT_EQ(labelled(text, "auto", "drop").n_points(), 2);
}

TEST(LabelColumn, OfAResampledTableItsOriginIsNone) {
  constexpr std::string_view text =
      "x,label,origin,simplex,coordinates\n1,a,original,,\n2,b,original,,\n";
  EXPECT_THAT(label_complaint(text, "origin"), HasSubstr("is no label"));
}

}  // namespace
}  // namespace baryscope
