// One list of what opens, for the command line, dialogs and what is dropped.
#include "app/session/input_formats.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "app/session/input.h"
#include "core/base/error.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

TEST(InputFormats, EveryListedFormatIsReadAsItsKind) {
  const test::ScratchFolder folder;
  int n_endings = 0;
  for (const InputFormat& format : input_formats()) {
    for (const std::string& ending : format.endings) {
      const std::string name = ending.starts_with('.') ? "file" + ending : ending;
      const std::string path = folder.write(name, "{}").string();
      EXPECT_EQ(input_kind(path), format.kind) << name;
      EXPECT_EQ(find_input_format(name), &format) << name;
      ++n_endings;
    }
  }
  EXPECT_GE(n_endings, 8);
}

TEST(InputFormats, LettersInEitherCaseAndNothingElse) {
  EXPECT_NE(find_input_format("A.CSV"), nullptr);
  for (const char* name : {"", ".csv", "csv", "a.json", "a.odt", "myconfig.json", "a.gguf"}) {
    EXPECT_EQ(find_input_format(name), nullptr) << name;
  }
}

TEST(InputFormats, AConfigStandsForItsFolder) {
  const test::ScratchFolder folder;
  const std::string config = folder.write("config.json", "{}").string();
  EXPECT_EQ(opened_path(config), folder.path().string());
  EXPECT_EQ(opened_path("minilm"), "minilm");
  EXPECT_EQ(input_kind(config), InputKind::model);
}

TEST(InputFormats, WhatIsOfNoKindIsToldWithTheList) {
  const test::ScratchFolder folder;
  const std::string odd = folder.write("odd.bin", "x").string();
  try {
    static_cast<void>(input_kind(odd));
    FAIL();
  } catch (const UsageError& error) {
    for (const InputFormat& format : input_formats()) {
      EXPECT_NE(std::string(error.what()).find(format.noun), std::string::npos) << format.noun;
    }
  }
  EXPECT_THROW(static_cast<void>(input_kind("not-there.txt")), Error);
}

}  // namespace
}  // namespace baryscope
