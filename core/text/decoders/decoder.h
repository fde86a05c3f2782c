/// What makes tokens readable again: the member "decoder" of a tokenizer.json; every kind is in one
/// list.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json_document.h"

namespace baryscope {

/// The spellings of tokens on their way to a text: bytes in parts, at first a part a token, each
/// byte with the token that it comes from. Parts are valid UTF-8.
class Decoding {
 public:
  /// What a decoder puts between tokens, which is no token's.
  static constexpr int k_nobody = -1;

  struct Part {
    std::size_t begin = 0, end = 0;
  };

  [[nodiscard]] const std::string& bytes() const { return m_bytes; }
  [[nodiscard]] int owner(std::size_t byte) const { return m_owners[byte]; }
  [[nodiscard]] std::size_t n_parts() const { return m_ends.size(); }
  [[nodiscard]] Part part(std::size_t i) const { return {i == 0 ? 0 : m_ends[i - 1], m_ends[i]}; }
  [[nodiscard]] std::string_view text(const Part& part) const {
    return std::string_view(m_bytes).substr(part.begin, part.end - part.begin);
  }

  void append(std::string_view text, int owner);
  void append(const Decoding& other, const Part& part);
  /// Throws Tokenizer::Error where `n_before` bytes were made to more than tokenizers make of them
  /// (check_growth()).
  void check_growth(std::size_t n_before) const;
  void end_part() { m_ends.push_back(m_bytes.size()); }

 private:
  std::string m_bytes;
  std::vector<int> m_owners;
  std::vector<std::size_t> m_ends;
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual void decode(Decoding& tokens) const = 0;
};

/// Null for null. Throws Tokenizer::Error for kinds not in the list.
std::unique_ptr<const Decoder> read_decoder(const JsonValue& json);

}  // namespace baryscope
