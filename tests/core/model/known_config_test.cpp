/// Configs as the best known checkpoints have them: their own spellings, and what they leave out.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/model/family_list.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

TransformerConfig read_known(const std::string& text) {
  const test::ScratchFolder folder;
  return load_transformer_config(folder.write("config.json", text));
}

TEST(KnownConfigs, OfEncodersOpen) {
  const TransformerConfig roberta = read_known(R"({"architectures":["RobertaForMaskedLM"],
    "attention_probs_dropout_prob":0.1,"bos_token_id":0,"eos_token_id":2,"hidden_act":"gelu",
    "hidden_dropout_prob":0.1,"hidden_size":768,"initializer_range":0.02,"intermediate_size":3072,
    "layer_norm_eps":1e-05,"max_position_embeddings":514,"model_type":"roberta",
    "num_attention_heads":12,"num_hidden_layers":12,"pad_token_id":1,"type_vocab_size":1,
    "vocab_size":50265})");
  EXPECT_EQ(roberta.max_positions, 512);
  EXPECT_EQ(roberta.norm_epsilon, 1e-5);
  const TransformerConfig xlm = read_known(R"({"architectures":["XLMRobertaForMaskedLM"],
    "hidden_size":768,"intermediate_size":3072,"layer_norm_eps":1e-05,
    "max_position_embeddings":514,"model_type":"xlm-roberta","num_attention_heads":12,
    "num_hidden_layers":12,"output_past":true,"pad_token_id":1,"position_embedding_type":"absolute",
    "transformers_version":"4.17.0.dev0","type_vocab_size":1,"use_cache":true,
    "vocab_size":250002})");
  EXPECT_EQ(xlm.architecture, "xlm-roberta");
  const TransformerConfig distil = read_known(R"({"activation":"gelu",
    "architectures":["DistilBertForMaskedLM"],"attention_dropout":0.1,"dim":768,"dropout":0.1,
    "hidden_dim":3072,"initializer_range":0.02,"max_position_embeddings":512,
    "model_type":"distilbert","n_heads":12,"n_layers":6,"pad_token_id":0,"qa_dropout":0.1,
    "seq_classif_dropout":0.2,"sinusoidal_pos_embds":false,"tie_weights_":true,
    "transformers_version":"4.10.0.dev0","vocab_size":30522})");
  EXPECT_EQ(distil.mlp_dim, 3072);
  const TransformerConfig electra = read_known(R"({"architectures":["ElectraForMaskedLM"],
    "attention_probs_dropout_prob":0.1,"embedding_size":128,"hidden_act":"gelu",
    "hidden_dropout_prob":0.1,"hidden_size":256,"initializer_range":0.02,"intermediate_size":1024,
    "layer_norm_eps":1e-12,"max_position_embeddings":512,"model_type":"electra",
    "num_attention_heads":4,"num_hidden_layers":12,"pad_token_id":0,"summary_activation":"gelu",
    "summary_last_dropout":0.1,"summary_type":"first","summary_use_proj":true,"type_vocab_size":2,
    "vocab_size":30522})");
  EXPECT_EQ(electra.table_dim(), 128);
  const TransformerConfig mpnet = read_known(R"({"_name_or_path":"microsoft/mpnet-base",
    "architectures":["MPNetForMaskedLM"],"bos_token_id":0,"eos_token_id":2,"hidden_act":"gelu",
    "hidden_size":768,"intermediate_size":3072,"layer_norm_eps":1e-05,
    "max_position_embeddings":514,"model_type":"mpnet","num_attention_heads":12,
    "num_hidden_layers":12,"pad_token_id":1,"relative_attention_num_buckets":32,
    "vocab_size":30527})");
  EXPECT_EQ(mpnet.n_relative_buckets, 32);
  const TransformerConfig albert = read_known(R"({"architectures":["AlbertForMaskedLM"],
    "attention_probs_dropout_prob":0,"bos_token_id":2,"classifier_dropout_prob":0.1,
    "down_scale_factor":1,"embedding_size":128,"eos_token_id":3,"gap_size":0,
    "hidden_act":"gelu_new","hidden_dropout_prob":0,"hidden_size":768,"initializer_range":0.02,
    "inner_group_num":1,"intermediate_size":3072,"layer_norm_eps":1e-12,"layers_to_keep":[],
    "max_position_embeddings":512,"model_type":"albert","net_structure_type":0,
    "num_attention_heads":12,"num_hidden_groups":1,"num_hidden_layers":12,"num_memory_blocks":0,
    "pad_token_id":0,"type_vocab_size":2,"vocab_size":30000})");
  EXPECT_EQ(albert.layers.size(), 12U);
  EXPECT_EQ(albert.layers[11].weights_of, 0);
  const TransformerConfig modern = read_known(R"({"architectures":["ModernBertForMaskedLM"],
    "attention_bias":false,"attention_dropout":0.0,"bos_token_id":50281,"classifier_activation":"gelu",
    "classifier_bias":false,"classifier_dropout":0.0,"classifier_pooling":"mean",
    "cls_token_id":50281,"decoder_bias":true,"deterministic_flash_attn":false,
    "embedding_dropout":0.0,"eos_token_id":50282,"global_attn_every_n_layers":3,
    "global_rope_theta":160000.0,"gradient_checkpointing":false,"hidden_activation":"gelu",
    "hidden_size":768,"initializer_cutoff_factor":2.0,"initializer_range":0.02,
    "intermediate_size":1152,"layer_norm_eps":1e-05,"local_attention":128,
    "local_rope_theta":10000.0,"max_position_embeddings":8192,"mlp_bias":false,"mlp_dropout":0.0,
    "model_type":"modernbert","norm_bias":false,"norm_eps":1e-05,"num_attention_heads":12,
    "num_hidden_layers":22,"pad_token_id":50283,"position_embedding_type":"absolute",
    "sep_token_id":50282,"tie_word_embeddings":true,"torch_dtype":"float32",
    "transformers_version":"4.47.0.dev0","vocab_size":50368})");
  EXPECT_FALSE(modern.layers[3].window);
  EXPECT_EQ(modern.layers[4].window, 65);
  EXPECT_EQ(modern.layers[4].window_after, 64);
  EXPECT_EQ(modern.rotary[0].base, 160000);
}

TEST(KnownConfigs, OfDecodersOpen) {
  const TransformerConfig gpt2 = read_known(R"({"activation_function":"gelu_new",
    "architectures":["GPT2LMHeadModel"],"attn_pdrop":0.1,"bos_token_id":50256,"embd_pdrop":0.1,
    "eos_token_id":50256,"initializer_range":0.02,"layer_norm_epsilon":1e-05,"model_type":"gpt2",
    "n_ctx":1024,"n_embd":768,"n_head":12,"n_layer":12,"n_positions":1024,"resid_pdrop":0.1,
    "summary_activation":null,"summary_first_dropout":0.1,"summary_proj_to_labels":true,
    "summary_type":"cls_index","summary_use_proj":true,
    "task_specific_params":{"text-generation":{"do_sample":true,"max_length":50}},
    "vocab_size":50257})");
  EXPECT_EQ(gpt2.mlp_dim, 3072);
  const TransformerConfig pythia = read_known(R"({"architectures":["GPTNeoXForCausalLM"],
    "bos_token_id":0,"eos_token_id":0,"hidden_act":"gelu","hidden_size":512,
    "initializer_range":0.02,"intermediate_size":2048,"layer_norm_eps":1e-05,
    "max_position_embeddings":2048,"model_type":"gpt_neox","num_attention_heads":8,
    "num_hidden_layers":6,"rotary_emb_base":10000,"rotary_pct":0.25,"tie_word_embeddings":false,
    "torch_dtype":"float16","transformers_version":"4.24.0","use_cache":true,
    "use_parallel_residual":true,"vocab_size":50304})");
  EXPECT_EQ(pythia.rotary[0].dim, 16);
  EXPECT_TRUE(pythia.parallel_blocks);
  const TransformerConfig llama = read_known(R"({"architectures":["LlamaForCausalLM"],
    "attention_bias":false,"attention_dropout":0.0,"bos_token_id":128000,
    "eos_token_id":[128001,128008,128009],"head_dim":64,"hidden_act":"silu","hidden_size":2048,
    "initializer_range":0.02,"intermediate_size":8192,"max_position_embeddings":131072,
    "mlp_bias":false,"model_type":"llama","num_attention_heads":32,"num_hidden_layers":16,
    "num_key_value_heads":8,"pretraining_tp":1,"rms_norm_eps":1e-05,"rope_scaling":{"factor":32.0,
    "high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,
    "rope_type":"llama3"},"rope_theta":500000.0,"tie_word_embeddings":true,
    "torch_dtype":"bfloat16","use_cache":true,"vocab_size":128256})");
  EXPECT_EQ(llama.rotary[0].scaling, RotaryScaling::llama3);
  EXPECT_EQ(llama.rotary[0].base, 500000);
  EXPECT_EQ(llama.rotary[0].original_positions, 8192);
  EXPECT_TRUE(llama.vocabulary_head->tied);
  const TransformerConfig smol = read_known(R"({"architectures":["LlamaForCausalLM"],
    "attention_bias":false,"bos_token_id":1,"eos_token_id":2,"hidden_act":"silu","hidden_size":576,
    "initializer_range":0.041666666666666664,"intermediate_size":1536,"is_llama_config":true,
    "max_position_embeddings":8192,"mlp_bias":false,"model_type":"llama","num_attention_heads":9,
    "num_hidden_layers":30,"num_key_value_heads":3,"pad_token_id":2,"pretraining_tp":1,
    "rms_norm_eps":1e-05,"rope_interleaved":false,"rope_scaling":null,"rope_theta":100000,
    "tie_word_embeddings":true,"torch_dtype":"bfloat16","transformers.js_config":{"kv_cache_dtype":
    {"q4f16":"float16"}},"use_cache":true,"vocab_size":49152})");
  EXPECT_EQ(smol.head_dim, 64);
  EXPECT_EQ(smol.rotary[0].base, 100000);
  const TransformerConfig mistral = read_known(R"({"architectures":["MistralForCausalLM"],
    "bos_token_id":1,"eos_token_id":2,"hidden_act":"silu","hidden_size":4096,
    "intermediate_size":14336,"max_position_embeddings":32768,"model_type":"mistral",
    "num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"rms_norm_eps":1e-05,
    "rope_theta":10000.0,"sliding_window":4096,"tie_word_embeddings":false,"vocab_size":32000})");
  EXPECT_EQ(mistral.layers[31].window, 4096);
  const TransformerConfig qwen2 = read_known(R"({"architectures":["Qwen2ForCausalLM"],
    "attention_dropout":0.0,"bos_token_id":151643,"eos_token_id":151645,"hidden_act":"silu",
    "hidden_size":896,"intermediate_size":4864,"max_position_embeddings":32768,
    "max_window_layers":21,"model_type":"qwen2","num_attention_heads":14,"num_hidden_layers":24,
    "num_key_value_heads":2,"rms_norm_eps":1e-06,"rope_theta":1000000.0,"sliding_window":32768,
    "tie_word_embeddings":true,"use_sliding_window":false,"vocab_size":151936})");
  EXPECT_FALSE(qwen2.layers[23].window);
  EXPECT_TRUE(qwen2.head_bias.value());
  const TransformerConfig qwen3 = read_known(R"({"architectures":["Qwen3ForCausalLM"],
    "attention_bias":false,"head_dim":128,"hidden_act":"silu","hidden_size":1024,
    "intermediate_size":3072,"max_position_embeddings":40960,"max_window_layers":28,
    "model_type":"qwen3","num_attention_heads":16,"num_hidden_layers":28,"num_key_value_heads":8,
    "rms_norm_eps":1e-06,"rope_scaling":null,"rope_theta":1000000,"sliding_window":null,
    "tie_word_embeddings":true,"use_sliding_window":false,"vocab_size":151936})");
  EXPECT_EQ(qwen3.head_dim, 128);
  const TransformerConfig olmo2 = read_known(R"({"architectures":["Olmo2ForCausalLM"],
    "attention_bias":false,"hidden_act":"silu","hidden_size":2048,"intermediate_size":8192,
    "max_position_embeddings":4096,"model_type":"olmo2","num_attention_heads":16,
    "num_hidden_layers":16,"num_key_value_heads":16,"pad_token_id":100277,"rms_norm_eps":1e-06,
    "rope_scaling":null,"rope_theta":500000,"tie_word_embeddings":false,"vocab_size":100352})");
  EXPECT_EQ(olmo2.vector_norm, VectorNorm::whole);
  const TransformerConfig diff = read_known(R"({"architectures":["DiffLlamaForCausalLM"],
    "attention_bias":false,"head_dim":64,"hidden_act":"silu","hidden_size":1024,
    "intermediate_size":4096,"lambda_std_dev":0.1,"max_position_embeddings":2048,"mlp_bias":false,
    "model_type":"diffllama","num_attention_heads":16,"num_hidden_layers":24,
    "num_key_value_heads":4,"rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":10000.0,
    "vocab_size":49152})");
  EXPECT_EQ(diff.n_heads, 8);
  EXPECT_EQ(diff.values_dim(), 128);
  EXPECT_TRUE(diff.layers[0].mechanism.learned_lambda);
}

TEST(KnownConfigs, OfGemmaAndPhiOpen) {
  const TransformerConfig gemma2 = read_known(R"({"architectures":["Gemma2ForCausalLM"],
    "attention_bias":false,"attn_logit_softcapping":50.0,"bos_token_id":2,
    "cache_implementation":"hybrid","eos_token_id":1,"final_logit_softcapping":30.0,"head_dim":256,
    "hidden_act":"gelu_pytorch_tanh","hidden_activation":"gelu_pytorch_tanh","hidden_size":2304,
    "intermediate_size":9216,"max_position_embeddings":8192,"model_type":"gemma2",
    "num_attention_heads":8,"num_hidden_layers":26,"num_key_value_heads":4,"pad_token_id":0,
    "query_pre_attn_scalar":256,"rms_norm_eps":1e-06,"rope_theta":10000.0,"sliding_window":4096,
    "vocab_size":256000})");
  EXPECT_EQ(gemma2.layers[0].window, 4096);
  EXPECT_FALSE(gemma2.layers[1].window);
  EXPECT_EQ(gemma2.score_cap, 50);
  EXPECT_DOUBLE_EQ(gemma2.embedding_scale, 48);
  // The large ones leave out what is usual for them.
  const TransformerConfig gemma3 =
      read_known(R"({"architectures":["Gemma3ForConditionalGeneration"],
    "boi_token_index":255999,"eoi_token_index":256000,"eos_token_id":[1,106],
    "image_token_index":262144,"initializer_range":0.02,"mm_tokens_per_image":256,
    "model_type":"gemma3","text_config":{"hidden_size":2560,"intermediate_size":10240,
    "model_type":"gemma3_text","num_attention_heads":8,"num_hidden_layers":34,
    "num_key_value_heads":4,"rope_scaling":{"factor":8.0,"rope_type":"linear"},
    "sliding_window":1024,"vocab_size":262208,"max_position_embeddings":131072,"head_dim":256},
    "vision_config":{"hidden_size":1152}})");
  EXPECT_EQ(gemma3.rotary[0].scaling, RotaryScaling::linear);
  EXPECT_EQ(gemma3.rotary[0].base, 1'000'000);
  EXPECT_EQ(gemma3.rotary[1].scaling, RotaryScaling::none);
  EXPECT_EQ(gemma3.rotary[1].base, 10'000);
  EXPECT_FALSE(gemma3.layers[5].window);
  EXPECT_EQ(gemma3.layers[4].window, 1024);
  EXPECT_EQ(gemma3.layers[4].rotary, 1);
  const TransformerConfig phi3 = read_known(R"({"architectures":["Phi3ForCausalLM"],
    "attention_bias":false,"attention_dropout":0.0,"auto_map":{"AutoConfig":"x"},"bos_token_id":1,
    "embd_pdrop":0.0,"eos_token_id":32000,"hidden_act":"silu","hidden_size":3072,
    "intermediate_size":8192,"max_position_embeddings":4096,"model_type":"phi3",
    "num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":32,
    "original_max_position_embeddings":4096,"pad_token_id":32000,"resid_pdrop":0.0,
    "rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":10000.0,"sliding_window":2047,
    "tie_word_embeddings":false,"vocab_size":32064})");
  EXPECT_EQ(phi3.layers[0].window, 2047);
  EXPECT_EQ(phi3.rotary[0].scaling, RotaryScaling::none);
}

}  // namespace
}  // namespace baryscope
