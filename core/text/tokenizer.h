/// Hugging Face `tokenizer.json` files: text → tokens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/text/special_in_text.h"
#include "core/text/tokens.h"

namespace baryscope {

class TokenModel;

/// Reads one tokenizer.json. `padding` and `truncation` entries are ignored. Immutable,
/// thread-safe. Whatever runs the file's rules over a text or a token throws Error where they take
/// too many steps, or make far more of it than tokenizers do.
class Tokenizer {
 public:
  class Error : public baryscope::Error {
   public:
    using baryscope::Error::Error;
  };

  virtual ~Tokenizer() = default;

  /// Tokens with the special ones of the template. UTF-8 that is not valid is an Error.
  [[nodiscard]] virtual Tokens encode(std::string_view text, const Watch& watch = {},
                                      SpecialInText special = SpecialInText::plain) const = 0;
  [[nodiscard]] virtual Tokens encode_pair(std::string_view text, std::string_view text_b,
                                           const Watch& watch = {},
                                           SpecialInText special = SpecialInText::plain) const = 0;
  /// The text of these ids; those that the vocabulary lacks, and the special ones where they are to
  /// be skipped, give nothing. Without a decoder the tokens with spaces between them.
  [[nodiscard]] virtual std::string decode(std::span<const std::int64_t> ids,
                                           bool skip_special = true) const = 0;
  /// An entry alone, as it would stand in a sequence; nothing where the vocabulary lacks it.
  [[nodiscard]] virtual std::optional<Token> find_token(std::int64_t id) const = 0;
  /// Of an entry or an added token by its spelling, "[MASK]".
  [[nodiscard]] virtual std::optional<std::int64_t> find_id(const std::string& text) const = 0;
  [[nodiscard]] virtual int vocabulary_size() const = 0;
};

/// Throws Tokenizer::Error naming the file, the part that is unsupported or wrong, and what is
/// known.
std::unique_ptr<const Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json);
/// The same of a tokenizer.json that is at hand; complaints begin with `source`.
std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source);
/// The same with a model that comes from elsewhere; the JSON has no member "model".
std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source,
                                                std::unique_ptr<const TokenModel> model);

}  // namespace baryscope
