#include "core/text/token_model.h"

#include <vector>

#include "core/base/nearest_name.h"
#include "core/text/word_level.h"
#include "core/text/word_piece.h"

namespace baryscope {
namespace {

struct ModelType {
  const char* name;
  std::unique_ptr<const TokenModel> (*read)(const JsonValue& json);
};

constexpr ModelType k_model_types[] = {
    {"WordPiece", read_word_piece},
    {"WordLevel", read_word_level},
};

/// Files from before 2020 have no "type"; the members tell.
std::string model_type(const JsonValue& json) {
  if (const auto type = json.find("type")) return type->text();
  if (json.find("continuing_subword_prefix") && json.find("max_input_chars_per_word"))
    return "WordPiece";
  return json.at("type").text();
}

}  // namespace

std::unique_ptr<const TokenModel> read_token_model(const JsonValue& json) {
  const std::string type = model_type(json);
  std::vector<std::string> known;
  for (const ModelType& candidate : k_model_types) {
    if (type == candidate.name) return candidate.read(json);
    known.emplace_back(candidate.name);
  }
  json.fail("unsupported: " + unknown_name_message("model type", type, known));
}

}  // namespace baryscope
