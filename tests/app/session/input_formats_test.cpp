// One list of what opens, for the command line, dialogs and what is dropped.
#include "app/session/input_formats.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/session/input.h"
#include "core/base/error.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

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
  for (const char* name : {"", ".csv", "csv", "a.json", "a.odt", "myconfig.json", "a.ggml"}) {
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

TEST(InputFormats, AModelInOllamasStoreHasNoEnding) {
  const test::ScratchFolder folder;
  EXPECT_EQ(input_kind(folder.write("sha256-0123", "GGUF").string()), InputKind::model);
  const std::filesystem::path tags =
      folder.path() / "manifests" / "registry.ollama.ai" / "library" / "tiny";
  std::filesystem::create_directories(tags);
  std::ofstream(tags / "latest") << R"({"layers":[{"mediaType":)"
                                    R"("application/vnd.ollama.image.model","digest":"sha256:)"
                                 << std::string(64, 'a') << "\"}]}";
  EXPECT_EQ(input_kind((tags / "latest").string()), InputKind::model);
  std::ofstream(tags / "8b") << "no JSON";
  EXPECT_THROW(static_cast<void>(input_kind((tags / "8b").string())), Error);
  EXPECT_EQ(input_kind("ollama/tiny"), InputKind::model) << "a name";
}

TEST(InputFormats, AFilesNameOnTheSearchPathIsAModel) {
  const test::ScratchFolder folder;
  folder.write("tiny.gguf", "GGUF");
  const char* given = std::getenv("BARYSCOPE_MODEL_PATH");
  const std::string before = given == nullptr ? "" : given;
  EXPECT_THROW(static_cast<void>(input_kind("tiny.gguf")), Error);
  ::setenv("BARYSCOPE_MODEL_PATH", folder.path().c_str(), 1);
  EXPECT_EQ(input_kind("tiny.gguf"), InputKind::model);
  ::setenv("BARYSCOPE_MODEL_PATH", before.c_str(), 1);
}

TEST(InputFormats, ALinkToNothingIsNamed) {
  const test::ScratchFolder folder;
  std::filesystem::create_symlink("../blobs/0", folder.path() / "tiny.gguf");
  EXPECT_NE(test::message_of([&] {
              static_cast<void>(input_kind((folder.path() / "tiny.gguf").string()));
            }).find("a link to ../blobs/0, which is not there"),
            std::string::npos);
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
