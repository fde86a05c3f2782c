#include "core/text/normalizers/rewriting_normalizers.h"

#include "core/text/byte_alphabet.h"
#include "core/text/regex.h"

namespace baryscope {
namespace {

class Replace : public Normalizer {
 public:
  explicit Replace(const JsonValue& json)
      : m_pattern(json.at("pattern")),
        m_content(to_aligned_text(json.at("content").text()).characters) {}

  void normalize(AlignedText& text) const override {
    if (text.size() == 0) return;
    Rewriting rewriting(text);
    std::size_t done = 0;
    const auto keep_until = [&](std::size_t end) {
      for (; done < end; ++done) rewriting.replace(text.characters[done]);
    };
    Regex::Matcher(m_pattern).for_each(text.characters, [&](std::size_t begin, std::size_t end) {
      keep_until(begin);
      rewriting.skip(end - begin);
      for (const char32_t c : m_content) rewriting.insert(c);
      done = end;
    });
    if (done == 0) return;
    keep_until(text.size());
    text = rewriting.take();
  }

 private:
  Regex m_pattern;
  std::u32string m_content;
};

class Prepend : public Normalizer {
 public:
  explicit Prepend(const JsonValue& json)
      : m_text(to_aligned_text(json.at("prepend").text()).characters) {}
  void normalize(AlignedText& text) const override {
    if (text.size() == 0) return;
    text.sources.insert(text.sources.begin(), m_text.size(), text.sources.front());
    text.characters.insert(0, m_text);
  }

 private:
  std::u32string m_text;
};

class ByteLevelNormalizer : public Normalizer {
 public:
  void normalize(AlignedText& text) const override {
    AlignedText spelled;
    append_spelled_bytes(text, 0, text.size(), spelled);
    text = std::move(spelled);
  }
};

}  // namespace

void append_spelled_bytes(const AlignedText& text, std::size_t begin, std::size_t end,
                          AlignedText& result) {
  std::string bytes;
  for (std::size_t i = begin; i < end; ++i) {
    const char32_t c = text.characters[i];
    if (c < 0x80) {
      result.append(byte_character(static_cast<std::uint8_t>(c)), text.sources[i]);
      continue;
    }
    bytes.clear();
    append_utf8(bytes, c);
    for (const char byte : bytes)
      result.append(byte_character(static_cast<std::uint8_t>(byte)), text.sources[i]);
  }
}

std::unique_ptr<const Normalizer> read_replace(const JsonValue& json) {
  return std::make_unique<const Replace>(json);
}
std::unique_ptr<const Normalizer> read_prepend(const JsonValue& json) {
  return std::make_unique<const Prepend>(json);
}
std::unique_ptr<const Normalizer> read_byte_level_normalizer(const JsonValue& /*json*/) {
  return std::make_unique<const ByteLevelNormalizer>();
}

}  // namespace baryscope
