/// The keys of a GGUF file that say how it cuts text.
#pragma once

namespace baryscope::gguf_key {

inline constexpr const char* k_kind = "tokenizer.ggml.model";
inline constexpr const char* k_cuts = "tokenizer.ggml.pre";
inline constexpr const char* k_tokens = "tokenizer.ggml.tokens";
inline constexpr const char* k_types = "tokenizer.ggml.token_type";
inline constexpr const char* k_scores = "tokenizer.ggml.scores";
inline constexpr const char* k_merges = "tokenizer.ggml.merges";
inline constexpr const char* k_begin = "tokenizer.ggml.bos_token_id";
inline constexpr const char* k_end = "tokenizer.ggml.eos_token_id";
inline constexpr const char* k_unknown = "tokenizer.ggml.unknown_token_id";
inline constexpr const char* k_separator =
    "tokenizer.ggml.seperator_token_id";  // the format's spelling
inline constexpr const char* k_class = "tokenizer.ggml.cls_token_id";
inline constexpr const char* k_mask = "tokenizer.ggml.mask_token_id";
inline constexpr const char* k_add_begin = "tokenizer.ggml.add_bos_token";
inline constexpr const char* k_add_end = "tokenizer.ggml.add_eos_token";
inline constexpr const char* k_add_separator = "tokenizer.ggml.add_sep_token";
inline constexpr const char* k_add_space = "tokenizer.ggml.add_space_prefix";
inline constexpr const char* k_single_spaces = "tokenizer.ggml.remove_extra_whitespaces";
inline constexpr const char* k_character_map = "tokenizer.ggml.precompiled_charsmap";
inline constexpr const char* k_lowercase = "tokenizer.ggml.normalizer.lowercase";
inline constexpr const char* k_strip_accents = "tokenizer.ggml.normalizer.strip_accents";

}  // namespace baryscope::gguf_key
