#include "core/model/model_parts.h"

#include <system_error>
#include <utility>

#include "core/model/gguf/gguf_config.h"
#include "core/model/gguf/gguf_tokenizer.h"
#include "core/model/weights/gguf_file.h"

namespace baryscope {
namespace {

// Whatever is no folder: a file that is no GGUF is told so.
bool is_gguf(const std::filesystem::path& model) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(model, ignored);
}

}  // namespace

ModelParts open_model_parts(const std::filesystem::path& model) {
  if (is_gguf(model)) {
    auto file = std::make_shared<const GgufFile>(model);
    TransformerConfig config = read_gguf_config(*file);
    std::shared_ptr<const Tokenizer> tokenizer = read_gguf_tokenizer(file->values());
    std::vector<std::string> notes = gguf_notes(*file);
    if (const auto note = find_gguf_tokenizer_note(file->values())) notes.push_back(*note);
    return {std::move(config), std::move(file), std::move(tokenizer), std::move(notes)};
  }
  return {load_transformer_config(model / "config.json"),
          open_weights(model),
          load_tokenizer(model / "tokenizer.json"),
          {}};
}

TransformerConfig load_model_config(const std::filesystem::path& model) {
  return is_gguf(model) ? read_gguf_config(GgufFile(model))
                        : load_transformer_config(model / "config.json");
}

std::shared_ptr<const Tokenizer> load_model_tokenizer(const std::filesystem::path& model) {
  return is_gguf(model)
             ? std::shared_ptr<const Tokenizer>(read_gguf_tokenizer(GgufFile(model).values()))
             : std::shared_ptr<const Tokenizer>(load_tokenizer(model / "tokenizer.json"));
}

}  // namespace baryscope
