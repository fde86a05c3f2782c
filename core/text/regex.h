/// The regular expressions of tokenizer.json, run by PCRE2.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/text/json_document.h"

namespace baryscope {

/// An expression in Oniguruma's syntax, or a literal text. Immutable, thread-safe. Letters, numbers
/// and marks are those of PCRE2's Unicode tables, which lack what was added since (some 9,000
/// characters of Unicode 15 to 16 for PCRE2 10.42); \s, \w, \h and \b are those of Oniguruma.
class Regex {
 public:
  /// From {"String": text} or {"Regex": expression}. Throws Tokenizer::Error with the place of the
  /// expression and what is wrong, or not supported, at which character.
  explicit Regex(const JsonValue& pattern);
  /// `place` begins complaints.
  Regex(std::string_view expression, std::string place);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  /// What one thread needs to match.
  class Matcher {
   public:
    explicit Matcher(const Regex& regex);
    ~Matcher();
    Matcher(const Matcher&) = delete;
    Matcher& operator=(const Matcher&) = delete;

    /// Matches from left to right, none within another. An empty one is left out where the match
    /// before it ends. Throws Tokenizer::Error where the expression takes more steps than a limit,
    /// as one that backtracks without end does, or far more time on all texts than others do.
    void for_each(std::u32string_view text,
                  const std::function<void(std::size_t begin, std::size_t end)>& visit);

   private:
    struct State;
    const Regex& m_regex;
    std::unique_ptr<State> m_state;
  };

 private:
  struct Code;
  void compile(std::u32string_view pattern, bool literal);

  std::string m_place;
  std::string m_pattern;  // as the file has it
  std::unique_ptr<Code> m_code;
};

}  // namespace baryscope
