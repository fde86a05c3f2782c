#include "core/text/models/bpe.h"
#include "core/text/models/token_model.h"
#include "core/text/models/unigram.h"
#include "core/text/models/word_level_model.h"
#include "core/text/models/word_piece.h"
#include "core/text/part_list.h"

namespace baryscope {
namespace {

constexpr PartType<TokenModel> k_token_models[] = {
    {"BPE", read_bpe},
    {"Unigram", read_unigram},
    {"WordPiece", read_word_piece},
    {"WordLevel", read_word_level},
};

/// Files from before 2020 have no "type"; the members tell.
std::string model_type(const JsonValue& json) {
  if (const auto type = json.find("type")) return type->text();
  if (json.find("merges")) return "BPE";
  if (json.find("continuing_subword_prefix") && json.find("max_input_chars_per_word"))
    return "WordPiece";
  if (const auto vocab = json.find("vocab"); vocab && vocab->is_array()) return "Unigram";
  return json.at("type").text();
}

}  // namespace

std::unique_ptr<const TokenModel> read_token_model(const JsonValue& json) {
  return read_part(json, "model type", model_type(json), k_token_models);
}

}  // namespace baryscope
