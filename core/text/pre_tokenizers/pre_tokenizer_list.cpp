#include "core/text/part_list.h"
#include "core/text/pre_tokenizers/character_cuts.h"
#include "core/text/pre_tokenizers/expression_cuts.h"
#include "core/text/pre_tokenizers/pre_tokenizer.h"

namespace baryscope {
namespace {

class PreTokenizerSequence : public PreTokenizer {
 public:
  explicit PreTokenizerSequence(const JsonValue& json)
      : m_pre_tokenizers(read_parts<PreTokenizer>(json.at("pretokenizers"), read_pre_tokenizer)) {}
  void cut(Words& words) const override {
    for (const auto& pre_tokenizer : m_pre_tokenizers) {
      if (pre_tokenizer != nullptr) pre_tokenizer->cut(words);
      check_growth(words.text);
    }
  }

 private:
  std::vector<std::unique_ptr<const PreTokenizer>> m_pre_tokenizers;
};

std::unique_ptr<const PreTokenizer> read_sequence(const JsonValue& json) {
  return std::make_unique<const PreTokenizerSequence>(json);
}

constexpr PartType<PreTokenizer> k_pre_tokenizers[] = {
    {"Sequence", read_sequence},
    {"BertPreTokenizer", read_bert_pre_tokenizer},
    {"Whitespace", read_whitespace},
    {"WhitespaceSplit", read_whitespace_split},
    {"Punctuation", read_punctuation},
    {"Digits", read_digits},
    {"CharDelimiterSplit", read_delimiter_split},
    {"FixedLength", read_fixed_length},
    {"Split", read_split},
    {"ByteLevel", read_byte_level},
    {"Metaspace", read_metaspace},
};

}  // namespace

std::unique_ptr<const PreTokenizer> read_pre_tokenizer(const JsonValue& json) {
  if (json.is_null()) return nullptr;
  return read_part(json, "pre-tokenizer", json.at("type").text(), k_pre_tokenizers);
}

}  // namespace baryscope
