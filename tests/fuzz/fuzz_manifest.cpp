/// Manifests of Ollama's store, which name the file that holds a model.
#include "core/analysis/ollama_store.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  const auto store = fuzz::input_folder() / "store";
  const auto manifest = store / "manifests" / "registry.ollama.ai" / "library" / "model" / "latest";
  std::filesystem::create_directories(manifest.parent_path());
  fuzz::write_bytes(manifest, fuzz::text_of(data, size));
  fuzz::reads("latest", [&] {
    const OllamaModel model = read_ollama_manifest(manifest);
    fuzz::require(model.file.parent_path() == store / "blobs" && model.file.has_filename(),
                  "a file outside of the store: " + model.file.string());
    static_cast<void>(ollama_file(model));
  });
  return 0;
}
