"""Captures and safetensors files against the PyPI package, both ways.

Usage: safetensors_peer_test.py CAPTURE_COPY   (a program that loads a capture and saves it again)
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file


def main() -> None:
    program = sys.argv[1]
    torch.manual_seed(0)
    for dtype, expected in [
        (torch.float64, torch.float64),
        (torch.float32, torch.float32),
        (torch.float16, torch.float32),
        (torch.bfloat16, torch.float32),
    ]:
        tensors = {}
        for layer in range(12):  # two-digit numbers sort differently as text
            tensors[f"layers.{layer}.query"] = torch.randn(4, 3, 5).to(dtype)
            tensors[f"layers.{layer}.key"] = torch.randn(2, 3, 5).to(dtype)
            tensors[f"layers.{layer}.value"] = torch.randn(2, 3, 7).to(dtype)
        tensors["layers.3.lambda"] = torch.randn(4, 3).to(dtype)
        tokens = ["[CLS]", "Bäckerei", "😀\u0000\"\\"]
        metadata = {"baryscope.capture": "1", "tokens": json.dumps(tokens), "causal": "true",
                    "model": "peer", "scale": "0.5"}
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "a.safetensors", Path(folder) / "b.safetensors"
            save_file(tensors, source, metadata)
            subprocess.run([program, source, target], check=True)
            with safe_open(target, framework="pt") as file:
                assert set(file.keys()) == set(tensors), set(file.keys()) ^ set(tensors)
                for name, values in tensors.items():
                    read = file.get_tensor(name)
                    assert read.dtype == expected, (name, read.dtype)
                    assert torch.equal(read, values.to(expected)), name
                read_metadata = file.metadata()
            assert json.loads(read_metadata["tokens"]) == tokens, read_metadata["tokens"]
            assert {k: read_metadata[k] for k in ("causal", "model", "scale")} == {
                "causal": "true", "model": "peer", "scale": "0.5"}, read_metadata
    print("captures agree with the safetensors package in four types")


main()
