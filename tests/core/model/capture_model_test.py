"""resources/python/capture_model.py: several architectures, and MiniLM against our own capture.

Usage: capture_model_test.py SCRIPT CAPTURE_COPY CAPTURE_DUMP MODEL_FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers
from safetensors import safe_open

TEXT = "The bakery is between the school and the library"


def run(script: str, *arguments, expect: int = 0) -> str:
    done = subprocess.run([sys.executable, script, *map(str, arguments)], capture_output=True,
                          text=True)
    assert done.returncode == expect, (done.returncode, done.stderr)
    return done.stderr


def read(path: Path) -> tuple[dict, dict]:
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def check_weights_give_output(tensors: dict, metadata: dict) -> None:
    """The captured query, key, value, mask and scale reproduce the captured output."""
    n_layers = sum(name.endswith(".query") for name in tensors)
    for layer in range(n_layers):
        query, key, value, output = (tensors[f"layers.{layer}.{name}"].double()
                                     for name in ("query", "key", "value", "output"))
        repeat = query.shape[0] // key.shape[0]
        key, value = key.repeat_interleave(repeat, 0), value.repeat_interleave(repeat, 0)
        scores = query @ key.transpose(1, 2)
        scores *= float(metadata.get("scale", query.shape[2] ** -0.5))
        if metadata["causal"] == "true":
            n_tokens = query.shape[1]
            scores.masked_fill_(~torch.ones(n_tokens, n_tokens).tril().bool(), -torch.inf)
        error = (torch.softmax(scores, -1) @ value - output).abs().max().item()
        assert error < 1e-5, (layer, error)


def small_models() -> dict:
    sizes = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
             "num_attention_heads": 4, "vocab_size": 30522, "max_position_embeddings": 64}
    grouped = {**sizes, "num_key_value_heads": 2}
    return {
        "gpt2": transformers.GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=30522,
                                        n_positions=64),
        "llama": transformers.LlamaConfig(**grouped),
        "qwen2": transformers.Qwen2Config(**grouped),
        "mistral": transformers.MistralConfig(**grouped),
    }


def main() -> None:
    script, capture_copy, capture_dump, folder = sys.argv[1:5]
    if not Path(folder, "config.json").exists():
        sys.exit(f"no model in {folder}; ./dev test sets it up")
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        ours, theirs = scratch / "ours.safetensors", scratch / "theirs.safetensors"
        (scratch / "text").write_text(TEXT)
        subprocess.run([capture_dump, folder, scratch / "text", ours], check=True)
        run(script, folder, "--text", TEXT, "--output", theirs, "--name", "MiniLM")
        our_tensors, _ = read(ours)
        tensors, metadata = read(theirs)
        assert json.loads(metadata["tokens"])[:3] == ["[CLS]", "the", "bakery"]
        assert metadata["causal"] == "false" and metadata["model"] == "MiniLM"
        worst = max((values - our_tensors[name]).abs().max().item()
                    for name, values in tensors.items() if not name.endswith("output"))
        assert worst < 1e-4, worst
        check_weights_give_output(tensors, metadata)
        subprocess.run([capture_copy, theirs, scratch / "again.safetensors"], check=True)
        print(f"bert: within {worst:.1e} of our own capture")

        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        for name, config in small_models().items():
            torch.manual_seed(0)
            transformers.AutoModel.from_config(config).save_pretrained(scratch / name)
            tokenizer.save_pretrained(scratch / name)
            target = scratch / f"{name}.safetensors"
            run(script, scratch / name, "--text", TEXT, "--output", target)
            tensors, metadata = read(target)
            assert metadata["causal"] == "true", name
            if name != "gpt2":
                assert tensors["layers.1.key"].shape[0] == 2, name
            check_weights_give_output(tensors, metadata)
            subprocess.run([capture_copy, target, scratch / "again.safetensors"], check=True)
            print(f"{name}: the capture's weights give its output")

        complaint = run(script, folder, "--text", "word " * 600, "--output", theirs, expect=1)
        assert "at most 512" in complaint, complaint
        complaint = run(script, folder, "--text", TEXT, "--output", scratch / "none" / "x",
                        expect=1)
        assert "does not exist" in complaint, complaint
        assert not [path for path in scratch.iterdir() if path.name.startswith(".")]


main()
