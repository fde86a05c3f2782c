#include "core/model/model.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/model/device.h"
#include "core/model/family_list.h"
#include "core/model/model_parts.h"
#include "core/model/predict_tokens.h"
#include "core/model/weight_reader.h"
#include "core/model/weights/weight_source.h"
#include "core/text/has_text.h"
#include "core/text/token_name.h"

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
                  const Watch& watch, SpecialInText special, std::optional<int> mask,
                  int n_layers) const override {
    Tokens tokens = encode(text, watch, special);
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
    if (mask) {
      capture.masked = put_mask(m_transformer, *m_tokenizer, *mask, capture.tokens);
    }
    if (m_transformer.fits() || n_layers >= static_cast<int>(config.layers.size())) {
      const at::NoGradGuard no_gradients;
      static_cast<void>(run(capture.tokens, &capture, watch));
      expect(capture, mask, watch);
    } else {
      check_length(capture.tokens);
      run_some(capture, n_layers, watch);
      if (expects(mask)) {
        capture.notes.push_back(unfinished_note());
      }
    }
    return capture;
  }

  bool extend(Capture& capture, int n_layers, std::optional<int> mask,
              const Watch& watch) const override {
    const int n_wanted = std::min(n_layers, static_cast<int>(capture.layers.size()));
    if (!capture.stream.defined() || n_wanted <= 0 ||
        capture.layers[static_cast<std::size_t>(n_wanted) - 1].query.defined()) {
      return false;
    }
    run_some(capture, n_layers, watch);
    if (!capture.stream.defined()) {
      std::erase(capture.notes, unfinished_note());
      expect(capture, mask, watch);
    }
    return true;
  }

  [[nodiscard]] std::string continued(std::string_view text, const NextToken& how,
                                      const Watch& watch, SpecialInText special) const override {
    if (!m_transformer.config().causal || !m_transformer.has_logits()) {
      throw UsageError("continue: " + m_name +
                       " does not write; take a decoder with its vocabulary head (GPT-2, Llama)");
    }
    Tokens tokens = encode(text, watch, special);
    // What a template adds at the end is no part of the text.
    while (tokens.size() > 1 && tokens.back().special && tokens.back().begin == tokens.back().end) {
      tokens.pop_back();
    }
    const at::NoGradGuard no_gradients;
    constexpr int k_most_parts = 4;  // bytes of a character
    std::vector<std::int64_t> ids;
    for (const Token& token : tokens) {
      ids.push_back(token.id.value());
    }
    const std::string before = m_tokenizer->decode(ids);
    const std::size_t text_end = tokens.size();
    std::string piece;
    for (int part = 0; part < k_most_parts && (part == 0 || is_incomplete(piece)); ++part) {
      const std::int64_t id = next_token(m_transformer, run(tokens, nullptr, watch), how);
      std::optional<Token> next = m_tokenizer->find_token(id);
      if (!next || next->special) {
        throw UsageError("continue: " + m_name + " ends the text here, with the token " +
                         (next ? next->text : fmt::format("<{}>", id)));
      }
      ids.push_back(id);
      tokens.push_back(*next);
      const std::string after = m_tokenizer->decode(ids);
      piece = after.starts_with(before) ? after.substr(before.size()) : reading_of(*next);
    }
    if (piece.find("\xEF\xBF\xBD") != std::string::npos) {
      throw UsageError("continue: " + m_name + " goes on with bytes that are no character (" +
                       bytes_of(tokens, text_end) + "), which no text can hold");
    }
    return std::string(text) + piece;
  }

  [[nodiscard]] const Transformer& transformer() const override { return m_transformer; }

 private:
  [[nodiscard]] bool expects(std::optional<int> mask) const {
    return m_transformer.has_logits() && (m_transformer.config().causal || mask);
  }

  [[nodiscard]] std::string unfinished_note() const {
    return fmt::format(
        "what the model expects is left out: its weights take {:.1f} GB ready for computing, more "
        "than the cache, and later layers have not been run; --layer auto or a larger --cache runs "
        "them",
        static_cast<double>(m_transformer.weight_bytes()) / 1e9);
  }

  // What follows from the stream that leaves the last layer.
  void expect(Capture& capture, std::optional<int> mask, const Watch& watch) const {
    const at::NoGradGuard no_gradients;
    if (!m_transformer.has_logits()) {
      if (mask) {
        capture.notes.push_back(
            "the model's files hold no head for masked tokens: it does not say what it expects");
      }
    } else if (m_transformer.config().causal) {
      capture.expectations =
          expect_next(m_transformer, *m_tokenizer, capture.tokens, capture.residual, watch);
    } else if (mask) {
      capture.expectations =
          expect_masked(m_transformer, *m_tokenizer, capture.residual, *mask, *capture.masked);
    }
  }

  void run_some(Capture& capture, int n_layers, const Watch& watch) const {
    const at::NoGradGuard no_gradients;
    const auto [ids, segments] = rows_of(capture.tokens);
    m_transformer.run_layers(ids, segments, n_layers, capture, watch);
  }

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

  [[nodiscard]] Tokens encode(std::string_view text, const Watch& watch,
                              SpecialInText special) const {
    Tokens tokens = m_tokenizer->encode(text, watch, special);
    if (!has_text(tokens)) {
      throw UsageError(
          "the text is empty: give --text or --text-file a text with at least one word");
    }
    return tokens;
  }

  static std::string bytes_of(const Tokens& tokens, std::size_t first) {
    std::string bytes;
    for (std::size_t i = first; i < tokens.size(); ++i) {
      bytes += (bytes.empty() ? "" : " ") + byte_name(tokens[i].text);
    }
    return bytes;
  }

  // A character of which the last bytes are still to come.
  static bool is_incomplete(const std::string& piece) { return piece.ends_with("\xEF\xBF\xBD"); }

  // The stream [n_tokens, model_dim] that leaves the model.
  [[nodiscard]] at::Tensor run(const Tokens& tokens, Capture* capture, const Watch& watch) const {
    check_length(tokens);
    const auto [ids, segments] = rows_of(tokens);
    return m_transformer.run(ids, segments, capture, watch).stream.select(0, 0);
  }

  void check_length(const Tokens& tokens) const {
    const int most = m_transformer.config().max_positions;
    if (tokens.size() > static_cast<std::size_t>(most)) {
      throw Error(
          fmt::format("the text has {} tokens, but {} reads at most {} "
                      "(max_position_embeddings); shorten it",
                      tokens.size(), m_name, most));
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
                                        std::string_view device, const Watch& watch,
                                        CachePlace cache) {
  const c10::Device place = open_device(device);
  try {
    auto [config, weights, tokenizer, notes] = open_model_parts(folder);
    std::string title = config.title.empty() ? std::string(name) : config.title;
    notes.insert(notes.begin(), weights->notes().begin(), weights->notes().end());
    const std::vector<std::string> unread = unread_weight_notes(config, *weights);
    notes.insert(notes.end(), unread.begin(), unread.end());
    const bool is_native = family(config.architecture).is_native;
    return make_model(std::move(title), folder, std::move(tokenizer),
                      is_native
                          ? Transformer(std::move(config), *weights, place, watch)
                          : Transformer(std::move(config), weights, place, std::move(cache), watch),
                      std::move(notes));
  } catch (const c10::Error& error) {
    throw Model::Error("cannot open the model " + folder.string() + ": " +
                       error.what_without_backtrace());
  }
}

}  // namespace baryscope
