/// Configs of every family with entries that no program wrote: each is refused by name before any
/// memory is taken, or read as what it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/model/family_list.h"
#include "core/model/rotary.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using nlohmann::json;
using test::message_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const json& encoder_sizes() {
  static const json sizes = json::parse(
      R"({"vocab_size":97,"hidden_size":32,"num_hidden_layers":4,"num_attention_heads":4,
          "intermediate_size":40,"max_position_embeddings":40,"type_vocab_size":2,
          "layer_norm_eps":1e-12,"hidden_act":"gelu","pad_token_id":1})");
  return sizes;
}

json decoder_sizes() {
  return json::parse(
      R"({"vocab_size":97,"hidden_size":32,"num_hidden_layers":4,"num_attention_heads":4,
          "num_key_value_heads":2,"head_dim":8,"intermediate_size":40,"rms_norm_eps":1e-6,
          "max_position_embeddings":64,"hidden_act":"silu","tie_word_embeddings":true,
          "rope_parameters":{"rope_type":"yarn","rope_theta":1000.0,"factor":4.0,
            "original_max_position_embeddings":16,"beta_fast":32,"beta_slow":1,"truncate":true,
            "attention_factor":1.1,"mscale":1,"mscale_all_dim":1}})");
}

json merged(json config, const std::string& more) {
  config.update(json::parse(more));
  return config;
}

// A good config of each family.
std::map<std::string, json> good_configs() {
  std::map<std::string, json> configs;
  for (const char* name : {"bert", "roberta", "xlm-roberta"}) configs[name] = encoder_sizes();
  configs["electra"] = merged(encoder_sizes(), R"({"embedding_size":16})");
  configs["albert"] =
      merged(encoder_sizes(), R"({"embedding_size":16,"num_hidden_groups":2,"inner_group_num":1})");
  configs["mpnet"] = merged(encoder_sizes(), R"({"relative_attention_num_buckets":32})");
  configs["mpnet"].erase("type_vocab_size");
  configs["distilbert"] = json::parse(
      R"({"vocab_size":97,"dim":32,"n_layers":2,"n_heads":4,"hidden_dim":40,"activation":"gelu",
          "max_position_embeddings":40})");
  configs["modernbert"] = json::parse(
      R"({"vocab_size":97,"hidden_size":32,"num_hidden_layers":4,"num_attention_heads":4,
          "intermediate_size":40,"max_position_embeddings":40,"norm_eps":1e-5,"local_attention":8,
          "global_attn_every_n_layers":3,"global_rope_theta":160000.0,"local_rope_theta":1e4})");
  configs["gpt2"] = json::parse(
      R"({"vocab_size":97,"n_embd":32,"n_layer":2,"n_head":4,"n_positions":40,"n_inner":50,
          "layer_norm_epsilon":1e-5})");
  configs["gpt_neox"] = merged(encoder_sizes(), R"({"rotary_pct":0.25,"rotary_emb_base":10000})");
  configs["gpt_neox"].erase("type_vocab_size");
  for (const char* name : {"llama", "mistral", "qwen2", "qwen3", "olmo2", "diffllama"}) {
    configs[name] = decoder_sizes();
  }
  configs["mistral"]["sliding_window"] = 7;
  for (const char* name : {"qwen2", "qwen3"}) {
    configs[name].update(
        json::parse(R"({"use_sliding_window":true,"sliding_window":5,"max_window_layers":1})"));
  }
  configs["phi3"] = merged(decoder_sizes(), R"({"original_max_position_embeddings":16,
      "rope_parameters":{"type":"longrope","rope_theta":1e4,"short_factor":[1,1,1,2],
        "long_factor":[1,2,3,4]}})");
  configs["gemma"] = merged(decoder_sizes(), R"({"hidden_activation":"gelu_pytorch_tanh"})");
  const char* later = R"({"query_pre_attn_scalar":20,"sliding_window":6})";
  configs["gemma2"] = merged(configs["gemma"], later);
  configs["gemma2"].update(
      json::parse(R"({"attn_logit_softcapping":50.0,"final_logit_softcapping":30.0})"));
  configs["gemma3"] = merged(configs["gemma"], later);
  configs["gemma3"]["rope_parameters"] = json::parse(
      R"({"full_attention":{"rope_type":"linear","factor":8.0,"rope_theta":1e6},
          "sliding_attention":{"rope_type":"default","rope_theta":1e4}})");
  for (auto& [name, config] : configs) config["model_type"] = name;
  return configs;
}

TransformerConfig loaded(const json& config) {
  const test::ScratchFolder folder;
  return load_transformer_config(folder.write("config.json", config.dump()));
}

// Either is read, with a rotation that can be made or is refused; or a message that names the file.
void expect_read_or_refused(const test::ScratchFolder& folder, const std::string& text,
                            const std::string& what) {
  const auto path = folder.write("config.json", text);
  try {
    const TransformerConfig config = load_transformer_config(path);
    EXPECT_LE(config.layers.size(), std::size_t{max_layers}) << what;
    for (const WeightSpec& spec : weight_list(config)) {
      for (const std::int64_t size : spec.shape) EXPECT_GT(size, 0) << what << spec.name;
      static_cast<void>(family(config.architecture).stored_weight(config, spec));
    }
    for (const RotaryConfig& rotary : config.rotary) {
      static_cast<void>(rotary_tables(rotary, std::min(config.head_dim, 4096), 2, at::kCPU));
    }
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), AnyOf(StartsWith("cannot use "), HasSubstr("not finite"))) << what;
  }
}

// Every place of an object that holds a value, as JSON pointers.
void collect_places(const json& value, const std::string& place, std::vector<std::string>& places) {
  for (const auto& [key, entry] : value.items()) {
    const std::string own = place + "/" + key;
    places.push_back(own);
    if (entry.is_object()) collect_places(entry, own, places);
  }
}

TEST(HostileConfigs, GoodOnesOfEveryFamilyAreRead) {
  const std::map<std::string, json> configs = good_configs();
  for (const ModelFamily& row : model_families()) {
    if (row.is_native) continue;
    ASSERT_TRUE(configs.contains(row.name)) << row.name;
    EXPECT_EQ(loaded(configs.at(row.name)).architecture, row.name);
  }
}

TEST(HostileConfigs, EveryEntryIsBounded) {
  at::set_num_threads(1);  // so small that threads would wait for each other
  const std::vector<std::string> values = {"-1",
                                           "0",
                                           "1",
                                           "0.5",
                                           "1e300",
                                           "-1e300",
                                           "1e-300",
                                           "2147483647",
                                           "2147483648",
                                           "99999999999999999999",
                                           "1e999",
                                           "\"x\"",
                                           "[]",
                                           "[1e300]",
                                           "[\"x\"]",
                                           "{}",
                                           "null",
                                           "true",
                                           "false",
                                           "{\"rope_type\":\"dynamic\",\"factor\":1e9}",
                                           "{\"type\":\"llama3\",\"factor\":2}"};
  const test::ScratchFolder folder;
  for (const auto& [name, good] : good_configs()) {
    std::vector<std::string> places;
    collect_places(good, "", places);
    for (const std::string& place : places) {
      for (const std::string& value : values) {
        json changed = good;
        changed[json::json_pointer(place)] = "@";
        std::string text = changed.dump();
        text.replace(text.find("\"@\""), 3, value);
        expect_read_or_refused(folder, text, name + " " + place + " = " + value);
      }
    }
  }
}

std::string refusal(const std::string& family_name, const std::string& more) {
  const json config = merged(good_configs().at(family_name), more);
  return message_of<ModelError>([&config] { static_cast<void>(loaded(config)); });
}

TEST(HostileConfigs, WhatMayChangeTheNumbersIsNamed) {
  EXPECT_THAT(refusal("llama", R"({"logit_scale":2.0})"),
              AllOf(StartsWith("cannot use "), HasSubstr("'logit_scale'"),
                    HasSubstr("may change the numbers"), HasSubstr("capture_model.py")));
  EXPECT_THAT(refusal("bert", R"({"pruned_heads":{"1":[0]}})"), HasSubstr("'pruned_heads'"));
  EXPECT_THAT(refusal("llama", R"({"quantization_config":{"bits":4}})"),
              HasSubstr("'quantization_config'"));
  EXPECT_EQ(loaded(merged(good_configs().at("llama"),
                          R"({"logit_scale":null,"pruned_heads":{},"attention_dropout":0.5,
                              "pad_token_id":0,"_name_or_path":"x","torch_dtype":"bfloat16"})"))
                .architecture,
            "llama");
}

TEST(HostileConfigs, NameWhatIsWrong) {
  EXPECT_THAT(refusal("llama", R"({"rope_parameters":{"rope_type":"mrope"}})"),
              AllOf(HasSubstr("rope_parameters.rope_type"), HasSubstr("known: default, linear")));
  EXPECT_THAT(refusal("llama", R"({"rope_parameters":{"mrope_section":[1,2]}})"),
              HasSubstr("'mrope_section'"));
  EXPECT_THAT(refusal("llama", R"({"rope_scaling":{"type":"linear"}})"),
              HasSubstr("has no factor"));
  EXPECT_EQ(loaded(merged(good_configs().at("llama"), R"({"rope_scaling":{}})")).rotary[0].scaling,
            RotaryScaling::yarn)
      << "an empty object says nothing";
  EXPECT_THAT(refusal("llama", R"({"num_key_value_heads":3})"),
              HasSubstr("not a multiple of num_key_value_heads 3"));
  EXPECT_THAT(refusal("llama", R"({"head_dim":7})"), HasSubstr("head_dim 7 is odd"));
  EXPECT_THAT(refusal("llama", R"({"hidden_act":"gelo"})"), HasSubstr("did you mean 'gelu'"));
  EXPECT_THAT(refusal("llama", R"({"partial_rotary_factor":0.5})"), HasSubstr("as a whole"));
  EXPECT_THAT(refusal("diffllama", R"({"num_key_value_heads":1})"), HasSubstr("must be even"));
  EXPECT_THAT(refusal("phi3", R"({"rope_parameters":{"type":"longrope","short_factor":[1],
                                  "long_factor":[1]}})"),
              HasSubstr("expected 4, one a turned pair"));
  EXPECT_THAT(refusal("gemma2", R"({"layer_types":["full_attention"]})"),
              HasSubstr("expected num_hidden_layers = 4"));
  EXPECT_THAT(refusal("gemma2", R"({"layer_types":["a","b","c","d"]})"),
              HasSubstr("layer_types[0] is 'a'"));
  EXPECT_THAT(refusal("gemma3", R"({"use_bidirectional_attention":true})"),
              HasSubstr("use_bidirectional_attention is true"));
  EXPECT_THAT(refusal("bert", R"({"is_decoder":true})"), HasSubstr("only encoders"));
  EXPECT_THAT(refusal("albert", R"({"num_hidden_layers":4096,"inner_group_num":4096})"),
              HasSubstr("inner_group_num is 4096, expected a whole number from 1 to 1"));
  EXPECT_THAT(refusal("mpnet", R"({"relative_attention_num_buckets":2000000000})"),
              HasSubstr("relative_attention_num_buckets"));
  EXPECT_THAT(refusal("gpt2", R"({"n_layer":1000000000})"), HasSubstr("n_layer is 1000000000"));
}

TEST(HostileConfigs, AModelOfTextsAndPicturesIsItsTextModel) {
  json config;
  config["model_type"] = "llava";
  config["vision_config"] = {{"hidden_size", 3}};
  config["text_config"] = good_configs().at("llama");
  EXPECT_EQ(loaded(config).architecture, "llama");
  config["text_config"]["model_type"] = "cauldron";
  EXPECT_THAT(message_of<ModelError>([&config] { static_cast<void>(loaded(config)); }),
              HasSubstr("unknown architecture 'llava'"));
  config["text_config"] = 3;
  EXPECT_THAT(message_of<ModelError>([&config] { static_cast<void>(loaded(config)); }),
              HasSubstr("unknown architecture 'llava'"));
}

}  // namespace
}  // namespace baryscope
