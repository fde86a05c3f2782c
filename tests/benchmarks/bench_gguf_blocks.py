"""Blocks of every GGUF type that is read into floats, on one thread: against a copy of these floats, and against the PyPI
package gguf, which decodes with NumPy; all in one run.

    python bench_gguf_blocks.py BUILD_DIR
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

build = Path(sys.argv[1])
# Each with where a block has its half-precision scales.
TYPES = {"F32": [], "F16": [0], "BF16": [], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
         "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0],
         "IQ1_S": [0], "IQ1_M": [], "IQ2_XXS": [0], "IQ2_XS": [0], "IQ2_S": [0], "IQ3_XXS": [0], "IQ3_S": [0],
         "TQ1_0": [52], "TQ2_0": [64], "MXFP4": [], "NVFP4": []}
N_ROWS, N_COLUMNS, N_ROUNDS, N_RUNS = 2048, 4096, 3, 51  # a matrix of 32 MB


def random_blocks(name, random):
    """[N_ROWS, bytes of a row], with scales as weights have."""
    size, n_bytes = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    n_blocks = N_ROWS * N_COLUMNS // size
    if name in ("F32", "BF16"):
        numbers = random.normal(0, 0.02, n_blocks).astype(np.float32).view(np.uint32)
        blocks = (numbers if name == "F32" else (numbers >> 16).astype(np.uint16)).view(np.uint8)
    else:
        blocks = random.integers(0, 256, (n_blocks, n_bytes), dtype=np.uint8)
        if name == "MXFP4":
            blocks[:, 0] = random.integers(115, 122, n_blocks)
        if name == "IQ1_M":  # its scale, in four words' upper bits, is 0x2a8f
            blocks[:, 49::2] = blocks[:, 49::2] & 0x0f | np.array([0xf0, 0x80, 0xa0, 0x20], dtype=np.uint8)
        for place in TYPES[name]:
            blocks[:, place:place + 2] = random.normal(0, 0.02, (n_blocks, 1)).astype(np.float16).view(np.uint8)
    return blocks.reshape(N_ROWS, -1)


def ours(name, file, level="auto"):
    output = subprocess.run([build / "bin/bench_gguf_blocks", name, file, str(N_RUNS)], check=True, capture_output=True,
                            text=True, env=os.environ | {"BARYSCOPE_CPU": level})
    return json.loads(output.stdout)


def theirs(name, blocks):
    start = time.perf_counter()
    numbers = dequantize(blocks, GGMLQuantizationType[name])
    return time.perf_counter() - start, float(numbers.ravel()[-1])


def bench(name, file, blocks):
    rounds = []
    for _ in range(N_ROUNDS):
        seconds, last = theirs(name, blocks)
        rounds.append((ours(name, file), ours(name, file, "portable"), seconds))
        assert rounds[-1][0]["n_numbers"] == N_ROWS * N_COLUMNS and abs(rounds[-1][0]["last"] - last) <= 1e-6 * abs(last), (name, last)
    n_bytes = 4 * N_ROWS * N_COLUMNS
    decoded = statistics.median(fast["decode_seconds"] for fast, _, _ in rounds)
    copied = statistics.median(fast["copy_seconds"] for fast, _, _ in rounds)
    portable = statistics.median(slow["copy_seconds"] / slow["decode_seconds"] for _, slow, _ in rounds)
    yield {"name": f"{name} decoded: bytes of floats a second / those of a copy of them",
           "ratio": statistics.median(fast["copy_seconds"] / fast["decode_seconds"] for fast, _, _ in rounds), "goal": ">= 0.3",
           "details": f"{n_bytes / decoded / 1e9:.1f} / {n_bytes / copied / 1e9:.1f} GB/s, one thread, {n_bytes >> 20} MB; "
                      f"{portable:.2f}x by the portable build"}
    if name != "F32":  # of which NumPy only takes a view
        yield {"name": f"{name} decoded: gguf's time in NumPy / ours",
               "ratio": statistics.median(seconds / fast["decode_seconds"] for fast, _, seconds in rounds), "goal": ">= 3",
               "details": f"{decoded * 1e3:.1f} ms / {statistics.median(seconds for _, _, seconds in rounds) * 1e3:.0f} ms"}


def main():
    random = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        for name in TYPES:
            blocks = random_blocks(name, random)
            file = Path(folder, "blocks")
            file.write_bytes(blocks.tobytes())
            for figure in bench(name, file, blocks):
                print(json.dumps(figure), flush=True)


main()
