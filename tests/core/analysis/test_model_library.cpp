#include "core/analysis/model_library.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "core/analysis/gguf_files.h"
#include "core/analysis/ollama_store.h"
#include "core/base/error.h"
#include "tests/support/error_message.h"
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
    for (const char* name :
         {"BARYSCOPE_MODEL_PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS", "HF_HOME", "HF_HUB_CACHE",
          "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "OLLAMA_MODELS", "LLAMA_CACHE"}) {
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

TEST_F(ModelLibrary, WithoutMainAnotherReferenceChooses) {
  const fs::path hub = "home/.cache/huggingface/hub/models--org--name";
  const fs::path snapshot = make_folder(hub / "snapshots/abc");
  make_folder(hub / "snapshots/def");
  make_file(hub / "refs/pr/1", "abc");
  EXPECT_EQ(find_model("org/name"), snapshot);
  make_file(hub / "refs/v1", "def");
  EXPECT_THAT(test::message_of([] { find_model("org/name"); }),
              testing::AllOf(testing::HasSubstr("2 snapshots"),
                             testing::HasSubstr((m_folder / hub / "snapshots/def").string())));
}

TEST_F(ModelLibrary, ASnapshotOfGgufFilesOpensItsOne) {
  const fs::path hub = "home/.cache/huggingface/hub/models--org--name-GGUF";
  make_file(hub / "blobs/0123", "GGUF");
  make_folder(hub / "snapshots/abc");
  fs::create_symlink("../../blobs/0123", m_folder / hub / "snapshots/abc/name-Q4_0.gguf");
  make_file(hub / "snapshots/abc/config.json", "{}");
  make_file(hub / "snapshots/abc/mmproj-name.gguf", "GGUF");
  const fs::path only = m_folder / hub / "snapshots/abc/name-Q4_0.gguf";
  EXPECT_EQ(find_model("org/name-GGUF"), only) << "beside a projector";
  EXPECT_TRUE(is_model_path(only));
  EXPECT_EQ(find_model((m_folder / hub).string()), only) << "the repository's folder";
  EXPECT_EQ(find_model((m_folder / hub).string() + "/"), only);
  EXPECT_EQ(find_model(only.parent_path().string()), only) << "the snapshot";
  make_file(hub / "snapshots/abc/name-Q8_0.gguf", "GGUF");
  EXPECT_THAT(test::message_of([] { find_model("org/name-GGUF"); }),
              testing::AllOf(testing::HasSubstr("2 GGUF models; give the path of one"),
                             testing::HasSubstr(only.string())));
  EXPECT_EQ(find_model("org/name-GGUF/name-Q4_0.gguf"), only);
  const fs::path below = make_file(hub / "snapshots/abc/BF16/name-BF16.gguf", "GGUF");
  EXPECT_EQ(find_model("org/name-GGUF/BF16/name-BF16.gguf"), below);
  fs::create_symlink("../../blobs/gone", m_folder / hub / "snapshots/abc/gone.gguf");
  EXPECT_EQ(find_model("org/name-GGUF/gone.gguf"), only.parent_path() / "gone.gguf")
      << "its reader says that it is not there";
  fs::remove(m_folder / hub / "snapshots/abc/gone.gguf");
  make_file(hub / "outside.gguf", "GGUF");
  for (const char* odd : {"org/name-GGUF/none.gguf", "org/name-GGUF/../../outside.gguf",
                          "org/none/name-Q4_0.gguf", "org/name-GGUF/config.json"}) {
    EXPECT_THROW(find_model(odd), Error) << odd;
  }
  make_file(hub / "snapshots/abc/model.safetensors");
  EXPECT_EQ(find_model("org/name-GGUF"), only.parent_path()) << "safetensors come first";
}

TEST_F(ModelLibrary, GgufFilesByTheirNamesPathsAndFolders) {
  const fs::path file = make_file("a/tiny.gguf", "GGUF");
  ::setenv("BARYSCOPE_MODEL_PATH", (m_folder / "a").c_str(), 1);
  EXPECT_EQ(find_model("tiny"), file);
  EXPECT_EQ(find_model("tiny.gguf"), file);
  EXPECT_EQ(find_model(file.string()), file);
  EXPECT_EQ(find_model(file.parent_path().string()), file) << "the only one of its folder";
  const fs::path part = make_file("b/big-00001-of-00002.gguf", "GGUF");
  make_file("b/big-00002-of-00002.gguf", "GGUF");
  EXPECT_EQ(find_model(part.parent_path().string()), part) << "one model in two files";
}

TEST_F(ModelLibrary, OllamasStoreIsReadThroughItsManifests) {
  const std::string digits(64, 'a');
  const auto manifest = [](const std::string& digest, const std::string& more = "") {
    return R"({"schemaVersion":2,"config":{"digest":"sha256:00"},"layers":[)"
           R"({"mediaType":"application/vnd.ollama.image.model","digest":")" +
           digest + R"(","size":4},)" + more +
           R"({"mediaType":"application/vnd.ollama.image.license","digest":"sha256:11"}]})";
  };
  const auto layer = [](const std::string& kind) {
    return R"({"mediaType":"application/vnd.ollama.image.)" + kind + R"(","digest":"sha256:22"},)";
  };
  const fs::path store = "home/.ollama/models";
  const fs::path library = store / "manifests/registry.ollama.ai/library";
  const fs::path latest = make_file(library / "tiny/latest", manifest("sha256:" + digits));
  EXPECT_THAT(test::message_of([] { find_model("ollama/tiny"); }),
              testing::HasSubstr("'ollama pull tiny:latest' fetches it again"))
      << "a missing blob";
  const fs::path blob = make_file(store / ("blobs/sha256-" + digits), "GGUF");
  EXPECT_EQ(find_model("ollama/tiny"), blob);
  EXPECT_EQ(find_model("ollama/tiny:latest"), blob);
  EXPECT_EQ(find_model(latest.string()), blob) << "the manifest itself";
  EXPECT_EQ(find_model(blob.string()), blob);
  EXPECT_TRUE(is_model_path(blob));

  const std::string others(64, 'b');
  const fs::path old = make_file(store / ("blobs/sha256:" + others), "GGUF");
  make_file(library / "tiny/8b", manifest("sha256:" + others, layer("projector")));
  make_file(store / "manifests/registry.ollama.ai/someone/tiny/v2", manifest("sha256:" + digits));
  make_file(store / "manifests/hf.co/org/tiny-GGUF/Q4_0", manifest("sha256:" + others));
  EXPECT_EQ(find_model("ollama/tiny:8b"), old) << "as older versions name blobs";
  EXPECT_EQ(find_model("ollama/someone/tiny:v2"), blob);
  EXPECT_EQ(find_model("ollama/hf.co/org/tiny-GGUF:Q4_0"), old);
  EXPECT_THAT(test::message_of([] { find_model("ollama/tiny:70b"); }),
              testing::HasSubstr("There are:\n  ollama/tiny:8b\n  ollama/tiny:latest"));
  EXPECT_THAT(test::message_of([] { find_model("ollama/none"); }),
              testing::AllOf(testing::HasSubstr("not found in Ollama's store"),
                             testing::HasSubstr((m_folder / store).string())));

  const std::vector<std::array<std::string, 3>> broken = {
      {"text", "no JSON", "is not JSON"},
      {"list", "[1]", "list \"layers\""},
      {"none", R"({"layers":[{"mediaType":"application/vnd.ollama.image.tensor"},3,null]})",
       "none of its layers is a model"},
      {"two", manifest("sha256:" + digits, layer("model")), "2 of its layers are models"},
      {"out", manifest("sha256:../../../../" + digits), "expected sha256: and 64"},
      {"short", manifest("sha256:abc"), "expected sha256: and 64"},
      {"number", R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":7}]})",
       "expected sha256: and 64"},
      {"over", manifest("sha256:" + digits, layer("adapter")), blob.string()},
      {"huge", manifest("sha256:" + digits) + std::string(2 << 20, ' '), "larger than the 1 MiB"}};
  for (const auto& [tag, text, said] : broken) {
    make_file(library / "broken" / tag, text);
    EXPECT_THAT(test::message_of([&tag = tag] { find_model("ollama/broken:" + tag); }),
                testing::HasSubstr(said))
        << tag;
  }
  for (const char* odd : {"ollama/../../x", "ollama/", "ollama/a/b/c/d", "ollama/tiny:../latest",
                          "ollama/.hidden", "ollama//tiny"}) {
    EXPECT_THROW(find_model(odd), Error) << odd;
  }

  const fs::path elsewhere = m_folder / "elsewhere";
  make_file("elsewhere/manifests/registry.ollama.ai/library/tiny/latest",
            manifest("sha256:" + digits));
  const fs::path first = make_file("elsewhere/blobs/sha256-" + digits, "GGUF");
  ::setenv("OLLAMA_MODELS", elsewhere.c_str(), 1);
  EXPECT_EQ(find_model("ollama/tiny"), first);
}

TEST_F(ModelLibrary, NamesOfOllamaAreWrittenAsTheyAreRead) {
  for (const char* name : {"ollama/a:latest", "ollama/b/a:8b", "ollama/hf.co/library/a:q"}) {
    const auto read = find_ollama_name(name);
    ASSERT_TRUE(read) << name;
    EXPECT_EQ(read->text(), name);
  }
  EXPECT_EQ(find_ollama_name("ollama/localhost:5000/o/a:x")->registry, "localhost:5000");
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
  EXPECT_EQ(shipped_models()[1].name, "smollm2");
  // All others are native models, which lie in the source tree with their cards.
  const fs::path shipped = test::source_folder() / "resources/models";
  for (const ShippedModel& model : shipped_models()) {
    EXPECT_FALSE(model.summary.empty());
    for (const char* file : {"config.json", "model.safetensors", "tokenizer.json", "README.md"}) {
      EXPECT_TRUE(model.name == "minilm" || model.name == "smollm2" ||
                  fs::exists(shipped / model.name / file))
          << model.name << " " << file;
    }
  }
}

}  // namespace
}  // namespace baryscope
