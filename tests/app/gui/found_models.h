/// A window on a machine with models in other programs' stores.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "app/gui/window/window_host.h"
#include "tests/app/gui/window_fixture.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/gguf_bytes.h"

namespace baryscope::testing {

/// llama.cpp's cache has tiny.gguf and other.gguf, which does not open; Ollama's has tiny:latest.
class FoundModelsTest : public WindowTest {
 protected:
  void SetUp() override {
    namespace fs = std::filesystem;
    const std::string digits(64, 'a');
    const fs::path tags = m_folder.path() / "ollama/manifests/registry.ollama.ai/library/tiny";
    fs::create_directories(tags);
    fs::create_directories(m_folder.path() / "ollama/blobs");
    std::ofstream(tags / "latest")
        << R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:)"
        << digits << "\"}]}";
    write("ollama/blobs/sha256-" + digits, test::small_llama_gguf());
    fs::create_directories(m_folder.path() / "cache");
    write("cache/tiny.gguf", test::small_llama_gguf());
    test::GgufBytes other;
    other.text("general.architecture", "mamba").tensor("a", {32}, 0, 128);
    write("cache/other.gguf", other);
    qputenv("OLLAMA_MODELS", (m_folder.path() / "ollama").c_str());
    qputenv("LLAMA_CACHE", (m_folder.path() / "cache").c_str());
    WindowTest::SetUp();
  }
  void TearDown() override {
    qunsetenv("OLLAMA_MODELS");
    qunsetenv("LLAMA_CACHE");
  }

  [[nodiscard]] QString in_cache(const char* name) const {
    return QString::fromStdString((m_folder.path() / "cache" / name).string());
  }
  void write(const std::string& below, const test::GgufBytes& file) {
    std::ofstream(m_folder.path() / below, std::ios::binary) << file.bytes();
  }

  test::ScratchFolder m_folder;
};

}  // namespace baryscope::testing
