"""Our BERT against transformers in fp32: hidden states and attention weights within 1e-4.

Usage: bert_peer_test.py CAPTURE_DUMP MODEL_FOLDER [--time]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from safetensors import safe_open
from transformers import AutoModel

TEXTS = [
    "The bakery is between the school and the library",
    "a",
    "Attention weights are barycentric coordinates of the output in the simplex of its values, "
    "naïve café, 東京 tower! " * 4,
    "word " * 500,
]


def compare(program: str, folder: str, model, text: str) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "text", Path(scratch) / "dump.safetensors"
        source.write_text(text, encoding="utf-8")
        subprocess.run([program, folder, source, target], check=True)
        with safe_open(target, framework="pt") as file:
            ours = {name: file.get_tensor(name) for name in file.keys()}
    with torch.no_grad():
        theirs = model(input_ids=ours["ids"][None], output_hidden_states=True, output_attentions=True)
    n_layers = len(theirs.attentions)
    assert n_layers == sum(name.endswith(".query") for name in ours)
    worst = 0.0
    for layer in range(n_layers):
        query, key = ours[f"layers.{layer}.query"], ours[f"layers.{layer}.key"]
        weights = torch.softmax(query @ key.transpose(1, 2) / query.shape[2] ** 0.5, -1)
        worst = max(worst, (weights - theirs.attentions[layer][0]).abs().max().item())
        hidden = ours[f"layers.{layer}.residual"]
        worst = max(worst, (hidden - theirs.hidden_states[layer][0]).abs().max().item())
    return max(worst, (ours["residual"] - theirs.hidden_states[-1][0]).abs().max().item())


def time_at_128(program: str, folder: str, model) -> None:
    text = "bread " * 126
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "text", Path(scratch) / "dump.safetensors"
        source.write_text(text, encoding="utf-8")
        ours = float(subprocess.run([program, folder, source, target, "41"], check=True,
                                    capture_output=True, text=True).stdout)
    ids = torch.full((1, 128), 7852)
    spent = []
    with torch.inference_mode():
        for _ in range(41):
            start = time.perf_counter()
            model(input_ids=ids)
            spent.append((time.perf_counter() - start) * 1e3)
    theirs = sorted(spent)[len(spent) // 2]
    print(f"128 tokens: ours {ours:.2f} ms with the tokenizer, transformers {theirs:.2f} ms, "
          f"ratio {theirs / ours:.2f}")


def main() -> None:
    program, folder = sys.argv[1:3]
    if not Path(folder, "config.json").exists():
        sys.exit(f"no model in {folder}; ./dev test sets it up")
    model = AutoModel.from_pretrained(folder, attn_implementation="eager",
                                      dtype=torch.float32).eval()
    for text in TEXTS:
        worst = compare(program, folder, model, text)
        print(f"{worst:.2e}  {text[:50]!r}")
        assert worst < 1e-4, worst
    if "--time" in sys.argv:
        fast = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
        time_at_128(program, folder, fast)


main()
