#include "core/text/word_level.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/text/aligned_text.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

constexpr const char* k_unknown = "[UNK]";

bool is_word(const std::string& token) {
  const AlignedText text = to_aligned_text(token);
  return text.size() > 0 && std::ranges::none_of(text.characters, is_whitespace);
}

}  // namespace

std::string to_word_level_json(const std::vector<std::string>& tokens, std::optional<int> blank) {
  using nlohmann::ordered_json;
  // Appended without the object's own search for the key, which is linear.
  ordered_json::object_t vocab;
  std::set<std::string_view> seen;
  for (const std::string& token : tokens) {
    BARYSCOPE_CHECK(is_word(token) && token != k_unknown && seen.insert(token).second);
    vocab.emplace_back(token, vocab.size());
  }
  ordered_json document = {
      {"version", "1.0"},          {"truncation", nullptr},
      {"padding", nullptr},        {"added_tokens", ordered_json::array()},
      {"normalizer", nullptr},     {"pre_tokenizer", {{"type", "WhitespaceSplit"}}},
      {"post_processor", nullptr}, {"decoder", nullptr}};
  if (blank) {
    const std::string& token = tokens.at(static_cast<std::size_t>(*blank));
    const auto special = [&](int segment) {
      return ordered_json{{"SpecialToken", {{"id", token}, {"type_id", segment}}}};
    };
    const auto sequence = [](const char* id, int segment) {
      return ordered_json{{"Sequence", {{"id", id}, {"type_id", segment}}}};
    };
    document["added_tokens"].push_back({{"id", *blank},
                                        {"content", token},
                                        {"single_word", false},
                                        {"lstrip", false},
                                        {"rstrip", false},
                                        {"normalized", false},
                                        {"special", true}});
    document["post_processor"] = {
        {"type", "TemplateProcessing"},
        {"single", ordered_json::array({special(0), sequence("A", 0)})},
        {"pair", ordered_json::array({special(0), sequence("A", 0), sequence("B", 1)})},
        {"special_tokens",
         {{token,
           {{"id", token},
            {"ids", ordered_json::array({*blank})},
            {"tokens", ordered_json::array({token})}}}}}};
  }
  document["model"] = {
      {"type", "WordLevel"}, {"vocab", std::move(vocab)}, {"unk_token", k_unknown}};
  return document.dump(1) + "\n";
}

}  // namespace baryscope
