#include <fmt/format.h>

#include "core/text/aligned_text.h"
#include "core/text/decoders/byte_decoders.h"
#include "core/text/decoders/decoder.h"
#include "core/text/decoders/spelling_decoders.h"
#include "core/text/part_list.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

class DecoderSequence : public Decoder {
 public:
  explicit DecoderSequence(const JsonValue& json)
      : m_decoders(read_parts<Decoder>(json.at("decoders"), read_decoder)) {}
  void decode(Decoding& tokens) const override {
    const std::size_t n_before = tokens.bytes().size();
    for (const auto& decoder : m_decoders) {
      if (decoder != nullptr) decoder->decode(tokens);
      tokens.check_growth(n_before);
    }
  }

 private:
  std::vector<std::unique_ptr<const Decoder>> m_decoders;
};

std::unique_ptr<const Decoder> read_sequence(const JsonValue& json) {
  return std::make_unique<const DecoderSequence>(json);
}

constexpr PartType<Decoder> k_decoders[] = {
    {"Sequence", read_sequence},
    {"ByteLevel", read_byte_level_decoder},
    {"ByteFallback", read_byte_fallback_decoder},
    {"Fuse", read_fuse_decoder},
    {"Strip", read_strip_decoder},
    {"Replace", read_replace_decoder},
    {"Metaspace", read_metaspace_decoder},
    {"WordPiece", read_word_piece_decoder},
    {"BPEDecoder", read_bpe_decoder},
};

}  // namespace

void Decoding::append(std::string_view text, int owner) {
  m_bytes += text;
  m_owners.resize(m_bytes.size(), owner);
}

void Decoding::append(const Decoding& other, const Part& part) {
  m_bytes += other.text(part);
  m_owners.insert(m_owners.end(), other.m_owners.begin() + static_cast<std::ptrdiff_t>(part.begin),
                  other.m_owners.begin() + static_cast<std::ptrdiff_t>(part.end));
}

void Decoding::check_growth(std::size_t n_before) const {
  if (m_bytes.size() > most_growth_beside &&
      (m_bytes.size() - most_growth_beside) / most_growth > n_before)
    throw Tokenizer::Error(fmt::format(
        "the decoder of tokenizer.json makes more than {} bytes of each of these tokens",
        most_growth));
}

std::unique_ptr<const Decoder> read_decoder(const JsonValue& json) {
  if (json.is_null()) return nullptr;
  return read_part(json, "decoder", json.at("type").text(), k_decoders);
}

}  // namespace baryscope
