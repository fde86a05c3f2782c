"""Small whole GGUF models of random weights, each beside a folder as Hugging Face has it with the same weights.

Metadata and names of tensors are those that llama.cpp's converter writes. Importable (all_cases, write), and

    gguf_files.py FOLDER [--only NAME]    FOLDER/<name>/model.gguf and FOLDER/<name>/hf/
"""

import argparse
import math
import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.filterwarnings("ignore")
import gguf
import numpy as np
import torch
from gguf.quants import dequantize, quantize

sys.path.insert(0, str(Path(__file__).parent))
from family_models import decoder, scatter
from gguf_random_blocks import random_rows
from gguf_tokenizers import both_forms

Type = gguf.GGMLQuantizationType
FILE_TYPES = {"F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q8_0": 7, "Q5_0": 8, "Q5_1": 9, "BF16": 32}
# Types that the package does not quantize to: numbers by chance.
BY_CHANCE = ("Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S",
             "IQ3_XXS", "IQ3_S", "TQ1_0", "TQ2_0", "MXFP4", "NVFP4")
ARCHITECTURES = {"gemma3_text": "gemma3"}  # where files name it otherwise than transformers


@dataclass
class GgufCase:
    name: str
    family: str
    config: dict
    tokenizer: str
    weights: str = "F32"  # of matrices; those of embeddings in Q4 files are Q8_0
    auto: str = "AutoModelForCausalLM"

    @property
    def architecture(self) -> str:
        return ARCHITECTURES.get(self.family, self.family)


def sizes(**more) -> dict:
    """Rows of 64, heads of 16 on half as many key heads."""
    return decoder(hidden_size=64, intermediate_size=96, num_key_value_heads=2, num_hidden_layers=2) | more


def all_cases() -> list:
    llama3 = dict(rope_type="llama3", rope_theta=500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                  original_max_position_embeddings=16)
    yarn = dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16)
    steps = [0.1 * i for i in range(8)]
    longrope = dict(rope_type="longrope", rope_theta=10000.0, short_factor=[1 + step for step in steps],
                    long_factor=[1.5 + 3 * step for step in steps])
    gemma = sizes(head_dim=16, query_pre_attn_scalar=16, sliding_window=6)
    gemma3 = gemma | dict(num_hidden_layers=7)
    gpt2 = dict(n_positions=40, n_embd=64, n_layer=2, n_head=4)
    bert = dict(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96, max_position_embeddings=40)
    cases = [
        GgufCase("llama", "llama", sizes(), "llama"),
        GgufCase("llama-tied", "llama", sizes(tie_word_embeddings=True, num_key_value_heads=4, rms_norm_eps=1e-5), "llama"),
        GgufCase("llama-3", "llama", sizes(rope_parameters=llama3), "llama3"),
        GgufCase("llama-linear", "llama", sizes(rope_parameters=dict(rope_type="linear", rope_theta=500.0, factor=3.0)), "llama"),
        GgufCase("llama-wide-heads", "llama", sizes(head_dim=24), "llama"),
        GgufCase("qwen2", "qwen2", sizes(rope_parameters=dict(rope_type="default", rope_theta=1e6)), "qwen2"),
        GgufCase("qwen2-yarn", "qwen2", sizes(rope_parameters=yarn), "qwen2"),
        GgufCase("qwen3", "qwen3", sizes(head_dim=24, tie_word_embeddings=True), "qwen2"),
        GgufCase("gemma2", "gemma2", gemma | dict(num_hidden_layers=4), "gemma"),
        GgufCase("gemma3", "gemma3_text", gemma3, "gemma"),
        GgufCase("gemma3-linear", "gemma3_text", gemma3 | dict(rope_parameters=dict(
            full_attention=dict(rope_type="linear", factor=8.0, rope_theta=1e6),
            sliding_attention=dict(rope_type="default", rope_theta=1e4))), "gemma"),
        GgufCase("gemma3-with-vision", "gemma3_text", gemma3, "gemma"),
        GgufCase("phi3", "phi3", sizes(sliding_window=9, original_max_position_embeddings=64), "llama"),
        GgufCase("phi3-long", "phi3", sizes(rope_parameters=longrope, original_max_position_embeddings=16), "llama"),
        GgufCase("gpt2", "gpt2", gpt2, "gpt2"),
        GgufCase("bert", "bert", bert, "bert", auto="AutoModel"),
    ]
    for case in list(cases):
        if case.name in ("llama", "qwen2", "qwen3", "gemma2", "gemma3", "phi3", "gpt2", "bert"):
            for weights in ("Q8_0", "Q4_0"):
                cases.append(GgufCase(f"{case.name}-{weights.lower()}", case.family, case.config, case.tokenizer, weights, case.auto))
    cases += [GgufCase(f"llama-{weights.lower()}", "llama", sizes(), "llama", weights)
              for weights in ("F16", "BF16", "Q4_1", "Q5_0", "Q5_1")]
    wide = sizes(hidden_size=256, intermediate_size=256, num_hidden_layers=1)
    return cases + [GgufCase(f"llama-{weights.lower()}", "llama", wide, "llama", weights) for weights in BY_CHANCE]


def rope_values(config: dict, arch: str) -> dict:
    """Of families whose rotation the converter writes in one way."""
    rope = config.get("rope_parameters") or {}
    main = rope.get("full_attention", rope)
    values = {}
    if main.get("rope_type") in ("linear", "yarn"):
        values = {f"{arch}.rope.scaling.type": main["rope_type"], f"{arch}.rope.scaling.factor": float(main["factor"])}
    if main.get("rope_type") == "yarn":
        values[f"{arch}.rope.scaling.original_context_length"] = main["original_max_position_embeddings"]
    if "rope_theta" in main:
        values[f"{arch}.rope.freq_base"] = float(main["rope_theta"])
    if "sliding_attention" in rope:
        values[f"{arch}.rope.freq_base_swa"] = float(rope["sliding_attention"]["rope_theta"])
    return values


def values_of(case: GgufCase, config: dict) -> dict:
    """Metadata but for the tokenizer's, by key. `config`: all of transformers' own."""
    arch = case.architecture
    n_heads = config.get("num_attention_heads", config.get("n_head"))
    width = config.get("hidden_size", config.get("n_embd"))
    values = {
        "general.architecture": arch, "general.type": "model", "general.name": case.name, "general.size_label": "small",
        "general.file_type": FILE_TYPES.get(case.weights, 0), "general.quantization_version": 2,
        f"{arch}.block_count": config.get("num_hidden_layers", config.get("n_layer")),
        f"{arch}.context_length": config.get("max_position_embeddings", config.get("n_positions")),
        f"{arch}.embedding_length": width, f"{arch}.attention.head_count": n_heads,
        f"{arch}.feed_forward_length": config.get("intermediate_size", 4 * width)}
    named = {"num_key_value_heads": "head_count_kv", "rms_norm_eps": "layer_norm_rms_epsilon",
             "layer_norm_eps": "layer_norm_epsilon", "layer_norm_epsilon": "layer_norm_epsilon",
             "head_dim": "key_length"}
    values |= {f"{arch}.attention.{key}": config[name] for name, key in named.items() if config.get(name) is not None}
    if f"{arch}.attention.key_length" in values:
        values[f"{arch}.attention.value_length"] = config["head_dim"]
    if arch == "llama":
        values |= {"llama.vocab_size": config["vocab_size"], "llama.rope.dimension_count": config["head_dim"]}
    if arch in ("llama", "qwen2", "qwen3", "gemma3"):
        values |= rope_values(config, arch)
    if arch == "gemma2":
        values |= {f"gemma2.{key}": config[key] for key in ("attn_logit_softcapping", "final_logit_softcapping")}
    if arch in ("gemma2", "gemma3", "phi3"):
        values[f"{arch}.attention.sliding_window"] = config.get("sliding_window") or 0
    if arch == "phi3":
        values |= phi3_rope_values(config, width // n_heads)
    if case.name.endswith("-with-vision"):  # as Ollama's converter writes it
        for key, own in (("freq_base", "global.freq_base"), ("freq_base_swa", "local.freq_base")):
            values[f"{arch}.rope.{own}"] = values.pop(f"{arch}.rope.{key}")
        values |= {f"{arch}.vision.block_count": 27, f"{arch}.mm.tokens_per_image": 256}
    if arch == "bert":
        values |= {"bert.attention.causal": False, "bert.pooling_type": 2}
    return values


def phi3_rope_values(config: dict, head_dim: int) -> dict:
    original = config["original_max_position_embeddings"]
    values = {"phi3.rope.dimension_count": head_dim, "phi3.rope.freq_base": float(config["rope_parameters"]["rope_theta"]),
              "phi3.rope.scaling.original_context_length": original}
    if config["rope_parameters"]["rope_type"] == "longrope":
        scale = config["max_position_embeddings"] / original
        values["phi3.rope.scaling.attn_factor"] = math.sqrt(1 + math.log(scale) / math.log(original))
    return values


def extra_tensors(config: dict) -> dict:
    """What rotations are divided by, one number a pair, where the family has its own."""
    rope = config.get("rope_parameters") or {}
    if rope.get("rope_type") == "longrope":
        return {f"rope_factors_{length}.weight": np.array(rope[f"{length}_factor"], np.float32) for length in ("long", "short")}
    if rope.get("rope_type") != "llama3":
        return {}
    factors = []
    for pair in range(config["head_dim"] // 2):
        length = 2 * math.pi * rope["rope_theta"] ** (2 * pair / config["head_dim"])
        turns = rope["original_max_position_embeddings"] / length
        low, high = rope["low_freq_factor"], rope["high_freq_factor"]
        share = min(max((turns - low) / (high - low), 0.0), 1.0)  # of the frequency as it is
        factors.append(1 / (share + (1 - share) / rope["factor"]))
    return {"rope_freqs.weight": np.array(factors, np.float32)}


def paired(rows: np.ndarray, n_heads: int) -> np.ndarray:
    """Rows of each head so that those of a rotated pair stand together: half-and-half before, neighbours after."""
    return rows.reshape(n_heads, 2, -1, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def unpaired(rows: np.ndarray, n_heads: int) -> np.ndarray:
    return rows.reshape(n_heads, -1, 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def ways(case: GgufCase, config: dict, name: str) -> tuple:
    """How a tensor of transformers turns into the file's, and back."""
    if case.family == "llama" and (".q_proj." in name or ".k_proj." in name):
        n_heads = config["num_attention_heads" if ".q_proj." in name else "num_key_value_heads"]
        return lambda rows: paired(rows, n_heads), lambda rows: unpaired(rows, n_heads)
    if case.family.startswith("gemma") and name.endswith("norm.weight"):
        return lambda gain: gain + np.float32(1), lambda gain: gain - np.float32(1)
    if case.family == "gpt2" and name.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight")):
        return np.transpose, np.transpose
    return lambda numbers: numbers, lambda numbers: numbers


def type_of(case: GgufCase, name: str, shape: tuple) -> Type:
    if len(shape) < 2 or name in ("position_embd.weight", "token_types.weight"):
        return Type.F32
    kind = Type.Q8_0 if case.weights.startswith("Q4") and name in ("token_embd.weight", "output.weight") else Type[case.weights]
    return kind if shape[-1] % gguf.GGML_QUANT_SIZES[kind][0] == 0 else Type.F16


def write(case: GgufCase, folder: Path, seed: int):
    """FOLDER/model.gguf and FOLDER/hf; returns transformers' model, in F32, of the weights as the file has them."""
    import transformers

    transformers.utils.logging.disable_progress_bar()
    tokenizer = both_forms(case.tokenizer)
    config = transformers.AutoConfig.for_model(case.family, **case.config | dict(
        vocab_size=tokenizer.n_tokens, bos_token_id=tokenizer.values["tokenizer.ggml.bos_token_id"],
        eos_token_id=tokenizer.values["tokenizer.ggml.eos_token_id"],
        pad_token_id=tokenizer.values.get("tokenizer.ggml.padding_token_id", tokenizer.values["tokenizer.ggml.eos_token_id"])))
    torch.manual_seed(seed)
    model = getattr(transformers, case.auto).from_config(config, attn_implementation="eager").eval()
    scatter(model, seed)
    config = config.to_dict()
    n_layers = config.get("num_hidden_layers", config.get("n_layer"))
    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == case.architecture), n_layers)

    folder.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(folder / "model.gguf", case.architecture)
    for key, value in (values_of(case, config) | tokenizer.values).items():
        add_value(writer, key, value)
    for name, numbers in extra_tensors(config).items():
        writer.add_tensor(name, numbers)
    tied = {"lm_head.weight"} if config.get("tie_word_embeddings") else set()
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if name in tied or name.startswith(("pooler.", "cls.")):
                continue
            there, back = ways(case, config, name)
            own_name = names.get_name(name, try_suffixes=(".weight", ".bias"))
            assert own_name, name
            numbers = np.ascontiguousarray(there(tensor.numpy()))
            kind = type_of(case, own_name, numbers.shape)
            by_chance = kind.name in BY_CHANCE
            stored = random_rows(kind.name, numbers.shape, np.random.default_rng(seed)) if by_chance else quantize(numbers, kind)
            writer.add_tensor(own_name, stored, raw_dtype=kind)
            read = dequantize(stored, kind).reshape(numbers.shape)
            tensor.copy_(torch.from_numpy(np.ascontiguousarray(back(read))))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    model.save_pretrained(folder / "hf")
    tokenizer.tokenizer.save(str(folder / "hf" / "tokenizer.json"))
    return model


def add_value(writer: gguf.GGUFWriter, key: str, value) -> None:
    if key == "general.architecture":  # the writer's own
        return
    add = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32, str: writer.add_string,
           list: writer.add_array}
    add[type(value)](key, value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="cases whose name begins so")
    options = parser.parse_args()
    for seed, case in enumerate(all_cases()):
        if case.name.startswith(options.only):
            write(case, options.folder / case.name, seed)
            print(f"{case.name}: {(options.folder / case.name / 'model.gguf').stat().st_size} bytes")


if __name__ == "__main__":
    main()
