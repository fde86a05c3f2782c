#include "core/model/model.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/model/bert.h"
#include "core/model/config.h"
#include "core/model/device.h"
#include "core/model/safetensors.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

class BertModel : public Model {
 public:
  BertModel(const std::filesystem::path& folder, std::string_view name, const ModelConfig& config,
            const at::Device& device, const Watch& watch)
      : m_name(name),
        m_path(folder.string()),
        m_config(config),
        m_tokenizer(load_tokenizer(folder / "tokenizer.json")),
        m_bert(config, Safetensors::open_folder(folder), device, watch) {}

  Capture capture(std::string_view text, const std::optional<std::string>& text_b,
                  const Watch& watch) const override {
    const bool is_empty = std::all_of(text.begin(), text.end(), [](char letter) {
      return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    });
    if (is_empty) {
      throw UsageError(
          "the text is empty: give --text or --text-file a text with at least one word");
    }
    Capture capture;
    capture.model = m_name;
    capture.architecture = m_config.architecture;
    capture.path = m_path;
    capture.model_dim = m_config.model_dim;
    capture.max_positions = m_config.max_positions;
    capture.tokens =
        text_b ? m_tokenizer->encode_pair(text, *text_b, watch) : m_tokenizer->encode(text, watch);
    if (capture.tokens.empty()) {
      throw UsageError("the text has no token that the model knows");
    }
    const auto n_tokens = capture.tokens.size();
    if (n_tokens > static_cast<std::size_t>(m_config.max_positions)) {
      throw Error(
          fmt::format("the text has {} tokens, but {} reads at most {} "
                      "(max_position_embeddings); shorten it",
                      n_tokens, m_name, m_config.max_positions));
    }
    m_bert.run(capture.tokens, capture, watch);
    return capture;
  }

 private:
  std::string m_name;
  std::string m_path;
  ModelConfig m_config;
  std::unique_ptr<const Tokenizer> m_tokenizer;
  Bert m_bert;
};

}  // namespace

std::unique_ptr<const Model> load_model(const std::filesystem::path& folder, std::string_view name,
                                        std::string_view device, const Watch& watch) {
  const c10::Device place = open_device(device);
  try {
    return std::make_unique<BertModel>(folder, name, load_config(folder / "config.json"), place,
                                       watch);
  } catch (const c10::Error& error) {
    throw Model::Error("cannot open the model " + folder.string() + ": " +
                       error.what_without_backtrace());
  }
}

}  // namespace baryscope
