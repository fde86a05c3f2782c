"""SmolLM2 from its GGUF file against transformers with the same file: a forward pass, and from the start of a process to a picture.

    python bench_smollm2.py BUILD_DIR
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

build = Path(sys.argv[1])
N_THREADS, N_ROUNDS, N_RUNS, N_TOKENS = 2, 5, 5, 128
NAME = "smollm2.gguf"
LOAD = ("from transformers import AutoModelForCausalLM\n"
        "AutoModelForCausalLM.from_pretrained({folder!r}, gguf_file={name!r})\n")


def model_folder():
    for folder in os.environ.get("BARYSCOPE_MODEL_PATH", "").split(":"):
        if folder and Path(folder, NAME).exists():
            return folder
    sys.exit(f"bench_smollm2: {NAME} is in no folder of BARYSCOPE_MODEL_PATH")


def succeeded(command, **more):
    finished = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, **more)
    if finished.returncode != 0:
        sys.exit(f"bench_smollm2: {command[0]} failed: {finished.stderr[-800:]}")
    return finished.stdout


def bench_forward(folder):
    import torch
    import transformers
    transformers.utils.logging.disable_progress_bar()
    torch.set_num_threads(N_THREADS)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=NAME, dtype=torch.float32).eval()
    ids = torch.arange(N_TOKENS).mul(7919).remainder(model.config.vocab_size)[None]

    def theirs():
        times = []
        with torch.inference_mode():
            for _ in range(N_RUNS):
                start = time.perf_counter()
                total = model.model(input_ids=ids, output_hidden_states=True, use_cache=True).last_hidden_state.abs().sum().item()
                times.append(time.perf_counter() - start)
        return statistics.median(times), total

    def ours():
        result = json.loads(succeeded([build / "bin/bench_models", "forward", Path(folder, NAME), N_TOKENS, N_RUNS, N_THREADS]))
        return result["seconds"], result["sum"]

    (_, total), (_, sum_of_ours) = theirs(), ours()
    assert abs(total - sum_of_ours) < 1e-3 * total, (total, sum_of_ours)
    rounds = [(theirs()[0], ours()[0]) for _ in range(N_ROUNDS)]
    return {"name": "SmolLM2 of a GGUF file, 128 tokens: transformers' time / ours",
            "ratio": statistics.median(a / b for a, b in rounds), "goal": ">= 1",
            "details": f"{statistics.median(b for _, b in rounds) * 1e3:.0f} ms with everything captured / "
                       f"{statistics.median(a for a, _ in rounds) * 1e3:.0f} ms with hidden states, keys and values, {N_THREADS} threads"}


def bench_start(folder):
    environment = dict(os.environ, HF_HUB_OFFLINE="1")

    def seconds(command):
        start = time.perf_counter()
        succeeded(command, env=environment)
        return time.perf_counter() - start

    with tempfile.TemporaryDirectory() as scratch:
        picture = [build / "bin/baryscope", "--no-config", "smollm2", "--output", Path(scratch, "mary.png")]
        load = [sys.executable, "-c", LOAD.format(folder=folder, name=NAME)]
        seconds(picture), seconds(load)
        rounds = [(seconds(load), seconds(picture)) for _ in range(N_ROUNDS)]
    return {"name": "SmolLM2 of a GGUF file: transformers' import and load / start to picture of ours",
            "ratio": statistics.median(a / b for a, b in rounds), "goal": ">= 5",
            "details": f"{statistics.median(b for _, b in rounds) * 1e3:.0f} ms, 1600x1000 / "
                       f"{statistics.median(a for a, _ in rounds) * 1e3:.0f} ms without a text"}


place = model_folder()
for bench in (bench_forward, bench_start):
    print(json.dumps(bench(place)), flush=True)
