"""The program on captures of every kind of model: its weights are those that the model itself says, to 1e-5, of every
layer and head, whole and in part.

Usage: captures_test.py PROGRAM PYTHON_FOLDER
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

sys.path[:0] = [sys.argv[2], str(Path(__file__).resolve().parents[2] / "resources" / "capture")]
import small_models
from baryscope.capture import Restriction, capture_model, read, write
from baryscope.capture.differential import read_lambda

transformers.logging.set_verbosity_error()
PROGRAM = sys.argv[1]
TOLERANCE = 1e-5


def run(*arguments, expect: int = 0) -> str:
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == expect, (arguments, done.returncode, done.stderr)
    return done.stderr


def reports(path: Path, *more) -> list[dict]:
    target = path.with_name("report.json")
    run(path, "--layer", "all", "--head", "all", "--query", "all", "--dense", *more, "--output", target)
    whole = json.loads(target.read_text())
    return whole.get("reports", [whole])


def own_weights(model, inputs: dict) -> list[torch.Tensor]:
    own = [weight.double() for weight in small_models.own_weights(model, inputs)]
    if model.config.model_type == "diffllama":
        halves = [torch.chunk(weight, 2, 0) for weight in own]
        own = [first - read_lambda(layer.self_attn).double() * second for layer, (first, second) in zip(model.layers, halves)]
    return own


def check(path: Path, own: list[torch.Tensor], what: str) -> None:
    """own: [heads, queries, keys] of the layers that the capture holds, of its heads, rows and columns."""
    capture = read(path)
    by_head = {(report["layer"], report["head"]): report for report in reports(path)}
    n_heads = [len(weight) for weight in own]
    assert len(by_head) == sum(n_heads), (what, len(by_head))
    worst = 0.0
    for number, (layer, expected) in enumerate(zip(capture.layers, own)):
        for head in range(n_heads[number]):
            report = by_head[number, head]
            n_before = len(report["tokens"]) - len(capture.tokens())
            assert [query["position"] - n_before for query in report["queries"]] == layer.queries, (what, layer.name)
            found = torch.tensor(report["weights"], dtype=torch.float64)[:, n_before:]
            inside = found[:, layer.keys]
            worst = max(worst, (inside - expected[head]).abs().max().item())
            others = [place for place in range(found.shape[1]) if place not in set(layer.keys)]
            assert not others or found[:, others].abs().max() == 0, (what, layer.name)
            apart = [note for note in report["notes"] if "apart" in note]
            assert not apart, (what, layer.name, apart)
    assert worst < TOLERANCE, (what, worst)
    print(f"{what}: {len(by_head)} heads within {worst:.1e}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, config in small_models.configs().items():
            model = small_models.make(config)
            inputs, tokens = small_models.inputs_of(config)
            own = own_weights(model, inputs)
            write(capture_model(model, inputs, tokens=tokens, name=kind), folder / "c.safetensors")
            check(folder / "c.safetensors", own, kind)
            if kind not in ("bart", "gemma2", "llama"):
                continue
            part = capture_model(model, inputs, tokens=tokens, restriction=Restriction(
                layers=[(1, 1)], heads=[(1, 1), (3, 3)], queries=[(4, 6)], keys=[(0, 2), (4, 6)]))
            write(part, folder / "part.safetensors")
            names = [layer.name for layer in read(folder / "c.safetensors").layers]
            kept = [own[names.index(layer.name)] for layer in part.layers]
            kept = [weight[[1, 3]][:, 4:7][:, :, [0, 1, 2, 4, 5, 6]] for weight in kept]
            check(folder / "part.safetensors", kept, f"a part of {kind}")
            write(capture_model(model, inputs, tokens=tokens), folder / "c-{layer}.safetensors")
            check(folder / "c.safetensors.index.json", own, f"{kind}, a file a layer")
            said = run(folder / "part.safetensors", "--query", 1, "--output", folder / "x.json", expect=2)
            assert "holds no query of that token" in said, said
        # A capture of the program's own, of what it opened: the same again.
        run(folder / "c.safetensors", "--output", folder / "again.safetensors")
        check(folder / "again.safetensors", own, "written again by the program")
        # With a selection of keys only those stay that the layer lets a query read.
        write(capture_model(*mask_of_two_halves()), folder / "halves.safetensors")
        for report in reports(folder / "halves.safetensors", "--select", "previous-layer", "--keep", 3, "--layer", 1):
            for row, query in zip(report["weights"], report["queries"]):
                read_keys = [key for key, weight in enumerate(row) if weight != 0]
                assert len(read_keys) <= 3 and all((key < 5) == (query["position"] < 5) for key in read_keys), read_keys


def mask_of_two_halves():
    model = small_models.make(small_models.configs()["bert"])
    inputs, _ = small_models.inputs_of(model.config)
    blocks = torch.zeros(small_models.N_TOKENS, small_models.N_TOKENS)
    blocks[:5, 5:] = blocks[5:, :5] = torch.finfo(torch.float32).min
    return model, {**inputs, "attention_mask": blocks[None, None]}


main()
