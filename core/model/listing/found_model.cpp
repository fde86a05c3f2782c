#include "core/model/listing/found_model.h"

#include <utility>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

std::string counted(int n, const char* one, const char* many) {
  return to_text(std::int64_t{n}) + " " + (n == 1 ? one : many);
}

}  // namespace

std::string store_title(ModelStore store) {
  switch (store) {
    case ModelStore::search_path:
      return "Model folders";
    case ModelStore::hub:
      return "Hugging Face cache";
    case ModelStore::ollama:
      return "Ollama";
    case ModelStore::llama_cpp:
      return "llama.cpp";
    case ModelStore::lm_studio:
      return "LM Studio";
    case ModelStore::recent:
      return "Opened recently";
  }
  return {};
}

std::string store_words(ModelStore store) {
  switch (store) {
    case ModelStore::search_path:
      return "on the search path";
    case ModelStore::hub:
      return "in the Hugging Face cache";
    case ModelStore::ollama:
      return "in Ollama's store";
    case ModelStore::llama_cpp:
      return "in llama.cpp's cache";
    case ModelStore::lm_studio:
      return "in LM Studio's folder";
    case ModelStore::recent:
      return "opened recently";
  }
  return {};
}

FoundModel found_at(ModelStore store, std::string name, std::string title,
                    std::filesystem::path path) {
  FoundModel model;
  model.store = store;
  model.name = std::move(name);
  model.title = std::move(title);
  model.path = std::move(path);
  return model;
}

std::string size_words(const FoundModel& model) {
  return model.n_layers > 0 && model.n_heads > 0
             ? counted(model.n_layers, "layer", "layers") + " × " +
                   counted(model.n_heads, "head", "heads")
             : std::string();
}

std::string bytes_words(std::uint64_t n_bytes) {
  constexpr double kilo = 1e3, mega = 1e6, giga = 1e9, tera = 1e12;
  const auto bytes = static_cast<double>(n_bytes);
  const auto words = [bytes](double unit, const char* name) {
    return to_text(bytes / unit, bytes < 10 * unit ? 1 : 0) + " " + name;
  };
  // What would be rounded to 1000 is 1 of the next.
  if (bytes < kilo) return counted(static_cast<int>(n_bytes), "byte", "bytes");
  if (bytes < 999.5 * kilo) return words(kilo, "kB");
  if (bytes < 999.5 * mega) return words(mega, "MB");
  if (bytes < 999.5 * giga) return words(giga, "GB");
  return words(tera, "TB");
}

std::string about_model(const FoundModel& model) {
  if (!model.problem.empty()) {
    return "cannot be opened: " + model.problem;
  }
  std::string about;
  for (const std::string& part : {model.family, size_words(model), model.quantisation,
                                  model.n_bytes > 0 ? bytes_words(model.n_bytes) : std::string(),
                                  model.note, store_words(model.store)}) {
    if (!part.empty()) {
      about += (about.empty() ? "" : ", ") + part;
    }
  }
  return about;
}

}  // namespace baryscope
