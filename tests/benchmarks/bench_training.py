"""Training steps a second: the program's trainer against the same model in plain PyTorch.

    python bench_training.py BUILD_DIR

The peer is resources/python/native_model.py (dense scores, einsum) with torch's fused AdamW, fed
with ready batches of random tokens; ours makes its examples while it trains. One thread each.
"""
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from torch.nn import functional

build = Path(sys.argv[1])
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "resources/python"))
import native_model

N_STEPS, N_ROUNDS, BATCH = 120, 3, 256
torch.set_num_threads(1)


def ours(task, mechanism, folder):
    """Steps a second, the median of what the training told of itself."""
    command = [build / "bin/baryscope", "--no-config", "--train", task, "--mechanism", mechanism,
               "--steps", N_STEPS, "--batch", BATCH, "--evaluate-every", N_STEPS, "--threads", 1,
               "--checkpoint-every", N_STEPS, "--device", "cpu", "--force", "--output", f"{folder}/"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench_training: {done.stderr[-500:]}")
    curve = json.loads(Path(folder, "training.json").read_text())["curve"]
    rates = [point["steps_per_second"] for point in curve if point["steps_per_second"]]
    return statistics.median(rates)


def theirs(folder, n_tokens):
    model = native_model.load(folder).train()
    vocabulary = model.config["vocab_size"]
    n_classes = len(model.config["readout"]["labels"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-3, fused=True)
    batches = [(torch.randint(vocabulary, (BATCH, n_tokens)), torch.randint(n_classes, (BATCH, n_tokens)))
               for _ in range(8)]

    def step(index):
        ids, labels = batches[index % len(batches)]
        loss = functional.cross_entropy(model(ids).flatten(0, 1), labels.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for index in range(10):
        step(index)
    start = time.perf_counter()
    for index in range(N_STEPS):
        step(index)
    return N_STEPS / (time.perf_counter() - start)


def main():
    for task, mechanism, n_tokens in (("street", "two-simplicial", 8), ("street", "pairwise", 8)):
        rounds = []
        with tempfile.TemporaryDirectory() as scratch:
            for index in range(N_ROUNDS):
                folder = Path(scratch, str(index))
                rounds.append((ours(task, mechanism, folder), theirs(folder, n_tokens)))
        print(json.dumps({
            "name": f"training {task}, {mechanism}: our steps a second / PyTorch's with einsum",
            "ratio": statistics.median(a / b for a, b in rounds), "goal": ">= 1",
            "details": f"{statistics.median(a for a, _ in rounds):.0f} / "
                       f"{statistics.median(b for _, b in rounds):.0f} steps/s, batch {BATCH}, "
                       f"{n_tokens} tokens, one thread"}), flush=True)


main()
