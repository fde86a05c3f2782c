#include "core/model/model.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/model/device.h"
#include "core/model/family_list.h"
#include "core/model/weight_reader.h"
#include "core/model/weights/weight_source.h"
#include "core/text/has_text.h"

namespace baryscope {
namespace {

class TextModel : public Model {
 public:
  TextModel(std::string name, const std::filesystem::path& folder,
            std::shared_ptr<const Tokenizer> tokenizer, Transformer transformer,
            std::vector<std::string> notes)
      : m_name(std::move(name)),
        m_path(folder.string()),
        m_tokenizer(std::move(tokenizer)),
        m_transformer(std::move(transformer)),
        m_notes(std::move(notes)) {}

  Capture capture(std::string_view text, const std::optional<std::string>& text_b,
                  const Watch& watch, SpecialInText special) const override {
    Tokens tokens = m_tokenizer->encode(text, watch, special);
    if (!has_text(tokens)) {
      throw UsageError(
          "the text is empty: give --text or --text-file a text with at least one word");
    }
    const TransformerConfig& config = m_transformer.config();
    Capture capture;
    capture.model = m_name;
    capture.architecture = config.architecture;
    capture.path = m_path;
    capture.model_dim = config.model_dim;
    capture.max_positions = config.max_positions;
    capture.causal = config.causal;
    capture.task = config.task;
    capture.notes = m_notes;
    name_mechanism(config, capture);
    capture.tokens =
        text_b ? m_tokenizer->encode_pair(text, *text_b, watch, special) : std::move(tokens);
    const auto n_tokens = capture.tokens.size();
    if (n_tokens > static_cast<std::size_t>(config.max_positions)) {
      throw Error(
          fmt::format("the text has {} tokens, but {} reads at most {} "
                      "(max_position_embeddings); shorten it",
                      n_tokens, m_name, config.max_positions));
    }
    const at::NoGradGuard no_gradients;
    const auto [ids, segments] = rows_of(capture.tokens);
    static_cast<void>(m_transformer.run(ids, segments, &capture, watch));
    return capture;
  }

  [[nodiscard]] const Transformer& transformer() const override { return m_transformer; }

 private:
  // One name only where all layers share it; the layers' own options say the rest.
  static void name_mechanism(const TransformerConfig& config, Capture& capture) {
    const std::string& first = config.layers.front().mechanism.mechanism;
    const bool one = std::all_of(
        config.layers.begin(), config.layers.end(),
        [&first](const LayerConfig& layer) { return layer.mechanism.mechanism == first; });
    if (one && (family(config.architecture).is_native || !is_plain(mechanism(first)))) {
      capture.mechanism = first;
    }
  }

  // int64 [1, n_tokens] each.
  [[nodiscard]] std::pair<at::Tensor, at::Tensor> rows_of(const Tokens& tokens) const {
    const TransformerConfig& config = m_transformer.config();
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> segments;
    for (const Token& token : tokens) {
      BARYSCOPE_CHECK(token.id && *token.id >= 0);
      if (*token.id >= config.vocabulary_size) {
        throw ModelError(fmt::format(
            "token '{}' has the id {}, but the model's vocabulary has {} entries; tokenizer.json "
            "belongs to another model",
            token.text, *token.id, config.vocabulary_size));
      }
      if (token.segment >= std::max(1, config.n_segments)) {
        throw ModelError(fmt::format(
            "the model knows {} segment(s): it cannot read a sentence pair", config.n_segments));
      }
      ids.push_back(*token.id);
      segments.push_back(token.segment);
    }
    const auto row = [this](const std::vector<std::int64_t>& values) {
      return at::tensor(values, at::kLong).unsqueeze(0).to(m_transformer.device());
    };
    return {row(ids), config.n_segments > 0 ? row(segments) : at::Tensor()};
  }

  std::string m_name;
  std::string m_path;
  std::shared_ptr<const Tokenizer> m_tokenizer;
  Transformer m_transformer;
  std::vector<std::string> m_notes;
};

}  // namespace

std::unique_ptr<const Model> make_model(std::string name, const std::filesystem::path& folder,
                                        std::shared_ptr<const Tokenizer> tokenizer,
                                        Transformer transformer, std::vector<std::string> notes) {
  return std::make_unique<TextModel>(std::move(name), folder, std::move(tokenizer),
                                     std::move(transformer), std::move(notes));
}

std::unique_ptr<const Model> load_model(const std::filesystem::path& folder, std::string_view name,
                                        std::string_view device, const Watch& watch) {
  const c10::Device place = open_device(device);
  try {
    TransformerConfig config = load_transformer_config(folder / "config.json");
    std::string title = config.title.empty() ? std::string(name) : config.title;
    const auto weights = open_weights(folder);
    std::vector<std::string> notes = weights->notes();
    const std::vector<std::string> unread = unread_weight_notes(config, *weights);
    notes.insert(notes.end(), unread.begin(), unread.end());
    return make_model(std::move(title), folder, load_tokenizer(folder / "tokenizer.json"),
                      Transformer(std::move(config), *weights, place, watch), std::move(notes));
  } catch (const c10::Error& error) {
    throw Model::Error("cannot open the model " + folder.string() + ": " +
                       error.what_without_backtrace());
  }
}

}  // namespace baryscope
