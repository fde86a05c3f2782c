#include "core/text/normalizers/bert_normalizer.h"

#include "core/text/normal_form.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

bool is_chinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
         (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

AlignedText with_spaced_ideographs(const AlignedText& text) {
  Rewriting rewriting(text);
  for (const char32_t c : text.characters) {
    const bool chinese = is_chinese(c);
    rewriting.replace(chinese ? U' ' : c);
    if (!chinese) continue;
    rewriting.insert(c);
    rewriting.insert(U' ');
  }
  return rewriting.take();
}

AlignedText without_nonspacing_marks(const AlignedText& text) {
  Rewriting rewriting(text);
  for (const char32_t c : text.characters) {
    if (is_nonspacing_mark(c))
      rewriting.skip(1);
    else
      rewriting.replace(c);
  }
  return rewriting.take();
}

class BertNormalizer : public Normalizer {
 public:
  explicit BertNormalizer(const JsonValue& json)
      : m_clean_text(json.at("clean_text").boolean()),
        m_handle_chinese_chars(json.at("handle_chinese_chars").boolean()),
        m_lowercase(json.at("lowercase").boolean()) {
    const auto strip_accents = json.find("strip_accents");
    m_strip_accents =
        strip_accents && !strip_accents->is_null() ? strip_accents->boolean() : m_lowercase;
  }

  void normalize(AlignedText& text) const override {
    // U+000B, U+000C and U+0085 are white space too, but are removed as control characters.
    if (m_clean_text) text = with_plain_spaces(text, is_removed, is_whitespace);
    if (m_handle_chinese_chars) text = with_spaced_ideographs(text);
    if (m_strip_accents) text = without_nonspacing_marks(normalized(text, NormalForm::nfd));
    if (m_lowercase) text = lowercased(text);
  }

 private:
  bool m_clean_text = true, m_handle_chinese_chars = true, m_lowercase = true;
  bool m_strip_accents = true;
};

}  // namespace

std::unique_ptr<const Normalizer> read_bert_normalizer(const JsonValue& json) {
  return std::make_unique<const BertNormalizer>(json);
}

}  // namespace baryscope
