"""Captures of version 2 that baryscope.capture writes, read and written again by our own reader: the same weights, for
every kind of model, whole and in part, in one file and behind an index.

Usage: capture_rules_peer_test.py PYTHON_FOLDER CAPTURE_COPY
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers

sys.path[:0] = [sys.argv[1], str(Path(__file__).resolve().parents[2] / "resources" / "capture")]
import small_models
from baryscope.capture import Restriction, capture_model, outputs, read, weights, write

transformers.logging.set_verbosity_error()
capture_copy = sys.argv[2]


def copy(source: Path, target: Path, words: str | None = None) -> None:
    done = subprocess.run([capture_copy, source, target], capture_output=True, text=True)
    if words is None:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 1 and words in done.stderr, (words, done.stderr)


def spread(own, capture, layer, n_before: int) -> torch.Tensor:
    """[heads, tokens, tokens]: the weights of a layer among all tokens, n_before of which the reader has added."""
    n_tokens = len(capture.tokens()) + n_before
    whole = torch.zeros(own.shape[0], n_tokens, n_tokens, dtype=own.dtype)
    rows = torch.tensor(layer.queries) + n_before
    columns = torch.tensor(layer.keys) + n_before
    whole[:, rows[:, None], columns[None, :]] = own
    return whole


def check(capture, source: Path, folder: Path, what: str) -> None:
    copy(source, folder / "copy.safetensors")
    again = read(folder / "copy.safetensors")
    n_before = len(again.tokens()) - len(capture.tokens())
    assert again.tokens()[n_before:] == capture.tokens(), what
    assert [layer.name for layer in again.layers] == [layer.name for layer in capture.layers], what
    worst = 0.0
    for layer, own in zip(again.layers, capture.layers):
        assert layer.heads == own.heads, (what, layer.heads)
        found = spread(weights(again, layer), again, layer, 0)
        expected = spread(weights(capture, own), capture, own, n_before)
        if n_before:  # the token that stands for keys that were left out has all that is missing
            left = found[:, :, 0]
            assert torch.all((found.sum(-1) - 1).abs()[:, torch.tensor(own.queries) + n_before] < 1e-5), what
            found = found.clone()
            found[:, :, 0] = 0
            assert left.max() > 0.01, what
        worst = max(worst, (found - expected).abs().max().item())
        if "output" in layer.tensors:
            rows = [layer.queries.index(place + n_before) for place in own.queries]
            error = (outputs(again, layer)[:, rows] - own.tensors["output"]).abs().max().item()
            assert error < 1e-5, (what, layer.name, error)
    assert worst < 1e-5, (what, worst)
    print(f"{what}: {len(capture.layers)} layers within {worst:.1e}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, config in small_models.configs().items():
            model = small_models.make(config)
            inputs, tokens = small_models.inputs_of(config)
            whole = capture_model(model, inputs, tokens=tokens, name=kind)
            write(whole, folder / "whole.safetensors")
            check(whole, folder / "whole.safetensors", folder, kind)
            n_least = 7 if len(whole.sequences) > 1 else 10
            heads = None if kind == "diffllama" else [(1, 1), (3, 3)]
            part = capture_model(model, inputs, tokens=tokens, restriction=Restriction(heads=heads, queries=[(2, 3), (5, 6)]))
            write(part, folder / "part.safetensors")
            check(part, folder / "part.safetensors", folder, f"{kind}, rows and heads")
            few = capture_model(model, inputs, tokens=tokens, restriction=Restriction(
                layers=[(1, 1)], heads=heads, queries=[(3, 6)], keys=[(0, 1), (4, n_least - 1)]))
            write(few, folder / "few.safetensors")
            if kind == "diffllama":
                copy(folder / "few.safetensors", folder / "x.safetensors", "query_2")
            else:
                check(few, folder / "few.safetensors", folder, f"{kind}, rows, heads and columns")
        write(whole, folder / "big-{layer}.safetensors")
        check(whole, folder / "big.safetensors.index.json", folder, "a file a layer")


main()
