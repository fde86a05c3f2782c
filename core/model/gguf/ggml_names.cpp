#include "core/model/gguf/ggml_names.h"

#include "core/model/families/weight_names.h"

namespace baryscope {
namespace {

WeightNames common_names() {
  WeightNames names;
  names.layer_stem = ggml_layer_stem;
  names.names = {{"attention.query.", "attn_q."},
                 {"attention.key.", "attn_k."},
                 {"attention.value.", "attn_v."},
                 {"attention.output.", "attn_output."},
                 {"attention.query_norm.", "attn_q_norm."},
                 {"attention.key_norm.", "attn_k_norm."},
                 {"attention_norm.", "attn_norm."},
                 {"attention_output_norm.", "post_attention_norm."},
                 {"mlp.up.", "ffn_up."},
                 {"mlp.gate.", "ffn_gate."},
                 {"mlp.down.", "ffn_down."},
                 {"mlp_norm.", "ffn_norm."},
                 {"mlp_output_norm.", "post_ffw_norm."}};
  names.others = {{"embeddings.token.", "token_embd."},
                  {"embeddings.position.", "position_embd."},
                  {"embeddings.segment.", "token_types."},
                  {"embeddings.norm.", "token_embd_norm."},
                  {"norm.", "output_norm."}};
  names.head = {{"vocabulary.matrix.", "output."}};
  return names;
}

// Norms behind their blocks have names of their own.
WeightNames names_after() {
  WeightNames names = common_names();
  for (auto& [ours, theirs] : names.names) {
    if (ours == "attention_norm.") {
      theirs = "attn_output_norm.";
    } else if (ours == "mlp_norm.") {
      theirs = "layer_output_norm.";
    }
  }
  return names;
}

bool is(const WeightSpec& spec, std::string_view part) {
  return spec.name.find(part) != std::string::npos;
}

// Ours, (half, pair) of a head, from theirs, (pair, half).
StoredRows halves_of_pairs(std::int64_t n_heads, std::int64_t head_dim) {
  return {0, {n_heads, 2, head_dim / 2}, {head_dim, 1, 2}, n_heads * head_dim};
}

}  // namespace

StoredWeight ggml_weight(const TransformerConfig& config, const WeightSpec& spec) {
  static const WeightNames before = common_names();
  static const WeightNames after = names_after();
  return named_weight(config.norm_place == NormPlace::after ? after : before, spec);
}

StoredWeight ggml_fused_weight(const TransformerConfig& config, const WeightSpec& spec) {
  StoredWeight stored = ggml_weight(config, spec);
  take_from_fused(config, spec, stored);
  if (fused_part(spec) >= 0) {
    std::string& name = stored.names.front();
    name = name.substr(0, name.rfind("attn_")) + "attn_qkv" + name.substr(name.rfind('.'));
  }
  return stored;
}

StoredWeight ggml_twice_fused_weight(const TransformerConfig& config, const WeightSpec& spec) {
  StoredWeight stored = ggml_fused_weight(config, spec);
  take_from_gated(config, spec, stored);
  if (is(spec, ".mlp.gate.")) {
    std::string& name = stored.names.front();
    name.replace(name.find("ffn_gate"), std::string("ffn_gate").size(), "ffn_up");
  }
  return stored;
}

StoredWeight ggml_paired_weight(const TransformerConfig& config, const WeightSpec& spec) {
  StoredWeight stored = ggml_weight(config, spec);
  if (is(spec, ".attention.query.")) {
    stored.rows = halves_of_pairs(config.n_heads, config.head_dim);
  } else if (is(spec, ".attention.key.")) {
    stored.rows = halves_of_pairs(config.n_kv_heads, config.head_dim);
  }
  return stored;
}

}  // namespace baryscope
