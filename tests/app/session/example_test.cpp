#include "app/session/example.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/session/all_options.h"
#include "app/session/session.h"
#include "tests/app/session/fake_engine.h"
#include "tests/support/native_folder.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ExampleTest : public testing::Test {
 protected:
  ExampleTest()
      : m_folder(fs::path(testing::TempDir()) /
                 (std::string("example-") +
                  testing::UnitTest::GetInstance()->current_test_info()->name())),
        m_session(
            all_options(), [this] { return std::make_unique<FakeEngine>(m_engine); },
            [this](std::function<void()> function) { m_queue.post(std::move(function)); }) {
    fs::remove_all(m_folder);
    make_native_folder(
        street(), {"bakery@3", "bakery@4", "school@1", "library@5"},
        {{"text", "bakery@3 school@1 library@5"}, {"query", "bakery@3"}, {"place-by", "key"}});
    make_native_folder(numbers(), {"1", "2", "3"}, {{"text", "1 2 3"}, {"query", "=2"}});
  }
  ~ExampleTest() override { fs::remove_all(m_folder); }

  std::string street() const { return (m_folder / "street").string(); }
  std::string numbers() const { return (m_folder / "numbers").string(); }
  std::string option(const char* id) const { return m_session.options().text(id); }

  fs::path m_folder;
  FakeEngineState m_engine;
  PostQueue m_queue;
  Session m_session;
};

const std::string bakery = "The bakery is between the school and the library";

TEST_F(ExampleTest, OpeningBringsTheExampleAndLeavingTakesItAway) {
  m_session.set_option("model", street());
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
  EXPECT_EQ(option("query"), "bakery@3");
  EXPECT_EQ(option("place-by"), "key");
  m_session.set_option("model", numbers());
  EXPECT_EQ(option("text"), "1 2 3");
  EXPECT_EQ(option("query"), "=2");
  EXPECT_EQ(option("place-by"), "value");
  m_session.set_option("model", "minilm");
  EXPECT_EQ(option("text"), bakery);
  EXPECT_EQ(option("query"), "auto");
  m_session.undo();
  EXPECT_EQ(option("text"), "1 2 3");
}

TEST_F(ExampleTest, ATextOfOnesOwnStaysWhereItIsRead) {
  m_session.set_option("model", street());
  m_session.set_option("text", "bakery@4 school@1");
  fs::copy(street(), street() + "-twin");
  m_session.set_option("model", street() + "-twin");
  EXPECT_EQ(option("text"), "bakery@4 school@1");
  EXPECT_EQ(option("query"), "auto");
  EXPECT_EQ(option("place-by"), "key");
  m_session.set_option("model", numbers());
  EXPECT_EQ(option("text"), "1 2 3");
  m_session.set_option("text", "3 3");
  m_session.set_option("model", "minilm");
  EXPECT_EQ(option("text"), "3 3");
}

TEST_F(ExampleTest, WhatTheSameChangeGivesIsKept) {
  m_session.set_options({{"model", street()}, {"query", "2"}, {"place-by", "output"}});
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
  EXPECT_EQ(option("query"), "2");
  EXPECT_EQ(option("place-by"), "output");
  m_session.set_options({{"model", numbers()}, {"text", "2 1"}});
  EXPECT_EQ(option("text"), "2 1");
  EXPECT_EQ(option("query"), "auto");
}

TEST_F(ExampleTest, AComparedModelBringsItsExampleWhereTheFirstHasNone) {
  m_session.set_option("compare", street());
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
  m_session.set_option("compare", "");
  EXPECT_EQ(option("text"), bakery);
  m_session.set_options({{"model", street()}, {"compare", numbers()}});
  EXPECT_EQ(option("text"), "bakery@3 school@1 library@5");
}

TEST_F(ExampleTest, FirstOpeningSetsWhatNobodyGave) {
  OptionValues values(all_options());
  values.set("model", street());
  apply_example(values);
  apply_shipped_session(values);
  EXPECT_EQ(values.text("query"), "bakery@3");
  EXPECT_EQ(values.text("layer"), "auto");

  OptionValues asked(all_options());
  asked.set("model", street());
  asked.set("query", "1");
  apply_example(asked);
  EXPECT_EQ(asked.text("query"), "1");
  EXPECT_EQ(asked.text("text"), "bakery@3 school@1 library@5");

  OptionValues own(all_options());
  own.set("model", street());
  own.set("text", "bakery@4");
  apply_example(own);
  EXPECT_EQ(own.text("text"), "bakery@4");
  EXPECT_EQ(own.text("query"), "auto");
  EXPECT_EQ(own.text("place-by"), "key");
}

TEST_F(ExampleTest, NativeTrianglesArePlacedByKeys) {
  const std::string triple = (m_folder / "triple").string();
  make_native_folder(triple, {"a"}, {{"text", "a"}}, 8, "two-simplicial");
  EXPECT_EQ(find_example(triple).at("place-by"), "key");
  make_native_folder(triple, {"a"}, {{"text", "a"}, {"place-by", "value"}}, 8, "two-simplicial");
  EXPECT_EQ(find_example(triple).at("place-by"), "value");
  EXPECT_FALSE(find_example(numbers()).contains("place-by"));
}

TEST_F(ExampleTest, AnExampleWithUnknownOptionsStillOpens) {
  make_native_folder(m_folder / "odd", {"a"}, {{"text", "a"}, {"nonsense", "1"}, {"top", "-3"}});
  OptionValues values(all_options());
  values.set("model", (m_folder / "odd").string());
  apply_example(values);
  EXPECT_EQ(values.text("text"), "a");
  EXPECT_EQ(values.text("top"), "16");
}

TEST_F(ExampleTest, SaysWhatAModelDoesNotRead) {
  EXPECT_EQ(read_by(street(), "bakery@3 school@1").tokens.size(), 2u);
  EXPECT_EQ(read_by(street(), "bakery@3 school@1").obstacle, "");
  EXPECT_THAT(read_by(street(), "bakery@3 schol@1").obstacle, HasSubstr("'school@1'"));
  EXPECT_THAT(read_by(street(), "bakery@").obstacle, HasSubstr("'bakery@'"));
  EXPECT_THAT(read_by(street(), "1 1 1 1 1 1 1 1 1").obstacle, HasSubstr("does not know"));
  EXPECT_THAT(read_by(numbers(), "1 1 1 1 1 1 1 1 1").obstacle, HasSubstr("at most 8 tokens"));
  for (const char* text : {" ", "    ", "\t", "\u3000"}) {
    EXPECT_EQ(read_by(numbers(), text).obstacle, "the text is empty");
  }
  EXPECT_EQ(read_by("nowhere", "anything").obstacle, "");
  EXPECT_TRUE(is_native_model(street()));
  EXPECT_FALSE(is_native_model("nowhere"));
  OptionValues both(all_options());
  both.set("model", "nowhere");
  both.set("compare", numbers());
  EXPECT_THAT(read_by_models(both, "x").obstacle, HasSubstr("'x'"));
  EXPECT_EQ(read_by_models(both, "1 2").tokens.size(), 2u);
}

}  // namespace
}  // namespace baryscope
