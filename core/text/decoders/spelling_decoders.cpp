#include "core/text/decoders/spelling_decoders.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/text/aligned_text.h"
#include "core/text/metaspace_scheme.h"
#include "core/text/regex.h"

namespace baryscope {
namespace {

using Part = Decoding::Part;

/// Appends `part` with `content` in place of every `what`, as the token of what it replaces.
void append_replaced(const Decoding& text, const Part& part, std::string_view what,
                     std::string_view content, Decoding& result) {
  const std::string_view bytes = text.text(part);
  std::size_t done = 0;
  for (std::size_t at = bytes.find(what); at != std::string_view::npos;
       at = bytes.find(what, done)) {
    result.append(text, {part.begin + done, part.begin + at});
    result.append(content, text.owner(part.begin + at + what.size() - 1));
    result.check_growth(text.bytes().size());
    done = at + what.size();
  }
  result.append(text, {part.begin + done, part.end});
}

class StripDecoder : public Decoder {
 public:
  explicit StripDecoder(const JsonValue& json)
      : m_content(json.at("content").text()),
        m_start(read_count(json.at("start"))),
        m_stop(read_count(json.at("stop"))) {
    static_cast<void>(json.at("content").character());
  }
  void decode(Decoding& tokens) const override {
    Decoding result;
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      Part part = tokens.part(i);
      for (std::size_t n = 0; n < m_start && tokens.text(part).starts_with(m_content); ++n)
        part.begin += m_content.size();
      for (std::size_t n = 0; n < m_stop && tokens.text(part).ends_with(m_content); ++n)
        part.end -= m_content.size();
      result.append(tokens, part);
      result.end_part();
    }
    tokens = std::move(result);
  }

 private:
  static std::size_t read_count(const JsonValue& json) {
    return static_cast<std::size_t>(json.integer(0, std::numeric_limits<int>::max()));
  }
  std::string m_content;
  std::size_t m_start, m_stop;
};

class ReplaceDecoder : public Decoder {
 public:
  explicit ReplaceDecoder(const JsonValue& json)
      : m_pattern(json.at("pattern")), m_content(json.at("content").text()) {
    if (const auto literal = json.at("pattern").find("String")) m_literal = literal->text();
  }

  void decode(Decoding& tokens) const override {
    Decoding result;
    Regex::Matcher matcher(m_pattern);
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      if (m_literal.empty())
        append_matches_replaced(matcher, tokens, tokens.part(i), result);
      else
        append_replaced(tokens, tokens.part(i), m_literal, m_content, result);
      result.end_part();
    }
    tokens = std::move(result);
  }

 private:
  void append_matches_replaced(Regex::Matcher& matcher, const Decoding& tokens, const Part& part,
                               Decoding& result) const {
    if (part.begin == part.end) return;
    const std::u32string characters = to_aligned_text(tokens.text(part)).characters;
    std::size_t done = 0;
    std::size_t at = part.begin;  // the byte of the character `done`
    const auto byte_of = [&](std::size_t character) {
      for (; done < character; ++done)
        at += to_utf8(std::u32string_view(characters).substr(done, 1)).size();
      return at;
    };
    std::size_t begin_of_rest = part.begin;
    matcher.for_each(characters, [&](std::size_t begin, std::size_t end) {
      result.append(tokens, {begin_of_rest, byte_of(begin)});
      begin_of_rest = byte_of(end);
      result.append(m_content, tokens.owner(std::max(begin_of_rest, part.begin + 1) - 1));
      result.check_growth(tokens.bytes().size());
    });
    result.append(tokens, {begin_of_rest, part.end});
  }

  Regex m_pattern;
  std::string m_content, m_literal;
};

class MetaspaceDecoder : public Decoder {
 public:
  explicit MetaspaceDecoder(const JsonValue& json) {
    const MetaspaceScheme scheme = read_metaspace_scheme(json);
    m_replacement = to_utf8(std::u32string_view(&scheme.replacement, 1));
    m_drops_first = scheme.prepend != MetaspaceScheme::Prepend::never;
  }
  void decode(Decoding& tokens) const override {
    Decoding result;
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      append_replaced(tokens, tokens.part(i), m_replacement, i == 0 && m_drops_first ? "" : " ",
                      result);
      result.end_part();
    }
    tokens = std::move(result);
  }

 private:
  std::string m_replacement;
  bool m_drops_first = true;
};

class WordPieceDecoder : public Decoder {
 public:
  explicit WordPieceDecoder(const JsonValue& json)
      : m_prefix(json.at("prefix").text()), m_cleanup(json.at("cleanup").boolean()) {}

  void decode(Decoding& tokens) const override {
    Decoding result;
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      Part part = tokens.part(i);
      const bool continues = i > 0 && tokens.text(part).starts_with(m_prefix);
      if (continues) part.begin += m_prefix.size();
      if (i > 0 && !continues) result.append(" ", Decoding::k_nobody);
      result.append(tokens, part);
      result.end_part();
    }
    if (m_cleanup) clean_up(result);
    tokens = std::move(result);
  }

 private:
  static void clean_up(Decoding& text) {
    constexpr std::pair<std::string_view, std::string_view> rules[] = {
        {" .", "."},   {" ?", "?"},     {" !", "!"},    {" ,", ","},
        {" ' ", "'"},  {" n't", "n't"}, {" 'm", "'m"},  {" do not", " don't"},
        {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}};
    for (const auto& [what, content] : rules) {
      if (text.bytes().find(what) == std::string::npos) continue;
      Decoding result;
      for (std::size_t i = 0; i < text.n_parts(); ++i) {
        append_replaced(text, text.part(i), what, content, result);
        result.end_part();
      }
      text = std::move(result);
    }
  }

  std::string m_prefix;
  bool m_cleanup;
};

class BpeDecoder : public Decoder {
 public:
  explicit BpeDecoder(const JsonValue& json) : m_suffix(json.at("suffix").text()) {
    if (m_suffix.empty()) json.at("suffix").fail("is empty");
  }
  void decode(Decoding& tokens) const override {
    Decoding result;
    for (std::size_t i = 0; i < tokens.n_parts(); ++i) {
      const Part part = tokens.part(i);
      const bool last = i + 1 == tokens.n_parts();
      const std::string_view bytes = tokens.text(part);
      std::size_t done = 0;
      for (std::size_t at = bytes.find(m_suffix); at != std::string_view::npos;
           at = bytes.find(m_suffix, done)) {
        result.append(tokens, {part.begin + done, part.begin + at});
        if (!last) result.append(" ", Decoding::k_nobody);
        done = at + m_suffix.size();
      }
      result.append(tokens, {part.begin + done, part.end});
      result.end_part();
    }
    tokens = std::move(result);
  }

 private:
  std::string m_suffix;
};

}  // namespace

std::unique_ptr<const Decoder> read_strip_decoder(const JsonValue& json) {
  return std::make_unique<const StripDecoder>(json);
}
std::unique_ptr<const Decoder> read_replace_decoder(const JsonValue& json) {
  return std::make_unique<const ReplaceDecoder>(json);
}
std::unique_ptr<const Decoder> read_metaspace_decoder(const JsonValue& json) {
  return std::make_unique<const MetaspaceDecoder>(json);
}
std::unique_ptr<const Decoder> read_word_piece_decoder(const JsonValue& json) {
  return std::make_unique<const WordPieceDecoder>(json);
}
std::unique_ptr<const Decoder> read_bpe_decoder(const JsonValue& json) {
  return std::make_unique<const BpeDecoder>(json);
}

}  // namespace baryscope
