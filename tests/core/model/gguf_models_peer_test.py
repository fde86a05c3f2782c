"""Small GGUF models of every architecture that is read (gguf_files.py) against transformers with the same weights.

Usage: gguf_models_peer_test.py FAMILY_DUMP
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import gguf_files  # first: it keeps transformers offline and quiet
import torch
from family_peer import compare
from safetensors.torch import load_file, save_file

TOLERANCE = 2e-5


def main() -> None:
    program = sys.argv[1]
    cases = gguf_files.all_cases()
    assert {case.architecture for case in cases} == {"llama", "qwen2", "qwen3", "gemma2", "gemma3", "phi3", "gpt2", "bert"}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        given = []
        for number, case in enumerate(cases):
            folder = scratch / str(number)
            model = gguf_files.write(case, folder, seed=number)
            vocabulary = model.config.vocab_size
            generator = torch.Generator().manual_seed(number)
            # Of Phi-3's long factors texts that need them, and such that do not.
            ids = torch.randint(vocabulary, (31 if number % 2 == 0 else 13,), generator=generator)
            rows = torch.arange(0, len(ids), 3)
            save_file({"ids": ids, "rows": rows}, folder / "ids.safetensors")
            given.append((case, model, ids, rows, vocabulary))
        subprocess.run([program, scratch, str(len(cases)), "0"], check=True)
        worst = 0.0
        for number, (case, model, ids, rows, vocabulary) in enumerate(given):
            folder = scratch / str(number)
            assert not (folder / "error.txt").exists(), (case.name, (folder / "error.txt").read_text())
            error = compare(case, model, ids, load_file(folder / "seen.safetensors"), rows, vocabulary)
            print(f"{case.name}: {error:.1e}")
            assert error < TOLERANCE, (case.name, error)
            worst = max(worst, error)
        print(f"{len(cases)} models, largest error {worst:.1e}")


if __name__ == "__main__":
    main()
