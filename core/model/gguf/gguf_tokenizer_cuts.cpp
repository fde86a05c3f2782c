#include "core/model/gguf/gguf_tokenizer_cuts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/nearest_name.h"
#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/model/gguf/gguf_tokenizer_keys.h"

namespace baryscope {
namespace {

using nlohmann::json;

// Expressions of the models' own tokenizer.json files.

/// Radford et al. 2019, GPT-2.
constexpr const char* k_gpt2 =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
/// cl100k's, as Llama 3 has it: digits by threes.
constexpr const char* k_llama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|)"
    R"( ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
/// The same with digits one by one.
constexpr const char* k_qwen2 = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|)"
                                R"( ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
/// And with marks that stay at their letters.
constexpr const char* k_qwen35 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}|)"
    R"( ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
/// o200k's: words are cut where a capital follows a small letter.
constexpr const char* k_gpt4o =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)"
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)"
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
    R"(\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
/// Mistral's, the same without endings of English and with digits one by one.
constexpr const char* k_tekken =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|)"
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|)"
    R"(\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
/// DeepSeek's letters that have case, of the alphabets of Unicode 11 without those of mathematics.
constexpr const char* k_deepseek_letters =
    R"(\s?[A-Za-z\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{293})"
    R"(\x{295}-\x{2AF}\x{370}-\x{373}\x{376}\x{377}\x{37B}-\x{37D}\x{37F}\x{386}\x{388}-\x{38A})"
    R"(\x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F}\x{531}-\x{556})"
    R"(\x{10A0}-\x{10C5}\x{13A0}-\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}\x{1CBD}-\x{1CBF})"
    R"(\x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D})"
    R"(\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-\x{1F57}\x{1F59}\x{1F5B}\x{1F5D})"
    R"(\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4})"
    R"(\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4})"
    R"(\x{1FF6}-\x{1FFC}\x{2102}\x{2107}\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124})"
    R"(\x{2126}\x{2128}\x{212A}-\x{212D}\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F})"
    R"(\x{2145}-\x{2149}\x{214E}\x{2183}\x{2184}\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4})"
    R"(\x{2CEB}-\x{2CEE}\x{2CF2}\x{2CF3}\x{A640}-\x{A66D}\x{A680}-\x{A69B}\x{A722}-\x{A76F})"
    R"(\x{A771}-\x{A787}\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17})"
    R"(\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3})"
    R"(\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF})"
    R"(\x{1E900}-\x{1E943}]+)";
constexpr const char* k_deepseek_signs =
    R"(\s?[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F}\x{3000}-\x{3002}]+)";
constexpr const char* k_deepseek_ideographs =
    R"([\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+)";
constexpr const char* k_deepseek3_ideographs =
    R"([\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]+)";
constexpr const char* k_deepseek3_rest =
    R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|)"
    R"( ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

json split(const char* expression) {
  return {{"type", "Split"},
          {"pattern", {{"Regex", expression}}},
          {"behavior", "Isolated"},
          {"invert", false}};
}
json digits(bool individual) { return {{"type", "Digits"}, {"individual_digits", individual}}; }
json byte_level(bool use_regex) {
  return {{"type", "ByteLevel"},
          {"add_prefix_space", false},
          {"trim_offsets", true},
          {"use_regex", use_regex}};
}

/// Splits by the expressions one after the other, then bytes.
json splits(std::initializer_list<const char*> expressions) {
  json steps = json::array();
  for (const char* expression : expressions) steps.push_back(split(expression));
  steps.push_back(byte_level(false));
  return steps;
}

/// Falcon's. Its last two steps read what bytes are spelled by.
json falcon_steps() {
  return json::array({{{"type", "Punctuation"}, {"behavior", "Contiguous"}},
                      byte_level(true),
                      digits(false),
                      split("[0-9][0-9][0-9]")});
}

/// What llama.cpp does where a file says nothing; no model's own.
json default_steps() {
  return splits({R"([\p{P}\$\+<=>\^~\|]+)", k_gpt2, R"(\p{N}+)", "[0-9][0-9][0-9]"});
}
json gpt2_steps() { return splits({k_gpt2}); }
json digit_steps() { return json::array({digits(true), byte_level(true)}); }
json llama3_steps() { return splits({k_llama3}); }
json qwen2_steps() { return splits({k_qwen2}); }
json qwen35_steps() { return splits({k_qwen35}); }
json gpt4o_steps() { return splits({k_gpt4o}); }
json tekken_steps() { return splits({k_tekken}); }
json deepseek_llm_steps() {
  return splits({R"([\r\n])", k_deepseek_letters, k_deepseek_signs, R"(\s+$)",
                 k_deepseek_ideographs, R"(\p{N}+)"});
}
json deepseek_coder_steps() {
  return splits({R"([\r\n])", R"(\s?\p{L}+)", R"(\s?\p{P}+)", k_deepseek_ideographs, R"(\p{N})"});
}
json deepseek3_steps() {
  return splits({R"(\p{N}{1,3})", k_deepseek3_ideographs, k_deepseek3_rest});
}

struct NamedCuts {
  std::string_view name;  // in files
  GgufCuts cuts;
};

constexpr GgufCuts k_llama3_cuts{llama3_steps, false, true, true};

// NFC where the first model of a name has it in its own file. Names that share another's steps do
// so in llama.cpp.
constexpr NamedCuts k_cuts[] = {
    {"default", {default_steps}},
    {"gpt-2", {gpt2_steps}},
    {"phi-2", {gpt2_steps}},
    {"roberta-bpe", {gpt2_steps}},
    {"jina-v1-en", {gpt2_steps}},
    {"jina-v2-code", {gpt2_steps}},
    {"jina-v2-es", {gpt2_steps}},
    {"jina-v2-de", {gpt2_steps}},
    {"gigachat", {gpt2_steps}},
    {"a.x-4.0", {gpt2_steps}},
    {"mellum", {gpt2_steps}},
    {"exaone4", {gpt2_steps}},
    {"jais", {gpt2_steps}},
    {"trillion", {gpt2_steps}},
    {"mpt", {gpt2_steps, true}},
    {"olmo", {gpt2_steps, true}},
    {"modern-bert", {gpt2_steps, true}},
    {"smollm", {digit_steps}},
    {"starcoder", {digit_steps}},
    {"refact", {digit_steps}},
    {"codeshell", {digit_steps}},
    {"exaone", {digit_steps}},
    {"minerva-7b", {digit_steps}},
    {"command-r", {digit_steps, true}},
    {"falcon", {falcon_steps}},
    {"llama-bpe", k_llama3_cuts},
    {"llama3", k_llama3_cuts},
    {"llama-v3", k_llama3_cuts},
    {"falcon3", k_llama3_cuts},
    {"lfm2", k_llama3_cuts},
    {"falcon-h1", k_llama3_cuts},
    {"pixtral", k_llama3_cuts},
    {"midm-2.0", k_llama3_cuts},
    {"dbrx", {llama3_steps}},
    {"smaug-bpe", {llama3_steps}},
    {"chatglm-bpe", {llama3_steps}},
    {"glm4", {llama3_steps}},
    {"qwen2", {qwen2_steps, true}},
    {"deepseek-r1-qwen", {qwen2_steps}},
    {"megrez", {qwen2_steps}},
    {"stablelm2", {qwen2_steps}},
    {"kormo", {qwen2_steps}},
    {"hunyuan", {qwen2_steps}},
    {"qwen35", {qwen35_steps, true}},
    {"gpt-4o", {gpt4o_steps}},
    {"llama4", {gpt4o_steps}},
    {"kanana2", {gpt4o_steps}},
    {"minimax-m2", {gpt4o_steps}},
    {"tekken", {tekken_steps, false, true, true}},
    {"deepseek-llm", {deepseek_llm_steps}},
    {"deepseek-coder", {deepseek_coder_steps}},
    {"deepseek-v3", {deepseek3_steps}},
};

}  // namespace

GgufCuts find_gguf_cuts(const GgufValues& values) {
  std::string_view name = values.find_text(gguf_key::k_cuts).value_or("");
  if (name.empty()) name = "default";
  std::vector<std::string> known;
  for (const NamedCuts& row : k_cuts) {
    if (name == row.name) return row.cuts;
    known.emplace_back(row.name);
  }
  values.fail(
      gguf_key::k_cuts,
      "is not supported: " + unknown_name_message("pre-tokenizer", shown_gguf_text(name), known));
}

json gguf_cut_normalizer(const GgufCuts& cuts) {
  return cuts.composes ? json{{"type", "NFC"}} : json(nullptr);
}

json gguf_pre_tokenizer(const GgufCuts& cuts) {
  return {{"type", "Sequence"}, {"pretokenizers", cuts.steps()}};
}

}  // namespace baryscope
