#include "core/text/normalizers/unicode_normalizers.h"

#include "core/text/normal_form.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

class NormalFormNormalizer : public Normalizer {
 public:
  explicit NormalFormNormalizer(NormalForm form) : m_form(form) {}
  void normalize(AlignedText& text) const override { text = normalized(text, m_form); }

 private:
  NormalForm m_form;
};

class Lowercase : public Normalizer {
 public:
  void normalize(AlignedText& text) const override { text = lowercased(text); }
};

class Strip : public Normalizer {
 public:
  explicit Strip(const JsonValue& json)
      : m_left(json.at("strip_left").boolean()), m_right(json.at("strip_right").boolean()) {}
  void normalize(AlignedText& text) const override {
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (m_left && begin < end && is_whitespace(text.characters[begin])) ++begin;
    while (m_right && begin < end && is_whitespace(text.characters[end - 1])) --end;
    if (end - begin < text.size()) text = text.slice(begin, end);
  }

 private:
  bool m_left, m_right;
};

class StripAccents : public Normalizer {
 public:
  void normalize(AlignedText& text) const override {
    Rewriting rewriting(text);
    for (const char32_t c : text.characters) {
      if (is_combining_mark(c))
        rewriting.skip(1);
      else
        rewriting.replace(c);
    }
    text = rewriting.take();
  }
};

class Nmt : public Normalizer {
 public:
  void normalize(AlignedText& text) const override {
    text = with_plain_spaces(text, is_left_out, is_space);
  }

 private:
  static bool is_left_out(char32_t c) {
    return (c >= 0x1 && c <= 0x8) || c == 0xB || (c >= 0xE && c <= 0x1F) || c == 0x7F ||
           c == 0x8F || c == 0x9F;
  }
  static bool is_space(char32_t c) {
    return c == 0x9 || c == 0xA || c == 0xC || c == 0xD || c == 0x1680 ||
           (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2581 ||
           c == 0xFEFF || c == 0xFFFD;
  }
};

std::unique_ptr<const Normalizer> make_form(NormalForm form) {
  return std::make_unique<const NormalFormNormalizer>(form);
}

}  // namespace

std::unique_ptr<const Normalizer> read_nfc(const JsonValue& /*json*/) {
  return make_form(NormalForm::nfc);
}
std::unique_ptr<const Normalizer> read_nfd(const JsonValue& /*json*/) {
  return make_form(NormalForm::nfd);
}
std::unique_ptr<const Normalizer> read_nfkc(const JsonValue& /*json*/) {
  return make_form(NormalForm::nfkc);
}
std::unique_ptr<const Normalizer> read_nfkd(const JsonValue& /*json*/) {
  return make_form(NormalForm::nfkd);
}
std::unique_ptr<const Normalizer> read_lowercase(const JsonValue& /*json*/) {
  return std::make_unique<const Lowercase>();
}
std::unique_ptr<const Normalizer> read_strip(const JsonValue& json) {
  return std::make_unique<const Strip>(json);
}
std::unique_ptr<const Normalizer> read_strip_accents(const JsonValue& /*json*/) {
  return std::make_unique<const StripAccents>();
}
std::unique_ptr<const Normalizer> read_nmt(const JsonValue& /*json*/) {
  return std::make_unique<const Nmt>();
}

}  // namespace baryscope
