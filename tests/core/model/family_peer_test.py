"""Every family against transformers on small random models in F32: hidden states, attention weights as
the engine shows them, outputs of heads, logits within 1e-4·max(1, largest |reference|).

Usage: family_peer_test.py FAMILY_DUMP [--table] [--only FAMILY]
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

TOLERANCE = 1e-4
ROWS = [0, 3, 11]


def error_of(ours, theirs) -> float:
    assert ours.shape == theirs.shape, (tuple(ours.shape), tuple(theirs.shape))
    assert torch.isfinite(ours).all() and torch.isfinite(theirs).all()
    return (ours - theirs).abs().max().item() / max(1.0, theirs.abs().max().item())


def reference(model, ids):
    with torch.no_grad():
        out = model(input_ids=ids[None], output_hidden_states=True, output_attentions=True)
    return out


def maps_of(seen, layer, attentions, is_pair):
    """Our weights of a layer, and theirs: of differential heads the difference of the two maps."""
    ours, theirs = seen[f"layers.{layer}.weights"], attentions[layer][0]
    if is_pair:
        half = theirs.shape[0] // 2
        theirs = theirs[:half] - seen[f"layers.{layer}.lambda"][:, None, None] * theirs[half:]
    return ours, theirs


def compare(case, model, ids, seen) -> float:
    theirs = reference(model, ids)
    attentions, hidden = theirs.attentions, theirs.hidden_states
    n_layers = sum(name.endswith(".residual") for name in seen)
    assert len(attentions) == n_layers, (len(attentions), n_layers)
    worst = 0.0
    for layer in range(n_layers):
        worst = max(worst, error_of(*maps_of(seen, layer, attentions, case.family == "diffllama")))
        worst = max(worst, error_of(seen[f"layers.{layer}.engine_output"], seen[f"layers.{layer}.output"]))
        if len(hidden) == n_layers + 1:
            worst = max(worst, error_of(seen[f"layers.{layer}.residual"], hidden[layer][0]))
    kept = case.config.get("text_config", case.config)
    if kept.get("num_key_value_heads") and case.family != "diffllama":
        assert seen["layers.0.key"].shape[0] == kept["num_key_value_heads"], "keys are kept as they are"
    worst = max(worst, error_of(seen["stream"], hidden[-1][0]))
    is_vocabulary = hasattr(theirs, "logits") and theirs.logits.shape[-1] == VOCABULARY
    is_tied = case.auto == "AutoModel" and model.config.tie_word_embeddings and case.family == "gpt2"
    assert (is_vocabulary or is_tied) == ("logits" in seen), "logits where there is a vocabulary head"
    if is_vocabulary:
        worst = max(worst, error_of(seen["logits"], theirs.logits[0, ROWS]))
    return worst


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
                worst = compare(case, model, ids, load_file(folder / "seen.safetensors"))
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
