"""Models of tiny sizes with random weights, large enough that attention is far from uniform, and what they are called with."""

import torch
import transformers

SIZES = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 100,
         "max_position_embeddings": 64}
GROUPED = {**SIZES, "num_key_value_heads": 2}
SIDES = {"d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
         "encoder_ffn_dim": 48, "decoder_ffn_dim": 48, "vocab_size": 100, "pad_token_id": 1, "bos_token_id": 0,
         "eos_token_id": 2, "decoder_start_token_id": 2}
N_TOKENS, N_ANSWER = 11, 7


def configs() -> dict:
    """Those that are captured."""
    t = transformers
    return {
        "gpt2": t.GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=100, n_positions=64),
        "gpt_neox": t.GPTNeoXConfig(**SIZES, rotary_pct=0.5),
        "llama": t.LlamaConfig(**GROUPED),
        "mistral": t.MistralConfig(**GROUPED, sliding_window=4),
        "qwen3": t.Qwen3Config(**GROUPED, head_dim=8),
        "gemma2": t.Gemma2Config(**GROUPED, head_dim=8, sliding_window=4, query_pre_attn_scalar=20, attn_logit_softcapping=2.0),
        "gemma3": t.Gemma3TextConfig(**{**GROUPED, "num_hidden_layers": 6}, head_dim=8, sliding_window=4),
        "bert": t.BertConfig(**SIZES),
        "albert": t.AlbertConfig(**SIZES, embedding_size=16),
        "modernbert": t.ModernBertConfig(**{**SIZES, "num_hidden_layers": 3}, local_attention=4, global_attn_every_n_layers=3,
                                         pad_token_id=0, eos_token_id=1, bos_token_id=2, cls_token_id=2, sep_token_id=1),
        "bart": t.BartConfig(**SIDES, max_position_embeddings=64, forced_eos_token_id=2),
        "vit": t.ViTConfig(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=24,
                           patch_size=8),
        "whisper": t.WhisperConfig(**SIDES, max_source_positions=20, max_target_positions=30, num_mel_bins=8,
                                   suppress_tokens=[], begin_suppress_tokens=[]),
        "diffllama": t.DiffLlamaConfig(**GROUPED),
    }


def refused_configs() -> dict:
    """Those that are not, and words of the refusal."""
    t = transformers
    return {
        "MPNetModel does not go through": t.MPNetConfig(**SIZES),
        "BloomModel does not go through": t.BloomConfig(hidden_size=32, n_layer=2, n_head=4, vocab_size=100),
        "DebertaV2Model does not go through": t.DebertaV2Config(**SIZES),
        "MptModel does not go through": t.MptConfig(d_model=32, n_heads=4, n_layers=2, vocab_size=100),
        "logits of sinks": t.GptOssConfig(**GROUPED, head_dim=8, num_local_experts=2, num_experts_per_tok=1),
        "position_bias": t.T5Config(d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4, vocab_size=100,
                                    decoder_start_token_id=0),
    }


def make(config, seed: int = 1):
    torch.manual_seed(seed)
    model = transformers.AutoModel.from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        for name, values in model.named_parameters():
            if values.dim() == 2 and "embed" not in name:
                values.normal_(0, 2 * values.shape[1] ** -0.5)
    return model


def inputs_of(config, seed: int = 0) -> tuple[dict, dict[str, list[str]]]:
    """→ what the model is called with, the texts of its tokens."""
    torch.manual_seed(seed)
    kind = config.model_type
    ids = torch.randint(5, 95, (1, N_TOKENS))
    answer = {"decoder_input_ids": torch.randint(5, 95, (1, N_ANSWER))}
    words, said = [f"word {index}" for index in range(N_TOKENS)], [f"said {index}" for index in range(N_ANSWER)]
    if kind == "vit":
        return {"pixel_values": torch.randn(1, 3, config.image_size, config.image_size)}, {}
    if kind == "whisper":
        return {"input_features": torch.randn(1, 8, 2 * config.max_source_positions), **answer}, {"decoder_input_ids": said}
    if kind in ("bart", "t5"):
        return {"input_ids": ids, **answer}, {"input_ids": words, "decoder_input_ids": said}
    return {"input_ids": ids}, {"input_ids": words}


def own_weights(model, inputs: dict) -> list[torch.Tensor]:
    """[heads, queries, keys] of every layer as the model itself says, in the order in which a capture holds them."""
    options = {} if "pixel_values" in inputs else {"use_cache": False}
    with torch.inference_mode():
        out = model(**inputs, output_attentions=True, **options)
    if "encoder_attentions" not in out:
        return [weight[0] for weight in out.attentions]
    decoder = [weight[0] for pair in zip(out.decoder_attentions, out.cross_attentions) for weight in pair]
    return [weight[0] for weight in out.encoder_attentions] + decoder
