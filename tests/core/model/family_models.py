"""Small random models of every family, as transformers makes them: what the peer test compares."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

import torch

VOCABULARY = 97


@dataclass
class Case:
    family: str
    name: str
    config: dict
    n_tokens: int = 24
    auto: str = "AutoModelForCausalLM"
    older: Optional[Callable[[dict], dict]] = None  # the saved config as older programs wrote it
    half: str = ""  # the weights' type in the file


def encoder(**more) -> dict:
    return dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
                intermediate_size=40, max_position_embeddings=40, pad_token_id=1) | more


def decoder(**more) -> dict:
    return dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=4,
                num_key_value_heads=4, intermediate_size=40, max_position_embeddings=64,
                pad_token_id=0, bos_token_id=1, eos_token_id=2) | more


# With as many key heads as queries, with groups of two and of all, with a head_dim of its own.
GROUPS = {
    "every head its keys": dict(),
    "pairs of heads": dict(num_key_value_heads=2, num_hidden_layers=2),
    "one key head": dict(num_key_value_heads=1, hidden_size=48, num_attention_heads=6, num_hidden_layers=2),
    "own head_dim": dict(num_key_value_heads=2, head_dim=12, num_hidden_layers=2),
}
ROTATIONS = {
    "linear": dict(rope_type="linear", rope_theta=500.0, factor=3.0),
    "dynamic": dict(rope_type="dynamic", rope_theta=10000.0, factor=2.0),
    "yarn": dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16),
    "yarn untruncated": dict(rope_type="yarn", rope_theta=300.0, factor=4.0, truncate=False, beta_fast=3.0,
                             beta_slow=0.5, mscale=0.7, mscale_all_dim=0.3, original_max_position_embeddings=16),
    "longrope": dict(rope_type="longrope", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16,
                     short_factor=[1.0, 1.1, 1.2, 1.3], long_factor=[1.5, 2.0, 3.0, 4.0]),
    "llama3": dict(rope_type="llama3", rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                   original_max_position_embeddings=32),
}


def llama_older(config: dict) -> dict:
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    kind = rope.pop("rope_type")
    config["rope_scaling"] = None if kind == "default" else {"type": kind} | rope
    config["torch_dtype"] = config.pop("dtype", "float32")
    return config


def neox_older(config: dict) -> dict:
    rope = config.pop("rope_parameters")
    return config | {"rotary_emb_base": rope["rope_theta"], "rotary_pct": rope["partial_rotary_factor"],
                     "rope_scaling": None}


def gemma3_older(config: dict) -> dict:
    rope = config.pop("rope_parameters")
    config.pop("layer_types")
    full = {key: value for key, value in rope["full_attention"].items() if key != "rope_theta"}
    return config | {"rope_theta": rope["full_attention"]["rope_theta"], "sliding_window_pattern": 3,
                     "rope_local_base_freq": rope["sliding_attention"]["rope_theta"], "rope_scaling": full}


def modernbert_older(config: dict) -> dict:
    rope = config.pop("rope_parameters")
    config.pop("layer_types")
    return config | {"global_rope_theta": rope["full_attention"]["rope_theta"], "global_attn_every_n_layers": 3,
                     "local_rope_theta": rope["sliding_attention"]["rope_theta"],
                     "position_embedding_type": "absolute", "layer_norm_eps": 1e-5}


def encoders() -> list:
    masked = dict(auto="AutoModelForMaskedLM")
    cases = []
    for family in ("bert", "roberta", "xlm-roberta", "electra"):
        cases += [
            Case(family, "one", encoder(), **masked),
            Case(family, "two", encoder(num_attention_heads=2, hidden_act="relu", type_vocab_size=3), **masked),
            Case(family, "three", encoder(hidden_size=48, num_attention_heads=6, num_hidden_layers=3,
                                          hidden_act="gelu_new", layer_norm_eps=1e-5), **masked),
            Case(family, "task head", encoder(), auto="AutoModelForSequenceClassification"),
            Case(family, "bare", encoder(), auto="AutoModel"),
        ]
    cases += [Case("electra", "narrow", encoder(embedding_size=20), **masked),
              Case("electra", "as wide", encoder(embedding_size=32), **masked),
              Case("roberta", "bf16", encoder(), half="bfloat16", **masked)]
    small = dict(vocab_size=VOCABULARY, max_position_embeddings=40, pad_token_id=0)
    for index, sizes in enumerate((dict(dim=32, n_heads=4, n_layers=2, hidden_dim=40),
                                   dict(dim=48, n_heads=3, n_layers=3, hidden_dim=64, activation="relu"),
                                   dict(dim=16, n_heads=1, n_layers=1, hidden_dim=24, sinusoidal_pos_embds=True))):
        cases.append(Case("distilbert", str(index), small | sizes, **masked))
    cases.append(Case("distilbert", "task head", small | dict(dim=32, n_heads=4, n_layers=2, hidden_dim=40),
                      auto="AutoModelForSequenceClassification"))
    for index, sizes in enumerate((dict(), dict(num_attention_heads=2, num_hidden_layers=3),
                                   dict(hidden_size=48, num_attention_heads=6, hidden_act="relu",
                                        max_position_embeddings=210))):
        cases.append(Case("mpnet", str(index), encoder(**sizes), n_tokens=200 if index == 2 else 24, **masked))
    cases.append(Case("mpnet", "bare", encoder(), auto="AutoModel"))
    for index, sizes in enumerate((dict(num_hidden_layers=3), dict(num_hidden_layers=4, num_hidden_groups=2),
                                   dict(num_hidden_layers=2, inner_group_num=2, hidden_act="gelu"),
                                   dict(num_hidden_layers=5, num_hidden_groups=2, inner_group_num=2, embedding_size=32))):
        cases.append(Case("albert", str(index), encoder(embedding_size=20) | sizes, **masked))
    cases.append(Case("albert", "task head", encoder(embedding_size=20), auto="AutoModelForSequenceClassification"))
    modern = encoder(local_attention=8, num_hidden_layers=4, cls_token_id=1, sep_token_id=2, bos_token_id=1, eos_token_id=2)
    cases += [Case("modernbert", "alternating", modern, **masked),
              Case("modernbert", "older spellings", modern, older=modernbert_older, **masked),
              Case("modernbert", "biases", modern | dict(attention_bias=True, mlp_bias=True, norm_bias=True,
                                                         classifier_bias=True, num_attention_heads=2), **masked),
              Case("modernbert", "own layers", modern | dict(
                  layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
                  decoder_bias=False, local_attention=5), **masked),
              Case("modernbert", "task head", modern, auto="AutoModelForSequenceClassification")]
    return cases


def older_decoders() -> list:
    gpt2 = dict(vocab_size=VOCABULARY, n_positions=40, n_embd=32, n_layer=3, n_head=4, bos_token_id=1, eos_token_id=2)
    cases = [Case("gpt2", "usual", gpt2),
             Case("gpt2", "wide inside", gpt2 | dict(n_inner=50, n_head=2, activation_function="relu")),
             Case("gpt2", "scaled by layer", gpt2 | dict(scale_attn_by_inverse_layer_idx=True, n_embd=24)),
             Case("gpt2", "unscaled", gpt2 | dict(scale_attn_weights=False, tie_word_embeddings=False)),
             Case("gpt2", "fp16", gpt2, half="float16"),
             Case("gpt2", "bare", gpt2, auto="AutoModel")]
    neox = dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=2, intermediate_size=48,
                max_position_embeddings=64, bos_token_id=1, eos_token_id=2)
    cases += [Case("gpt_neox", "parallel", neox),
              Case("gpt_neox", "in sequence", neox | dict(use_parallel_residual=False, num_attention_heads=4,
                   rope_parameters=dict(rope_type="default", rope_theta=5000.0, partial_rotary_factor=0.5))),
              Case("gpt_neox", "whole heads", neox | dict(hidden_act="gelu_new", attention_bias=False,
                   rope_parameters=dict(rope_type="default", rope_theta=10000.0, partial_rotary_factor=1.0))),
              Case("gpt_neox", "older spellings", neox, older=neox_older)]
    return cases


def decoders() -> list:
    cases = []
    for family in ("llama", "mistral", "qwen2", "qwen3", "phi3", "olmo2"):
        for name, sizes in GROUPS.items():
            if name == "own head_dim" and family in ("qwen2", "phi3", "olmo2"):
                continue
            cases.append(Case(family, name, decoder(**sizes)))
        cases.append(Case(family, "older spellings", decoder(num_key_value_heads=2), older=llama_older))
    for name, rotation in ROTATIONS.items():
        sizes = dict(num_hidden_layers=2, max_position_embeddings=16 if name == "dynamic" else 64)
        cases += [Case("llama", name, decoder(rope_parameters=dict(rotation), **sizes)),
                  Case("llama", name + ", older", decoder(rope_parameters=dict(rotation), **sizes), older=llama_older)]
    cases += [
        Case("llama", "short longrope", decoder(rope_parameters=dict(ROTATIONS["longrope"])), n_tokens=12),
        Case("llama", "biases", decoder(attention_bias=True, mlp_bias=True, tie_word_embeddings=True)),
        Case("llama", "bf16", decoder(num_key_value_heads=2), half="bfloat16"),
        Case("llama", "bare", decoder(), auto="AutoModel"),
        Case("mistral", "window", decoder(sliding_window=7)),
        Case("mistral", "no window", decoder(sliding_window=None)),
        Case("qwen2", "late windows", decoder(use_sliding_window=True, sliding_window=5, max_window_layers=1)),
        Case("qwen3", "windows by type", decoder(use_sliding_window=True, sliding_window=5, attention_bias=True,
             layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
        Case("phi3", "long", decoder(rope_parameters=ROTATIONS["longrope"] | dict(factor=None),
                                     original_max_position_embeddings=16)),
        Case("phi3", "short", decoder(rope_parameters=ROTATIONS["longrope"] | dict(factor=None),
                                      original_max_position_embeddings=16), n_tokens=14),
        Case("phi3", "in part", decoder(rope_parameters=dict(rope_type="default", rope_theta=10000.0,
                                                             partial_rotary_factor=0.5), sliding_window=9)),
    ]
    return cases


def gemmas() -> list:
    sizes = decoder(head_dim=8, query_pre_attn_scalar=20, sliding_window=6)
    first = decoder(head_dim=12)
    cases = []
    for name, more in (("every head its keys", dict()), ("pairs of heads", dict(num_key_value_heads=2)),
                       ("one key head", dict(num_key_value_heads=1, hidden_size=48))):
        cases += [Case("gemma", name, first | more),
                  Case("gemma2", name, sizes | more | dict(num_hidden_layers=4)),
                  Case("gemma3_text", name, sizes | more | dict(num_hidden_layers=7, sliding_window=5))]
    cases += [
        Case("gemma2", "no caps", sizes | dict(attn_logit_softcapping=None, final_logit_softcapping=None)),
        Case("gemma2", "hard caps", sizes | dict(attn_logit_softcapping=1.5, final_logit_softcapping=0.7)),
        Case("gemma3_text", "older spellings", sizes | dict(num_hidden_layers=6, layer_types=[
            "sliding_attention", "sliding_attention", "full_attention"] * 2, rope_parameters={
                "full_attention": dict(rope_type="linear", factor=8.0, rope_theta=1000000.0),
                "sliding_attention": dict(rope_type="default", rope_theta=10000.0)}), older=gemma3_older),
        Case("gemma3_text", "cap and biases", sizes | dict(attention_bias=True, final_logit_softcapping=3.0)),
        Case("gemma3", "with pictures", dict(text_config=sizes | dict(num_hidden_layers=4), vision_config=dict(
            hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2, image_size=28,
            patch_size=14), mm_tokens_per_image=4), auto="AutoModelForImageTextToText"),
    ]
    return cases


def differential() -> list:
    return [Case("diffllama", name, decoder(**sizes)) for name, sizes in {
        "every head its keys": dict(),
        "pairs of heads": dict(num_key_value_heads=2),
        "own head_dim": dict(num_key_value_heads=2, head_dim=12, num_attention_heads=8, rms_norm_eps=1e-3),
        "biases": dict(attention_bias=True, num_hidden_layers=5)}.items()] + [
            Case("diffllama", "older spellings", decoder(num_key_value_heads=2), older=llama_older)]


def all_cases() -> list:
    return encoders() + older_decoders() + decoders() + gemmas() + differential()


def scatter(model, seed: int) -> None:
    """Every parameter gets numbers of its own: norms, biases and gains too."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, parameter.shape[-1] ** -0.5)
            else:
                parameter.add_(torch.randn_like(parameter), alpha=0.2)


def make(case: Case, folder: Path, seed: int):
    """Writes the model's folder; returns the model, which computes in F32."""
    import transformers

    transformers.utils.logging.disable_progress_bar()
    config = transformers.AutoConfig.for_model(case.family, **case.config)
    if hasattr(config, "text_config") and case.family == "gemma3":
        config.text_config.tie_word_embeddings = True
    config._attn_implementation = "eager"
    kind = getattr(transformers, case.auto)
    torch.manual_seed(seed)
    model = kind.from_config(config, attn_implementation="eager").eval()
    scatter(model, seed)
    if case.half:
        model = model.to(getattr(torch, case.half))
    model.save_pretrained(folder)
    if case.half:
        model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    if case.older:
        path = Path(folder, "config.json")
        path.write_text(json.dumps(case.older(json.loads(path.read_text()))))
    return model
