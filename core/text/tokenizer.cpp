#include "core/text/tokenizer.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/nearest_name.h"
#include "core/text/added_vocabulary.h"
#include "core/text/bert_normalizer.h"
#include "core/text/json_document.h"
#include "core/text/post_processor.h"
#include "core/text/token_model.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

enum class PreTokenizer { none, bert, whitespace_split, whitespace };

PreTokenizer read_pre_tokenizer(const JsonValue& json) {
  static const std::pair<const char*, PreTokenizer> known[] = {
      {"BertPreTokenizer", PreTokenizer::bert},
      {"WhitespaceSplit", PreTokenizer::whitespace_split},
      {"Whitespace", PreTokenizer::whitespace},
  };
  const std::string type = json.at("type").text();
  std::vector<std::string> names;
  for (const auto& [name, pre_tokenizer] : known) {
    if (type == name) return pre_tokenizer;
    names.emplace_back(name);
  }
  json.fail("unsupported: " + unknown_name_message("pre-tokenizer", type, names));
}

/// Whether a word ends between two characters that are not white space, which always ends one.
bool is_cut(PreTokenizer pre_tokenizer, char32_t before, char32_t after) {
  switch (pre_tokenizer) {
    case PreTokenizer::bert:
      return is_punctuation(before) || is_punctuation(after);
    case PreTokenizer::whitespace:
      return is_word_character(before) != is_word_character(after);
    default:
      return false;
  }
}

class TokenizerFile : public Tokenizer {
 public:
  explicit TokenizerFile(const JsonValue& root) {
    if (const auto version = root.find("version"); version && version->text() != "1.0")
      version->fail(fmt::format("is \"{}\"; expected \"1.0\"", version->text()));
    m_model = read_token_model(root.at("model"));
    if (const auto json = root.find("normalizer"); json && !json->is_null()) {
      const std::string type = json->at("type").text();
      if (type != "BertNormalizer")
        json->fail("unsupported: " + unknown_name_message("normalizer", type, {"BertNormalizer"}));
      m_normalizer = read_bert_normalizer(*json);
    }
    if (const auto json = root.find("pre_tokenizer"); json && !json->is_null()) {
      m_pre_tokenizer = read_pre_tokenizer(*json);
    }
    if (const auto json = root.find("post_processor"))
      m_post_processor = read_post_processor(*json);
    if (const auto json = root.find("added_tokens"))
      m_added.emplace(*json, *m_model, m_normalizer);
    else
      m_added.emplace();
  }

  [[nodiscard]] Tokens encode(std::string_view text, const Watch& watch) const override {
    return assembled(m_post_processor.single, {sentence(text, watch), {}});
  }
  [[nodiscard]] Tokens encode_pair(std::string_view text, std::string_view text_b,
                                   const Watch& watch) const override {
    return assembled(m_post_processor.pair, {sentence(text, watch), sentence(text_b, watch)});
  }
  [[nodiscard]] int vocabulary_size() const override {
    return m_model->n_entries() + m_added->n_new();
  }

 private:
  /// The tokens of one text without the template's.
  [[nodiscard]] Tokens sentence(std::string_view utf8, const Watch& watch) const {
    Tokens tokens;
    watch.check();
    const AlignedText text = to_aligned_text(utf8);
    for (const auto& part : m_added->parts(text.characters, false)) {
      if (part.begin == part.end) continue;
      AlignedText piece = text.slice(part.begin, part.end);
      if (part.token != nullptr) {
        append_added(*part.token, piece, 0, piece.size(), tokens);
        continue;
      }
      watch.check();
      if (m_normalizer) piece = m_normalizer->normalized(piece);
      watch.check();
      for (const auto& inner : m_added->parts(piece.characters, true)) {
        if (inner.begin == inner.end) continue;
        if (inner.token != nullptr)
          append_added(*inner.token, piece, inner.begin, inner.end, tokens);
        else
          append_words(piece, inner.begin, inner.end, tokens, watch);
      }
    }
    return tokens;
  }

  /// The text of such a token is what it matched, white space that it stripped included.
  static void append_added(const AddedToken& added, const AlignedText& text, std::size_t begin,
                           std::size_t end, Tokens& tokens) {
    const SourceSpan source = text.source(begin, end);
    Token token;
    token.id = added.id;
    token.text = to_utf8(std::u32string_view(text.characters).substr(begin, end - begin));
    token.begin = source.begin;
    token.end = source.end;
    token.special = added.special;
    tokens.push_back(std::move(token));
  }

  void append_words(const AlignedText& text, std::size_t begin, std::size_t end, Tokens& tokens,
                    const Watch& watch) const {
    if (m_pre_tokenizer == PreTokenizer::none) {
      append_word(text, begin, end, tokens);
      return;
    }
    constexpr std::size_t k_between_checks = 1024;
    std::size_t n_words = 0;
    const auto word = [&](std::size_t from, std::size_t to) {
      if (from == to) return;
      if (++n_words % k_between_checks == 0) watch.check();
      append_word(text, from, to, tokens);
    };
    std::size_t word_begin = begin;
    for (std::size_t i = begin; i < end; ++i) {
      const bool white = is_whitespace(text.characters[i]);
      const bool cut = !white && i > word_begin &&
                       is_cut(m_pre_tokenizer, text.characters[i - 1], text.characters[i]);
      if (!white && !cut) continue;
      word(word_begin, i);
      word_begin = white ? i + 1 : i;
    }
    word(word_begin, end);
  }

  void append_word(const AlignedText& text, std::size_t begin, std::size_t end,
                   Tokens& tokens) const {
    std::vector<TokenModel::Piece> pieces;
    m_model->cut(std::u32string_view(text.characters).substr(begin, end - begin), pieces);
    for (const TokenModel::Piece& piece : pieces) {
      const SourceSpan source = text.source(begin + piece.begin, begin + piece.end);
      Token token;
      token.id = piece.id;
      token.text = piece.text;
      token.begin = source.begin;
      token.end = source.end;
      token.continuation = piece.continuation;
      tokens.push_back(std::move(token));
    }
  }

  static Tokens assembled(const std::vector<TemplatePiece>& pieces,
                          const std::pair<Tokens, Tokens>& sentences) {
    Tokens result;
    for (const TemplatePiece& piece : pieces) {
      if (piece.sentence) {
        const std::size_t n_before = result.size();
        const Tokens& tokens = *piece.sentence == 0 ? sentences.first : sentences.second;
        result.insert(result.end(), tokens.begin(), tokens.end());
        for (std::size_t i = n_before; i < result.size(); ++i) result[i].segment = piece.segment;
      }
      for (const auto& special : piece.specials) {
        Token token;
        token.id = special.id;
        token.text = special.text;
        token.segment = piece.segment;
        token.special = true;
        result.push_back(std::move(token));
      }
    }
    return result;
  }

  std::unique_ptr<const TokenModel> m_model;
  std::optional<BertNormalizer> m_normalizer;
  PreTokenizer m_pre_tokenizer = PreTokenizer::none;
  PostProcessor m_post_processor;
  std::optional<AddedVocabulary> m_added;
};

}  // namespace

std::unique_ptr<const Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json) {
  const JsonDocument document(tokenizer_json);
  return std::make_unique<const TokenizerFile>(document.root());
}

std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source) {
  const JsonDocument document(json, source);
  return std::make_unique<const TokenizerFile>(document.root());
}

}  // namespace baryscope
