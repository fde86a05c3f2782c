"""Every family against transformers on small random models in F32: hidden states, attention weights as
the engine shows them, outputs of heads, logits within 1e-4·max(1, largest |reference|).

Usage: family_peer_test.py FAMILY_DUMP [--only FAMILY]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.filterwarnings("ignore")
import torch
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).parent))
from family_models import VOCABULARY, all_cases, make
from family_peer import compare

TOLERANCE = 1e-4
ROWS = [0, 3, 11]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dump")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    torch.set_num_threads(1)
    start = time.perf_counter()
    cases = [case for case in all_cases() if case.family.startswith(options.only)]
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch, str(index)) for index in range(len(cases))]
        models, texts = [], []
        for index, (case, folder) in enumerate(zip(cases, folders)):
            folder.mkdir()
            models.append(make(case, folder, index))
            torch.manual_seed(1000 + index)
            texts.append(torch.randint(3, VOCABULARY, (case.n_tokens,)))
            save_file({"ids": texts[-1], "rows": torch.tensor(ROWS)}, folder / "ids.safetensors")
        subprocess.run([options.dump, scratch, str(len(cases)), "0"], check=True)
        errors, failures = {}, []
        for case, folder, model, ids in zip(cases, folders, models, texts):
            name = f"{case.family}, {case.name}"
            if (folder / "error.txt").exists():
                failures.append(f"{name}: {(folder / 'error.txt').read_text()}")
                continue
            try:
                worst = compare(case, model, ids, load_file(folder / "seen.safetensors"), ROWS, VOCABULARY)
            except AssertionError as error:
                failures.append(f"{name}: {error}")
                continue
            errors[case.family] = max(errors.get(case.family, 0.0), worst)
            if worst > TOLERANCE:
                failures.append(f"{name}: differs by {worst:.1e}")
    for family, worst in errors.items():
        print(f"{family:12} {worst:.1e}")
    print(f"{len(cases)} models in {time.perf_counter() - start:.0f} s")
    if failures:
        sys.exit("\n".join(failures))


main()
