"""The street script trains, and what it and the shipped capture hold is a triangle's own numbers.

    train_street_test.py TRAIN_STREET SHIPPED_CAPTURE
"""
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import torch
    from safetensors import safe_open
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

script, shipped = sys.argv[1:3]


def read(path):
    """Metadata, and the layer's vectors in F64 without the head axis."""
    with safe_open(path, "pt") as file:
        return file.metadata(), {name.split(".")[-1]: file.get_tensor(name)[0].double() for name in file.keys()}


def weights(v):
    """S [i, j, k] by the definition."""
    scores = torch.einsum("id,jd,kd->ijk", v["query"], v["key"], v["key_prime"]) / math.sqrt(v["query"].shape[1])
    return scores.flatten(1).softmax(1).view_as(scores)


def check(path):
    metadata, vectors = read(path)
    tokens = json.loads(metadata["tokens"])
    assert metadata["baryscope.capture"] == "1" and metadata["mechanism"] == "two-simplicial", metadata
    assert tokens[:3] == ["bakery@3", "school@1", "library@5"], tokens
    s = weights(vectors)
    output = torch.einsum("ijk,jd,kd->id", s, vectors["value"], vectors["value_prime"])
    error = (output - vectors["output"]).abs().max() / vectors["output"].abs().max()
    assert error < 1e-5, f"{path}: the stored output is {error} off its own weights"
    return s, tokens


with tempfile.TemporaryDirectory() as folder:
    target = Path(folder, "street.safetensors")
    printed = subprocess.run([sys.executable, script, "--steps", "30", "--output", target],
                             check=True, capture_output=True, text=True).stdout
    losses = [float(line.split()[-1]) for line in printed.splitlines() if line.startswith("step")]
    assert losses[-1] < losses[0], f"30 steps did not lower the loss: {losses}"
    check(target)

s, tokens = check(shipped)
plots = [int(token.split("@")[1]) for token in tokens]
for i, row in enumerate(s):
    j, k = divmod(int(row.flatten().argmax()), len(tokens))
    midway = any(a != b and plots[a] + plots[b] == 2 * plots[i] for a in range(len(plots)) for b in range(len(plots)))
    if midway:
        assert plots[j] + plots[k] == 2 * plots[i] and j != k, (tokens[i], tokens[j], tokens[k])
assert {tokens[x] for x in divmod(int(s[0].flatten().argmax()), len(tokens))} == {"school@1", "library@5"}
assert s[0].max() > 0.9, s[0].max()
print("the street's triangles are true")
