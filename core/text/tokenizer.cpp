#include "core/text/tokenizer.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "core/text/added_vocabulary.h"
#include "core/text/decoders/decoder.h"
#include "core/text/json_document.h"
#include "core/text/models/token_model.h"
#include "core/text/normalizers/normalizer.h"
#include "core/text/post_processors/post_processor.h"
#include "core/text/pre_tokenizers/pre_tokenizer.h"
#include "core/text/reading.h"
#include "core/text/word_cutter.h"

namespace baryscope {
namespace {

std::unique_ptr<const TokenModel> model_of(const JsonValue& root) {
  if (const auto version = root.find("version"); version && version->text() != "1.0")
    version->fail(fmt::format("is \"{}\"; expected \"1.0\"", version->text()));
  return read_token_model(root.at("model"));
}

class TokenizerFile : public Tokenizer {
 public:
  TokenizerFile(const JsonValue& root, std::unique_ptr<const TokenModel> model)
      : m_model(std::move(model)) {
    if (const auto json = root.find("normalizer")) m_normalizer = read_normalizer(*json);
    if (const auto json = root.find("pre_tokenizer")) m_pre_tokenizer = read_pre_tokenizer(*json);
    if (const auto json = root.find("post_processor"); json && !json->is_null())
      m_post_processor = read_post_processor(*json);
    if (const auto json = root.find("decoder")) m_decoder = read_decoder(*json);
    if (const auto json = root.find("added_tokens"))
      m_added.emplace(*json, *m_model, m_normalizer.get());
    else
      m_added.emplace();
  }

  [[nodiscard]] Tokens encode(std::string_view text, const Watch& watch,
                              SpecialInText special) const override {
    std::vector<Tokens> parts;
    parts.push_back(sentence(text, 0, watch, special));
    return joined(std::move(parts));
  }
  [[nodiscard]] Tokens encode_pair(std::string_view text, std::string_view text_b,
                                   const Watch& watch, SpecialInText special) const override {
    std::vector<Tokens> parts;
    parts.push_back(sentence(text, 0, watch, special));
    parts.push_back(sentence(text_b, 1, watch, special));
    return joined(std::move(parts));
  }
  [[nodiscard]] std::string decode(std::span<const std::int64_t> ids,
                                   bool skip_special) const override {
    std::vector<std::string_view> spellings;
    for (const std::int64_t id : ids) {
      const AddedToken* added = find_added(id);
      const std::string* text = added != nullptr ? &added->spelling : find_text(id);
      if (text == nullptr || (skip_special && m_added->is_special(*text))) continue;
      spellings.emplace_back(*text);
    }
    return decoded_text(m_decoder.get(), spellings);
  }
  [[nodiscard]] std::optional<Token> find_token(std::int64_t id) const override {
    const AddedToken* added = find_added(id);
    const std::string* text = added != nullptr ? &added->content : find_text(id);
    if (text == nullptr) return std::nullopt;
    Tokens tokens(1);
    tokens[0].id = id;
    tokens[0].text = *text;
    tokens[0].special = added != nullptr && added->special;
    read_tokens(m_decoder.get(), {added != nullptr ? added->spelling : *text}, tokens);
    return tokens[0];
  }
  [[nodiscard]] std::optional<std::int64_t> find_id(const std::string& text) const override {
    if (const AddedToken* added = m_added->find(text)) return added->id;
    if (const auto id = m_model->find_id(text)) return *id;
    return std::nullopt;
  }
  [[nodiscard]] int vocabulary_size() const override {
    return m_model->n_entries() + m_added->n_new();
  }

 private:
  [[nodiscard]] const AddedToken* find_added(std::int64_t id) const {
    return std::in_range<int>(id) ? m_added->find(static_cast<int>(id)) : nullptr;
  }
  [[nodiscard]] const std::string* find_text(std::int64_t id) const {
    return std::in_range<int>(id) ? m_model->find_text(static_cast<int>(id)) : nullptr;
  }

  /// The tokens of one text without the template's.
  [[nodiscard]] Tokens sentence(std::string_view utf8, int segment, const Watch& watch,
                                SpecialInText special) const {
    watch.check();
    Words words = added_and_normalized(to_aligned_text(utf8), watch, special);
    watch.check();
    if (m_pre_tokenizer != nullptr) m_pre_tokenizer->cut(words);
    watch.check();
    return tokens_of(words, segment, watch);
  }

  /// Each stretch between added tokens is one word yet.
  [[nodiscard]] Words added_and_normalized(const AlignedText& text, const Watch& watch,
                                           SpecialInText special) const {
    const bool parses = special == SpecialInText::parse;
    Words words;
    words.text.reserve(text.size());
    const auto append = [&words](const AlignedText& piece, std::size_t begin, std::size_t end,
                                 const AddedToken* added) {
      if (begin == end) return;
      const std::size_t at = words.text.size();
      words.text.append(piece, begin, end);
      words.words.push_back({at, words.text.size(), added});
    };
    for (const auto& part : m_added->parts(text.characters, false, parses)) {
      if (part.token != nullptr) {
        append(text, part.begin, part.end, part.token);
        continue;
      }
      watch.check();
      AlignedText piece = text.slice(part.begin, part.end);
      if (m_normalizer != nullptr && piece.size() > 0) m_normalizer->normalize(piece);
      check_growth(piece);
      for (const auto& inner : m_added->parts(piece.characters, true, parses))
        append(piece, inner.begin, inner.end, inner.token);
    }
    return words;
  }

  [[nodiscard]] Tokens tokens_of(const Words& words, int segment, const Watch& watch) const {
    constexpr std::size_t k_between_checks = 1024;
    Tokens tokens;
    tokens.reserve(words.text.size() / 4);
    WordCutter cutter(*m_model);
    std::vector<const AddedToken*> added;  // of each token
    std::size_t n_words = 0;
    for (const Words::Word& word : words.words) {
      if (++n_words % k_between_checks == 0) watch.check();
      if (word.added != nullptr) {
        append_added(words, word, tokens);
      } else {
        append_word(words, word, cutter, tokens);
      }
      added.resize(tokens.size(), word.added);
    }
    for (Token& token : tokens) token.segment = segment;
    read(added, tokens);
    return tokens;
  }

  /// The text of such a token is what it matched, white space that it stripped included.
  static void append_added(const Words& words, const Words::Word& word, Tokens& tokens) {
    const SourceSpan source = words.text.source(word.begin, word.end);
    Token token;
    token.id = word.added->id;
    token.text = to_utf8(words.text.view(word.begin, word.end));
    token.begin = source.begin;
    token.end = source.end;
    token.special = word.added->special;
    tokens.push_back(std::move(token));
  }

  static void append_word(const Words& words, const Words::Word& word, WordCutter& cutter,
                          Tokens& tokens) {
    bool is_first = true;
    for (const TokenModel::Piece& piece : cutter.cut(words.text.view(word.begin, word.end))) {
      const SourceSpan source = words.text.source(word.begin + piece.begin, word.begin + piece.end);
      Token& token = tokens.emplace_back();
      token.id = piece.id;
      token.text = piece.text != nullptr
                       ? *piece.text
                       : to_utf8(words.text.view(word.begin + piece.begin, word.begin + piece.end));
      token.begin = source.begin;
      token.end = source.end;
      token.continuation = !is_first;
      is_first = false;
    }
  }

  void read(const std::vector<const AddedToken*>& added, Tokens& tokens) const {
    std::vector<std::string_view> spellings;
    spellings.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i)
      spellings.emplace_back(added[i] != nullptr ? added[i]->spelling : tokens[i].text);
    read_tokens(m_decoder.get(), spellings, tokens);
    if (m_model->marks_continuation()) return;
    for (std::size_t i = 1; i < tokens.size(); ++i)
      tokens[i].continuation =
          tokens[i].part > 1 || (tokens[i].continuation && joins(tokens[i - 1], tokens[i]));
  }

  [[nodiscard]] Tokens joined(std::vector<Tokens> parts) const {
    if (m_post_processor != nullptr) m_post_processor->process(parts);
    Tokens result;
    for (Tokens& part : parts) {
      if (result.empty())
        result = std::move(part);
      else
        result.insert(result.end(), std::make_move_iterator(part.begin()),
                      std::make_move_iterator(part.end()));
    }
    return result;
  }

  std::unique_ptr<const TokenModel> m_model;
  std::unique_ptr<const Normalizer> m_normalizer;
  std::unique_ptr<const PreTokenizer> m_pre_tokenizer;
  std::unique_ptr<const PostProcessor> m_post_processor;
  std::unique_ptr<const Decoder> m_decoder;
  std::optional<AddedVocabulary> m_added;
};

}  // namespace

std::unique_ptr<const Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json) {
  const JsonDocument document(tokenizer_json);
  return std::make_unique<const TokenizerFile>(document.root(), model_of(document.root()));
}

std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source) {
  const JsonDocument document(json, source);
  return std::make_unique<const TokenizerFile>(document.root(), model_of(document.root()));
}

std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source,
                                                std::unique_ptr<const TokenModel> model) {
  const JsonDocument document(json, source);
  return std::make_unique<const TokenizerFile>(document.root(), std::move(model));
}

}  // namespace baryscope
