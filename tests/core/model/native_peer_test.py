"""Native models of every mechanism: the program against resources/python/native_model.py.

Usage: native_peer_test.py NATIVE_DUMP FOLDER_OF_NATIVE_MODEL
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file

sys.path.insert(0, sys.argv[2])
import native_model

SMALL = {"model_type": "baryscope", "num_hidden_layers": 1, "hidden_size": 12,
         "num_attention_heads": 2, "head_dim": 6, "vocab_size": 17, "max_position_embeddings": 9,
         "readout": {"kind": "classes", "labels": ["no", "yes", "perhaps"]}}
BARE = {**SMALL, "head_dim": 8, "residual": False, "output_projection": False, "token_features": 5,
        "readout": {"kind": "vector", "size": 4, "names": ["a", "b", "c", "d"]}}
FULL = {**SMALL, "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 20,
        "num_hidden_layers": 3, "type_vocab_size": 2, "positions": "learned"}
STREET = {"mechanism": "two-simplicial"}


def cases() -> dict:
    layers = {name: {"mechanism": name} for name in (
        "pairwise", "linear", "relu-expm1", "softpick", "affine", "differential",
        "differential-v2", "rectified-differential", "heaviside-differential", "heaviside-gate",
        "cog", "dipole-v1", "dipole-v2", "two-simplicial")}
    layers |= {f"score {score}": {**STREET, "score": score} for score in
               ("determinant", "unsigned-triple", "strassen", "rank-one")}
    layers |= {f"order {order}": {"mechanism": "n-order", "order": order} for order in (1, 2, 3)}
    layers |= {
        "affine options": {"mechanism": "affine", "affine-a": 1.5, "affine-b": -0.25},
        "dipole own": {"mechanism": "dipole-v2", "negative-value": "own", "a-plus": 0.7, "a-minus": 1.3},
        "dipole-v1 own": {"mechanism": "dipole-v1", "negative-value": "own"},
        "lambda given": {"mechanism": "differential", "lambda": 0.3, "second-query-key": "negated"},
        "head norm": {"mechanism": "differential", "head-norm": True},
        "temperature": {"mechanism": "pairwise", "temperature": 0.5, "window": "3"},
        "window": {**STREET, "window": "5x2"},
        "key anchor": {**STREET, "window": "5x2", "window-anchor": "key"},
        "order window": {"mechanism": "n-order", "order": 3, "window": "6x3", "window-anchor": "key"},
        "biases": {**STREET, "key-bias": True, "value-bias": True, "output-scaling": True},
        "sources": {**STREET, "key-prime": "shifted-key", "value-prime": "ones"},
        "shared": {**STREET, "key-prime": "key", "value-prime": "value"},
    }
    found = {f"{name}, {shape}": {**base, "layers": [layer]}
             for name, layer in layers.items()
             for shape, base in {"bare": BARE, "full": FULL}.items()}
    for select in ("indexer", "indexer-softmax"):
        for mechanism in ("pairwise", "two-simplicial", "cog"):
            found[f"{select}, {mechanism}"] = {**FULL, "layers": [
                {"mechanism": mechanism, "select": select, "keep": 3, "index-heads": 3, "index-dim": 4}]}
    found["previous layer"] = {**FULL, "num_hidden_layers": 2, "layers": [
        {"mechanism": "pairwise"}, {**STREET, "select": "previous-layer", "keep": 4}]}
    found["rotary"] = {**FULL, "positions": "rotary", "causal": True, "layers": [
        {"mechanism": "differential"}, {**STREET}, {"mechanism": "cog"}]}
    for place in ("before", "after"):
        for norm in ("layer", "rms"):
            found[f"{norm} norm {place}"] = {**FULL, "norm": norm, "norm_place": place, "bias": False,
                                             "hidden_act": "silu", "layers": [STREET]}
    found["hybrid"] = {**FULL, "num_hidden_layers": 8, "norm": "rms", "causal": True, "layers": [
        *[{"mechanism": "pairwise"}] * 3, {**STREET, "window": "6x3"}]}
    return found


def check(name: str, folder: Path) -> float:
    for part in ("config.json", "model.safetensors"):
        assert (folder / "model" / part).read_bytes() == (folder / "again" / part).read_bytes(), (name, part)
    seen = load_file(folder / "seen.safetensors")
    model = native_model.load(folder / "model")
    worst = 0.0
    with torch.no_grad():
        answers = model(seen["ids"])
        pairs = [(answers, seen["answers"])]
        for index, layer in enumerate(model.layers):
            ours = torch.stack([seen[f"texts.{text}.layers.{index}"] for text in range(3)])
            pairs.append((layer.attention.head_output, ours))
    for theirs, ours in pairs:
        assert theirs.shape == ours.shape and torch.isfinite(ours).all(), name
        size = max(1.0, ours.abs().max().item())
        worst = max(worst, (theirs - ours).abs().max().item() / size)
    assert worst < 1e-5, (name, worst)
    return worst


def main() -> None:
    torch.set_num_threads(1)
    configs = cases()
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch, str(index)) for index in range(len(configs))]
        for folder, config in zip(folders, configs.values()):
            folder.mkdir()
            (folder / "given.json").write_text(json.dumps(config))
        subprocess.run([sys.argv[1], scratch, str(len(folders)), "3", "9", "7"], check=True)
        errors = {name: check(name, folder) for name, folder in zip(configs, folders)}
    worst = max(errors, key=errors.get)
    print(f"{len(errors)} models, the worst {worst}: {errors[worst]:.1e}")


main()
