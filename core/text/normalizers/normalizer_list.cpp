#include "core/text/normalizers/bert_normalizer.h"
#include "core/text/normalizers/normalizer.h"
#include "core/text/normalizers/precompiled.h"
#include "core/text/normalizers/rewriting_normalizers.h"
#include "core/text/normalizers/unicode_normalizers.h"
#include "core/text/part_list.h"

namespace baryscope {
namespace {

class NormalizerSequence : public Normalizer {
 public:
  explicit NormalizerSequence(const JsonValue& json)
      : m_normalizers(read_parts<Normalizer>(json.at("normalizers"), read_normalizer)) {}
  void normalize(AlignedText& text) const override {
    for (const auto& normalizer : m_normalizers) {
      if (normalizer != nullptr) normalizer->normalize(text);
      check_growth(text);
    }
  }

 private:
  std::vector<std::unique_ptr<const Normalizer>> m_normalizers;
};

std::unique_ptr<const Normalizer> read_sequence(const JsonValue& json) {
  return std::make_unique<const NormalizerSequence>(json);
}

constexpr PartType<Normalizer> k_normalizers[] = {
    {"Sequence", read_sequence},
    {"BertNormalizer", read_bert_normalizer},
    {"NFC", read_nfc},
    {"NFD", read_nfd},
    {"NFKC", read_nfkc},
    {"NFKD", read_nfkd},
    {"Lowercase", read_lowercase},
    {"Strip", read_strip},
    {"StripAccents", read_strip_accents},
    {"Nmt", read_nmt},
    {"Replace", read_replace},
    {"Prepend", read_prepend},
    {"ByteLevel", read_byte_level_normalizer},
    {"Precompiled", read_precompiled},
};

}  // namespace

std::unique_ptr<const Normalizer> read_normalizer(const JsonValue& json) {
  if (json.is_null()) return nullptr;
  return read_part(json, "normalizer", json.at("type").text(), k_normalizers);
}

}  // namespace baryscope
