/// Hugging Face `tokenizer.json` files: text → tokens.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/text/tokens.h"

namespace baryscope {

/// Reads one tokenizer.json. `padding` and `truncation` entries are ignored. Immutable,
/// thread-safe.
class Tokenizer {
 public:
  class Error : public baryscope::Error {
   public:
    using baryscope::Error::Error;
  };

  virtual ~Tokenizer() = default;

  /// Tokens with the special ones of the template. UTF-8 that is not valid is an Error.
  [[nodiscard]] virtual Tokens encode(std::string_view text, const Watch& watch = {}) const = 0;
  [[nodiscard]] virtual Tokens encode_pair(std::string_view text, std::string_view text_b,
                                           const Watch& watch = {}) const = 0;
  [[nodiscard]] virtual int vocabulary_size() const = 0;
};

/// Throws Tokenizer::Error naming the file, the part that is unsupported or wrong, and what is
/// known.
std::unique_ptr<const Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json);
/// The same of a tokenizer.json that is at hand; complaints begin with `source`.
std::unique_ptr<const Tokenizer> read_tokenizer(std::string_view json, const std::string& source);

}  // namespace baryscope
