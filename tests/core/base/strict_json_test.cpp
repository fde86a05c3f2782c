#include "core/base/strict_json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>

namespace baryscope {
namespace {

using testing::HasSubstr;

std::string message(std::string_view text) {
  try {
    static_cast<void>(parse_strict_json(text));
  } catch (const JsonError& error) {
    return error.what();
  }
  return "no error";
}

TEST(StrictJson, ReadsAValue) {
  EXPECT_EQ(parse_strict_json(R"({"a": [1, {"a": 2}], "b": {"a": null}})").at("a").at(1).at("a"),
            2);
  EXPECT_EQ(parse_strict_json("3"), 3);
}

TEST(StrictJson, RefusesAKeyThatOccursTwiceInOneObject) {
  EXPECT_THAT(message(R"({"a": 1, "b": 2, "a": 1})"), HasSubstr("the entry \"a\" occurs twice"));
  EXPECT_THAT(message(R"({"a": [{"b": 1, "b": 2}]})"), HasSubstr("the entry \"b\" occurs twice"));
  EXPECT_EQ(message(R"([{"a": 1}, {"a": 1}, {"b": {"a": 1}, "a": 1}])"), "no error");
}

TEST(StrictJson, SaysWhatIsWrongWithTheText) {
  EXPECT_THAT(message(""), HasSubstr("is not JSON"));
  EXPECT_THAT(message(R"({"a": 1)"), HasSubstr("cut off"));
  EXPECT_THAT(message("{} x"), HasSubstr("byte 4 is not JSON"));
  EXPECT_THAT(message("[1e999]"), HasSubstr("range"));
  EXPECT_THAT(message(std::string(100'000, '[')), HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace baryscope
