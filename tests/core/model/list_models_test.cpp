#include "core/model/listing/list_models.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "tests/core/model/scratch_folder.h"
#include "tests/support/as_nobody.h"
#include "tests/support/gguf_bytes.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using test::GgufBytes;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* llama_config = R"({"model_type": "llama", "hidden_size": 32,
  "num_hidden_layers": 4, "num_attention_heads": 8, "num_key_value_heads": 2,
  "intermediate_size": 48, "vocab_size": 24, "max_position_embeddings": 40,
  "rms_norm_eps": 1e-5, "hidden_act": "silu"})";

/// Two tensors, the larger one BF16.
std::string small_weights() {
  return test::safetensors_bytes(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                 R"("b":{"dtype":"BF16","shape":[8],"data_offsets":[8,24]}})",
                                 std::string(24, '\0'));
}

class ListModels : public testing::Test {
 protected:
  fs::path make(const fs::path& below, const std::string& bytes = "") {
    fs::create_directories((m_folder.path() / below).parent_path());
    std::ofstream(m_folder.path() / below, std::ios::binary) << bytes;
    return m_folder.path() / below;
  }
  /// A folder that opens.
  void make_folder_model(const fs::path& below, const std::string& config = llama_config) {
    make(below / "config.json", config);
    make(below / "tokenizer.json", "{}");
    make(below / "model.safetensors", small_weights());
  }
  void link(const fs::path& target, const fs::path& below) {
    fs::create_directories((m_folder.path() / below).parent_path());
    fs::create_symlink(target, m_folder.path() / below);
  }
  void make_ollama(const std::string& below, const std::string& digits,
                   const std::string& more = "") {
    make("ollama/manifests/" + below,
         R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:)" +
             digits + "\"}" + more + "]}");
  }
  std::vector<FoundModel> list(const std::stop_token& stop = {}) {
    const fs::path& base = m_folder.path();
    return list_models({{base / "own", base / "shared"},
                        {base / "hub", base / "hub-again", base / "absent"},
                        {base / "ollama"},
                        {base / "llama.cpp"},
                        {base / "lm"},
                        m_recent},
                       stop);
  }
  /// What the list says of one; the test fails where it does not say anything, or twice.
  FoundModel one(const std::string& title) {
    std::vector<FoundModel> found = list();
    std::erase_if(found, [&](const FoundModel& each) { return each.title != title; });
    EXPECT_EQ(found.size(), 1U) << title;
    return found.empty() ? FoundModel{} : found.front();
  }

  test::ScratchFolder m_folder;
  std::vector<fs::path> m_recent;
};

TEST_F(ListModels, FoldersAndGgufFilesOnTheSearchPath) {
  make_folder_model("own/tiny");
  make("own/small.gguf", test::small_llama_gguf().bytes());
  make("own/README.md");
  make("own/notes/text.txt");
  make("own/alone/only.gguf", test::small_llama_gguf().bytes());
  make_folder_model("shared/tiny");
  EXPECT_EQ(one("small").name, "small");
  EXPECT_EQ(about_model(one("small")),
            "llama, 30 layers × 9 heads, Q4_1, 1.7 kB, on the search path");
  EXPECT_EQ(one("alone").name, "alone") << "a folder with one file opens by its name";
  std::vector<std::string> names;
  for (const FoundModel& model : list()) names.push_back(model.name);
  EXPECT_THAT(names, testing::ElementsAre("alone", "small", "tiny",
                                          (m_folder.path() / "shared/tiny").string()))
      << "a name that is taken opens another";
  const FoundModel tiny = list().at(2);
  EXPECT_EQ(tiny.problem, "");
  EXPECT_EQ(about_model(tiny), "llama, 4 layers × 8 heads, BF16, 141 bytes, on the search path");
}

TEST_F(ListModels, WhatCannotBeOpenedSaysWhy) {
  make_folder_model("own/mamba", R"({"model_type": "mamba", "num_hidden_layers": 24})");
  make_folder_model("own/nameless", "{}");
  make_folder_model("own/broken", "no JSON");
  make("own/pickle/config.json", llama_config);
  make("own/pickle/pytorch_model.bin");
  make("own/bare/config.json", llama_config);
  make("own/adapter/adapter_config.json", "{}");
  make("own/adapter/adapter_model.safetensors", small_weights());
  make("own/wordless/config.json", llama_config);
  make("own/wordless/model.safetensors", small_weights());
  make("own/short/config.json", llama_config);
  make("own/short/model.safetensors", small_weights().substr(0, 100));
  make("own/shards/config.json", llama_config);
  make("own/shards/tokenizer.json", "{}");
  make("own/shards/model.safetensors.index.json",
       R"({"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}})");
  make("own/shards/model-1.safetensors", small_weights());
  make("own/headless/model.safetensors", small_weights());
  link("nowhere", "own/gone");
  link("round", "own/round");
  const auto says = [this](const std::string& title, const std::string& words) {
    EXPECT_THAT(one(title).problem, HasSubstr(words)) << title;
  };
  says("mamba", "its family 'mamba' is none of those that are read");
  EXPECT_EQ(one("mamba").family, "mamba");
  EXPECT_EQ(one("mamba").n_layers, 24);
  says("nameless", "names no family");
  says("broken", "is not JSON");
  says("pickle", "holds its weights as pytorch_model.bin only");
  says("bare", "has 0 safetensors files");
  says("adapter", "an adapter (LoRA)");
  says("wordless", "tokenizer.json is missing");
  EXPECT_EQ(one("wordless").quantisation, "BF16");
  EXPECT_NE(one("short").problem, "");
  says("shards", "model-2.safetensors is missing");
  says("headless", "config.json is missing");
  says((m_folder.path() / "own/gone").string(), "is a link to nowhere, which is not there");
  EXPECT_EQ(about_model(one("bare")).find("cannot be opened: "), 0U);
  for (const FoundModel& model : list()) {
    EXPECT_NE(model.problem, "") << model.title;
    EXPECT_EQ(model.problem.find('\n'), std::string::npos) << model.title;
  }
}

TEST_F(ListModels, GgufFilesThatAreNoModel) {
  GgufBytes projector, adapter, words, other, unread;
  projector.text("general.architecture", "clip").tensor("v", {32}, 0, 128);
  adapter.text("general.architecture", "llama").text("general.type", "adapter");
  words.text("general.architecture", "llama");
  other.text("general.architecture", "mamba")
      .number("mamba.block_count", 48)
      .tensor("a", {32}, 0, 128);
  unread.text("general.architecture", "llama").tensor("a", {256}, 9, 320);
  make("own/mmproj.gguf", projector.bytes());
  make("own/adapter.gguf", adapter.bytes());
  make("own/words.gguf", words.bytes());
  make("own/other.gguf", other.bytes());
  make("own/unread.gguf", unread.bytes());
  make("own/text.gguf", "GGU");
  make("own/empty.gguf");
  const std::string whole = test::small_llama_gguf().bytes();
  make("own/cut.gguf", whole.substr(0, whole.size() - 200));
  make("own/cut-head.gguf", whole.substr(0, 50));
  link("../blobs/0", "own/dangling.gguf");
  make("own/part-00002-of-00003.gguf", whole);
  ASSERT_EQ(::mkfifo((m_folder.path() / "own/pipe.gguf").c_str(), 0600), 0);
  const auto says = [this](const std::string& title, const std::string& words_of_it) {
    EXPECT_THAT(one(title).problem, HasSubstr(words_of_it)) << title;
  };
  says("mmproj", "projector");
  says("adapter", "adapter (LoRA)");
  says("words", "vocabulary");
  says("other", "'mamba'");
  EXPECT_EQ(one("other").n_layers, 48);
  says("unread", "Q8_1");
  says("text", "no GGUF file");
  says("empty", "empty");
  says("cut", "cut short");
  says("cut-head", "");
  EXPECT_NE(one("cut-head").problem, "");
  says("dangling", "it is a link to ../blobs/0, which is not there");
  says("part-00002-of-00003.gguf", "part-00001-of-00003.gguf and 1 more part are missing");
  says("pipe", "a pipe");
}

TEST_F(ListModels, SnapshotsOfTheHub) {
  const fs::path plain = "hub/models--org--plain";
  make(plain / "blobs/1", llama_config);
  make(plain / "blobs/2", small_weights());
  make(plain / "blobs/3", "{}");
  link("../../blobs/1", plain / "snapshots/aaaaaaaaaa/config.json");
  link("../../blobs/2", plain / "snapshots/aaaaaaaaaa/model.safetensors");
  link("../../blobs/3", plain / "snapshots/aaaaaaaaaa/tokenizer.json");
  link("../../blobs/1", plain / "snapshots/bbbbbbbbbb/config.json");
  link("../../blobs/gone", plain / "snapshots/bbbbbbbbbb/model.safetensors");
  make(plain / "refs/main", "aaaaaaaaaa");
  const fs::path gguf = "hub/models--org--many-GGUF";
  make(gguf / "snapshots/c/many-Q4_1.gguf", test::small_llama_gguf().bytes());
  make(gguf / "snapshots/c/BF16/many-BF16.gguf", test::small_llama_gguf().bytes());
  make("hub/models--org--one-GGUF/snapshots/d/one.gguf", test::small_llama_gguf().bytes());
  make("hub/models--org--empty/refs/main", "x");
  make("hub/datasets--org--rows/snapshots/e/config.json", "{}");
  make("hub/version.txt", "1");
  link(".", "hub/models--org--loop");
  link("hub", "hub-again");

  EXPECT_EQ(about_model(one("org/plain")),
            "llama, 4 layers × 8 heads, BF16, 141 bytes, in the Hugging Face cache");
  EXPECT_EQ(one("org/plain").name, "org/plain");
  const FoundModel older = one("org/plain (bbbbbbb)");
  EXPECT_EQ(older.name, (m_folder.path() / plain / "snapshots/bbbbbbbbbb").string());
  EXPECT_EQ(older.problem, "model.safetensors is a link to ../../blobs/gone, which is not there");
  EXPECT_EQ(one("org/many-GGUF/many-Q4_1.gguf").name, "org/many-GGUF/many-Q4_1.gguf");
  EXPECT_EQ(one("org/many-GGUF/BF16/many-BF16.gguf").problem, "");
  EXPECT_EQ(one("org/one-GGUF").name, "org/one-GGUF");
  EXPECT_EQ(one("org/empty").problem, "it holds no snapshot");
  EXPECT_EQ(one("org/loop").problem, "it holds no snapshot");
  EXPECT_EQ(list().size(), 7U) << "nothing of the data set, nothing twice";
}

TEST_F(ListModels, TagsOfOllamasStore) {
  const std::string good(64, 'a'), gone(64, 'b');
  make("ollama/blobs/sha256-" + good, test::small_llama_gguf().bytes());
  const std::string library = "registry.ollama.ai/library/";
  const auto layer = [](const std::string& kind) {
    return R"(,{"mediaType":"application/vnd.ollama.image.)" + kind + R"(","digest":"sha256:22"})";
  };
  make_ollama(library + "tiny/latest", good);
  make_ollama(library + "tiny/135m", good);
  make_ollama("registry.ollama.ai/someone/tiny/latest", good);
  make_ollama("hf.co/org/tiny-GGUF/Q4_1", good);
  make_ollama(library + "gone/latest", gone);
  make_ollama(library + "out/latest", "../../x");
  make_ollama(library + "seeing/latest", good, layer("projector"));
  make_ollama(library + "adapted/latest", good, layer("adapter"));
  make("ollama/manifests/" + library + "text/latest", "no JSON");
  make("ollama/manifests/" + library + "tensors/latest",
       R"({"layers":[{"mediaType":"application/vnd.ollama.image.tensor"}]})");
  make("ollama/manifests/" + library + "huge/latest", std::string(2 << 20, ' '));
  make("ollama/manifests/" + library + ".DS_Store", "");
  link("..", "ollama/manifests/" + library + "loop");

  EXPECT_EQ(about_model(one("ollama/tiny:latest")),
            "llama, 30 layers × 9 heads, Q4_1, 1.7 kB, in Ollama's store");
  for (const char* name :
       {"ollama/tiny:135m", "ollama/someone/tiny:latest", "ollama/hf.co/org/tiny-GGUF:Q4_1"}) {
    EXPECT_EQ(one(name).name, name);
    EXPECT_EQ(one(name).problem, "");
  }
  const auto says = [this](const std::string& title, const std::string& words) {
    EXPECT_THAT(one("ollama/" + title + ":latest").problem, HasSubstr(words)) << title;
  };
  says("gone", "'ollama pull gone:latest' fetches it again");
  says("out", "expected sha256:");
  says("adapted", "an adapter (LoRA) over its model");
  says("text", "is not JSON");
  says("tensors", "none of its layers is a model");
  says("huge", "larger than the 1 MiB");
  EXPECT_EQ(one("ollama/seeing:latest").problem, "");
  EXPECT_THAT(about_model(one("ollama/seeing:latest")), HasSubstr("without its projector"));
  EXPECT_EQ(list().size(), 11U);
}

TEST_F(ListModels, CachesOfOtherProgramsAndWhatWasOpened) {
  const fs::path file = make("llama.cpp/org_tiny.gguf", test::small_llama_gguf().bytes());
  make("llama.cpp/org_tiny.gguf.json", "{}");
  make("lm/publisher/repository/tiny-Q4_1.gguf", test::small_llama_gguf().bytes());
  make("lm/publisher/repository/deep/er/not.gguf", test::small_llama_gguf().bytes());
  make_folder_model("lm/publisher/folder");
  link("..", "lm/publisher/loop");
  const fs::path elsewhere = make("elsewhere/mine.gguf", test::small_llama_gguf().bytes());
  m_recent = {file, elsewhere, elsewhere, make("elsewhere/x.safetensors", small_weights()),
              m_folder.path() / "elsewhere/absent.gguf"};
  std::vector<std::string> titles;
  for (const FoundModel& model : list()) titles.push_back(model.title);
  EXPECT_THAT(titles, testing::ElementsAre("org_tiny.gguf", "publisher/folder",
                                           "publisher/repository/tiny-Q4_1.gguf", "mine.gguf"));
  EXPECT_EQ(one("publisher/folder").problem, "");
  EXPECT_EQ(one("mine.gguf").name, elsewhere.string());
  EXPECT_EQ(one("mine.gguf").store, ModelStore::recent);
}

TEST_F(ListModels, WhatMayNotBeReadIsSaidAndTheRestIsListed) {
  make_folder_model("own/tiny");
  make("own/secret/config.json", llama_config);
  make("hub/models--org--name/snapshots/a/config.json", llama_config);
  make_ollama("registry.ollama.ai/library/tiny/latest", std::string(64, 'a'));
  for (const char* below : {"own/secret", "hub", "ollama/manifests"}) {
    fs::permissions(m_folder.path() / below, fs::perms::none);
  }
  fs::permissions(m_folder.path(), fs::perms::all);
  const std::string said = test::message_as_nobody([this] {
    std::string all;
    for (const FoundModel& model : list()) all += model.title + " | " + model.problem + "\n";
    throw Error(all);
  });
  for (const char* below : {"own/secret", "hub", "ollama/manifests"}) {
    fs::permissions(m_folder.path() / below, fs::perms::all);
    EXPECT_THAT(said,
                HasSubstr((m_folder.path() / below).string() + " | cannot be read: Permission"));
  }
  EXPECT_THAT(said, HasSubstr("tiny | \n"));
}

TEST_F(ListModels, ThousandsAreListedQuicklyAndAStopEndsIt) {
  const std::string file = test::small_llama_gguf().bytes();
  for (int i = 0; i < 2000; ++i) {
    make("llama.cpp/model" + std::to_string(i) + ".gguf", file);
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(list().size(), 2000U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(list(stop.get_token()), testing::IsEmpty());
}

TEST(FoundModels, NumbersOfBytesAreRounded) {
  EXPECT_EQ(bytes_words(1), "1 byte");
  EXPECT_EQ(bytes_words(999), "999 bytes");
  EXPECT_EQ(bytes_words(1000), "1.0 kB");
  EXPECT_EQ(bytes_words(98'400'000), "98 MB");
  EXPECT_EQ(bytes_words(999'900'000), "1.0 GB");
  EXPECT_EQ(bytes_words(4'700'000'000), "4.7 GB");
  EXPECT_EQ(bytes_words(405'000'000'000), "405 GB");
  EXPECT_EQ(bytes_words(2'000'000'000'000), "2.0 TB");
}

}  // namespace
}  // namespace baryscope
