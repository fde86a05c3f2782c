#include "core/analysis/model_library.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "core/base/error.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// An empty home and nothing in the environment but what a test puts there.
class ModelLibrary : public testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::path(testing::TempDir()) /
               ("model_library_" +
                std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(m_folder);
    fs::create_directories(m_folder / "home");
    for (const char* name : {"BARYSCOPE_MODEL_PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS", "HF_HOME",
                             "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME"}) {
      ::unsetenv(name);
    }
    ::setenv("HOME", (m_folder / "home").c_str(), 1);
    ::setenv("XDG_DATA_DIRS", (m_folder / "shared").c_str(), 1);
  }
  void TearDown() override { fs::remove_all(m_folder); }

  fs::path make_folder(const fs::path& below) {
    fs::create_directories(m_folder / below);
    return m_folder / below;
  }
  fs::path make_file(const fs::path& below, const std::string& content = "") {
    fs::create_directories((m_folder / below).parent_path());
    std::ofstream(m_folder / below) << content;
    return m_folder / below;
  }

  fs::path m_folder;
};

TEST_F(ModelLibrary, AnExistingPathWins) {
  const fs::path folder = make_folder("my-model");
  EXPECT_EQ(find_model(folder.string()), folder);
}

TEST_F(ModelLibrary, TheOwnSearchPathComesFirstThenTheDataFolders) {
  const fs::path shared = make_folder("shared/baryscope/models/minilm");
  EXPECT_EQ(find_model("minilm"), shared);
  const fs::path own_data = make_folder("home/.local/share/baryscope/models/minilm");
  EXPECT_EQ(find_model("minilm"), own_data);
  const fs::path second = make_folder("b/minilm");
  ::setenv("BARYSCOPE_MODEL_PATH",
           (m_folder / "a").string().append(":").append(m_folder / "b").c_str(), 1);
  EXPECT_EQ(find_model("minilm"), second);
  EXPECT_EQ(model_search_path().front(), m_folder / "a");
}

TEST_F(ModelLibrary, AShippedNameMayBeOneFile) {
  const fs::path file = make_file("a/seen.safetensors");
  ::setenv("BARYSCOPE_MODEL_PATH", (m_folder / "a").c_str(), 1);
  EXPECT_EQ(find_model("seen"), file);
}

TEST_F(ModelLibrary, TheHuggingFaceCacheIsReadThroughItsReference) {
  const fs::path snapshot =
      make_folder("home/.cache/huggingface/hub/models--org--name/snapshots/abc");
  EXPECT_EQ(find_model("org/name"), snapshot) << "the only snapshot";
  make_folder("home/.cache/huggingface/hub/models--org--name/snapshots/def");
  EXPECT_THROW(find_model("org/name"), Error) << "two, and no reference";
  make_file("home/.cache/huggingface/hub/models--org--name/refs/main", "abc\n");
  EXPECT_EQ(find_model("org/name"), snapshot);

  const fs::path elsewhere = make_folder("hf/hub/models--org--name/snapshots/1");
  ::setenv("HF_HOME", (m_folder / "hf").c_str(), 1);
  EXPECT_EQ(find_model("org/name"), elsewhere);
  const fs::path hub = make_folder("cache/models--org--name/snapshots/2");
  ::setenv("HF_HUB_CACHE", (m_folder / "cache").c_str(), 1);
  EXPECT_EQ(find_model("org/name"), hub);
}

TEST_F(ModelLibrary, TheOldNameOfTheCacheAndNamesWithoutAnOrganisation) {
  const fs::path plain = make_folder("old/models--bert-base-uncased/snapshots/1");
  const fs::path named = make_folder("old/models--org--name/snapshots/2");
  EXPECT_THROW(find_model("bert-base-uncased"), Error);
  ::setenv("HUGGINGFACE_HUB_CACHE", (m_folder / "old").c_str(), 1);
  EXPECT_EQ(find_model("bert-base-uncased"), plain);
  EXPECT_EQ(find_model("org/name"), named);
  ::setenv("HF_HUB_CACHE", (m_folder / "new").c_str(), 1);
  EXPECT_EQ(find_model("bert-base-uncased"), plain) << "where the new one holds none";
  const fs::path newer = make_folder("new/models--bert-base-uncased/snapshots/3");
  EXPECT_EQ(find_model("bert-base-uncased"), newer);
  const fs::path shipped = make_folder("shared/baryscope/models/bert-base-uncased");
  EXPECT_EQ(find_model("bert-base-uncased"), shipped) << "a shipped name comes first";
}

TEST_F(ModelLibrary, AReferenceThatIsAPipeIsNotWaitedFor) {
  const fs::path snapshot =
      make_folder("home/.cache/huggingface/hub/models--org--name/snapshots/a");
  const fs::path references = make_folder("home/.cache/huggingface/hub/models--org--name/refs");
  ASSERT_EQ(::mkfifo((references / "main").c_str(), 0600), 0);
  EXPECT_EQ(find_model("org/name"), snapshot);
}

TEST_F(ModelLibrary, AReferenceCannotLeadOutOfTheCache) {
  make_folder("home/.cache/huggingface/hub/models--org--name/snapshots");
  make_folder("home/.cache/huggingface/hub/models--org--name/outside");
  make_file("home/.cache/huggingface/hub/models--org--name/refs/main", "../outside");
  EXPECT_THROW(find_model("org/name"), Error);
}

TEST_F(ModelLibrary, AMissingModelSaysWhereItLookedAndTheNearestName) {
  try {
    find_model("minilmm");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'minilm'"));
    EXPECT_THAT(error.what(), testing::HasSubstr((m_folder / "shared").string()));
  }
  try {
    find_model("minilm");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("BARYSCOPE_MODEL_PATH"));
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("did you mean")));
  }
  EXPECT_THROW(find_model(""), UsageError);
  EXPECT_THROW(find_model("../x/y"), Error);
}

TEST_F(ModelLibrary, ShippedModelsAreNamed) {
  ASSERT_GE(shipped_models().size(), 2U);
  EXPECT_EQ(shipped_models()[0].name, "minilm");
  // All others are native models, which lie in the source tree with their cards.
  const fs::path shipped = test::source_folder() / "resources/models";
  for (const ShippedModel& model : shipped_models()) {
    EXPECT_FALSE(model.summary.empty());
    for (const char* file : {"config.json", "model.safetensors", "tokenizer.json", "README.md"}) {
      EXPECT_TRUE(model.name == "minilm" || fs::exists(shipped / model.name / file))
          << model.name << " " << file;
    }
  }
}

}  // namespace
}  // namespace baryscope
