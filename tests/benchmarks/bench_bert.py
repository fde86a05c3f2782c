"""BERT's forward pass at 128 tokens, ours against transformers, same threads, same run.

    python bench_bert.py BUILD_DIR
"""
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer
from transformers import logging as transformers_logging

transformers_logging.set_verbosity_error()
build = Path(sys.argv[1])
folder = os.environ["BARYSCOPE_MODEL_PATH"].split(":")[-1] + "/minilm"
text = "the bakery is between the school and the library " * 14  # 9 words a time: 126 and 2 special
N_THREADS, N_ROUNDS, N_RUNS = 2, 5, 20
torch.set_num_threads(N_THREADS)

tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder, attn_implementation="sdpa").eval()
encoded = tokenizer(text, return_tensors="pt", truncation=False)
n_tokens = encoded["input_ids"].shape[1]


def theirs():
    times = []
    with torch.inference_mode():
        for _ in range(N_RUNS):
            start = time.perf_counter()
            model(**encoded)
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def ours():
    """The program prints the median seconds of N_RUNS forward passes, captures included."""
    output = subprocess.run([build / "bin/bench_bert", folder, text, str(N_RUNS), str(N_THREADS)],
                            check=True, capture_output=True, text=True).stdout
    result = json.loads(output)
    assert result["n_tokens"] == n_tokens, (result, n_tokens)
    return result["seconds"]


theirs(), ours()
rounds = [(theirs(), ours()) for _ in range(N_ROUNDS)]
print(json.dumps({
    "name": "BERT forward, 128 tokens: transformers' time / ours",
    "ratio": statistics.median(a / b for a, b in rounds), "goal": ">= 1",
    "details": f"{statistics.median(b for _, b in rounds) * 1e3:.1f} ms with capture / "
               f"{statistics.median(a for a, _ in rounds) * 1e3:.1f} ms, {n_tokens} tokens, {N_THREADS} threads"}))
