#include "core/model/families/family_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

namespace baryscope {
namespace {

// What trains, generates, saves or names a model, and what task heads beside the vocabulary read.
const std::set<std::string, std::less<>>& idle_entries() {
  static const std::set<std::string, std::less<>> names = {"architectures",
                                                           "auto_map",
                                                           "bad_words_ids",
                                                           "begin_suppress_tokens",
                                                           "cache_implementation",
                                                           "chunk_size_feed_forward",
                                                           "classifier_activation",
                                                           "classifier_bias",
                                                           "classifier_pooling",
                                                           "cross_attention_hidden_size",
                                                           "deterministic_flash_attn",
                                                           "directionality",
                                                           "diversity_penalty",
                                                           "do_sample",
                                                           "down_scale_factor",
                                                           "dtype",
                                                           "early_stopping",
                                                           "encoder_no_repeat_ngram_size",
                                                           "finetuning_task",
                                                           "forced_bos_token_id",
                                                           "forced_eos_token_id",
                                                           "gap_size",
                                                           "gradient_checkpointing",
                                                           "id2label",
                                                           "is_llama_config",
                                                           "label2id",
                                                           "lambda_std_dev",
                                                           "language",
                                                           "layers_to_keep",
                                                           "length_penalty",
                                                           "max_length",
                                                           "min_length",
                                                           "model_type",
                                                           "n_ctx",
                                                           "name_or_path",
                                                           "net_structure_type",
                                                           "no_repeat_ngram_size",
                                                           "num_beam_groups",
                                                           "num_beams",
                                                           "num_labels",
                                                           "num_memory_blocks",
                                                           "num_return_sequences",
                                                           "output_attentions",
                                                           "output_hidden_states",
                                                           "output_past",
                                                           "output_scores",
                                                           "prefix",
                                                           "pretraining_tp",
                                                           "problem_type",
                                                           "reference_compile",
                                                           "remove_invalid_values",
                                                           "reorder_and_upcast_attn",
                                                           "repad_logits_with_grad",
                                                           "repetition_penalty",
                                                           "return_dict",
                                                           "return_dict_in_generate",
                                                           "sentence_transformers",
                                                           "sparse_pred_ignore_index",
                                                           "sparse_prediction",
                                                           "suppress_tokens",
                                                           "task_specific_params",
                                                           "temperature",
                                                           "tie_encoder_decoder",
                                                           "tie_weights_",
                                                           "tokenizer_class",
                                                           "top_k",
                                                           "top_p",
                                                           "torch_dtype",
                                                           "torchscript",
                                                           "transformers.js_config",
                                                           "transformers_version",
                                                           "typical_p",
                                                           "unsloth_fixed",
                                                           "unsloth_version",
                                                           "use_bfloat16",
                                                           "use_cache"};
  return names;
}

bool is_idle(std::string_view name) {
  for (const std::string_view part : {"dropout", "pdrop", "initializer_", "init_std"}) {
    if (name.find(part) != std::string_view::npos) return true;
  }
  for (const std::string_view beginning : {"_", "summary_", "pooler_"}) {
    if (name.starts_with(beginning)) return true;
  }
  for (const std::string_view ending : {"_token_id", "_token_index", "_token_ids"}) {
    if (name.ends_with(ending)) return true;
  }
  return idle_entries().contains(name);
}

}  // namespace

void read_sizes(ConfigEntries& entries, const SizeRules& rules, TransformerConfig& config) {
  const int n_layers =
      entries.size(entries.spelling({"num_hidden_layers", "n_layer", "n_layers"}), 1, max_layers);
  config.n_heads =
      entries.size(entries.spelling({"num_attention_heads", "n_head", "n_heads"}), 1, any_size);
  config.model_dim = entries.size(entries.spelling({"hidden_size", "n_embd", "dim"}), 1, any_size);
  config.vocabulary_size = entries.size("vocab_size", 1, any_size);
  config.max_positions =
      entries.size(entries.spelling({"max_position_embeddings", "n_positions"}), 1, any_size);
  config.n_kv_heads = config.n_heads;
  if (rules.grouped) {
    config.n_kv_heads = entries.size("num_key_value_heads", 1, any_size,
                                     entries.is_null("num_key_value_heads")
                                         ? config.n_heads
                                         : rules.n_kv_default.value_or(config.n_heads));
  }
  const bool told = rules.own_head_dim && entries.find("head_dim") != nullptr;
  if (told || rules.head_dim) {
    config.head_dim = entries.size("head_dim", 1, any_size, rules.head_dim);
  } else if (config.model_dim % config.n_heads == 0) {
    config.head_dim = config.model_dim / config.n_heads;
  } else {
    entries.fail(fmt::format("hidden_size {} is not a multiple of num_attention_heads {}",
                             config.model_dim, config.n_heads));
  }
  config.layers.resize(static_cast<std::size_t>(n_layers));
}

std::string activation_entry(ConfigEntries& entries, std::initializer_list<const char*> keys,
                             const std::string& fallback) {
  return entries.text(entries.spelling(keys), fallback);
}

void require_flag(ConfigEntries& entries, const char* key, bool expected, const char* reason) {
  if (entries.flag(key, expected) != expected) {
    entries.fail(fmt::format("{} is {}; {}", key, !expected, reason));
  }
}

std::vector<bool> sliding_layers(ConfigEntries& entries, std::size_t n_layers,
                                 bool (*is_sliding)(std::size_t layer, int argument),
                                 int argument) {
  std::vector<bool> sliding(n_layers);
  const std::vector<std::string> types = entries.texts("layer_types");
  if (types.empty()) {
    for (std::size_t layer = 0; layer < n_layers; ++layer) {
      sliding[layer] = is_sliding(layer, argument);
    }
    return sliding;
  }
  if (types.size() != n_layers) {
    entries.fail(fmt::format("layer_types has {} entries, expected num_hidden_layers = {}",
                             types.size(), n_layers));
  }
  for (std::size_t layer = 0; layer < n_layers; ++layer) {
    if (types[layer] != "full_attention" && types[layer] != "sliding_attention") {
      entries.fail(fmt::format(
          "layer_types[{}] is '{}', supported are 'full_attention' and 'sliding_attention'", layer,
          types[layer].substr(0, 40)));
    }
    sliding[layer] = types[layer] == "sliding_attention";
  }
  return sliding;
}

void refuse_what_may_count(const ConfigEntries& entries) {
  for (const std::string& name : entries.unasked()) {
    if (!is_idle(name)) {
      entries.fail(fmt::format(
          "it has an entry '{}' that this program does not know for this family and that may "
          "change the numbers; take it out if it does not, or capture the model by "
          "resources/python/capture_model.py",
          name.substr(0, 60)));
    }
  }
}

}  // namespace baryscope
