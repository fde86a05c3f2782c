"""Writes the table of resources/docs/models.md: every family against transformers in one run.

A model of each family, 6 layers of 384, random weights: the largest error of hidden states, attention
weights and logits as a share of max(1, largest |reference|), and how long a forward pass takes in
transformers (its fastest attention that computes the same) over ours, the fastest of 28 each, in turns in one run, one thread.

Usage: family_table.py FAMILY_DUMP [MODELS_MD]
"""

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
import transformers
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).parent))
from family_models import Case, make
from family_peer import compare

N_TOKENS, N_TIMES, N_TURNS, VOCABULARY = 256, 7, 4, 2000
BEGIN, END = "<!-- parity: written by tests/core/model/family_table.py -->", "<!-- end of parity -->"

ENCODER = dict(vocab_size=VOCABULARY, hidden_size=384, num_hidden_layers=6, num_attention_heads=6,
               intermediate_size=1536, max_position_embeddings=300, pad_token_id=1)
DECODER = dict(vocab_size=VOCABULARY, hidden_size=384, num_hidden_layers=6, num_attention_heads=6,
               num_key_value_heads=2, intermediate_size=1024, max_position_embeddings=300, pad_token_id=0,
               bos_token_id=1, eos_token_id=2)
LATER = DECODER | dict(head_dim=64, query_pre_attn_scalar=64, sliding_window=128)
SIZES = {
    "bert": ENCODER, "roberta": ENCODER, "xlm-roberta": ENCODER, "mpnet": ENCODER,
    "electra": ENCODER | dict(embedding_size=128), "albert": ENCODER | dict(embedding_size=128),
    "distilbert": dict(vocab_size=VOCABULARY, dim=384, n_layers=6, n_heads=6, hidden_dim=1536,
                       max_position_embeddings=300, pad_token_id=0),
    "modernbert": ENCODER | dict(local_attention=128, cls_token_id=1, sep_token_id=2, bos_token_id=1, eos_token_id=2),
    "gpt2": dict(vocab_size=VOCABULARY, n_positions=300, n_embd=384, n_layer=6, n_head=6, bos_token_id=1, eos_token_id=2),
    "gpt_neox": dict(vocab_size=VOCABULARY, hidden_size=384, num_hidden_layers=6, num_attention_heads=6,
                     intermediate_size=1536, max_position_embeddings=300, bos_token_id=1, eos_token_id=2),
    "llama": DECODER, "mistral": DECODER | dict(sliding_window=128), "qwen2": DECODER,
    "qwen3": DECODER | dict(head_dim=64), "gemma": DECODER | dict(head_dim=64), "gemma2": LATER,
    "gemma3_text": LATER, "phi3": DECODER, "olmo2": DECODER, "diffllama": DECODER,
}
MASKED = ("bert", "roberta", "xlm-roberta", "mpnet", "electra", "albert", "distilbert", "modernbert")


def fastest_milliseconds(model, ids) -> float:
    spent = []
    with torch.inference_mode():
        for _ in range(N_TIMES):
            start = time.perf_counter()
            model.base_model(input_ids=ids[None], **({} if model.config.model_type in MASKED else {"use_cache": False}))
            spent.append((time.perf_counter() - start) * 1e3)
    return min(spent)


def row(dump: str, index: int, family: str, config: dict) -> str:
    auto = "AutoModelForMaskedLM" if family in MASKED else "AutoModelForCausalLM"
    case = Case(family, "table", config, n_tokens=N_TOKENS, auto=auto)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "0")
        folder.mkdir()
        model = make(case, folder, index)
        ids = torch.randint(3, VOCABULARY, (N_TOKENS,))
        save_file({"ids": ids, "rows": torch.tensor([0, 100, N_TOKENS - 1])}, folder / "ids.safetensors")
        subprocess.run([dump, scratch, "1", str(N_TIMES)], check=True)
        if (folder / "error.txt").exists():
            sys.exit((folder / "error.txt").read_text())
        seen = load_file(folder / "seen.safetensors")
        worst = compare(case, model, ids, seen, [0, 100, N_TOKENS - 1], VOCABULARY)
        # The fused attention of transformers leaves out Gemma 2's cap of scores.
        kind = "eager" if family == "gemma2" else None  # None: its own choice
        fast = getattr(transformers, auto).from_pretrained(folder, dtype=torch.float32, attn_implementation=kind).eval()
        ours, theirs = seen["milliseconds"].item(), fastest_milliseconds(fast, ids)
        for _ in range(N_TURNS - 1):
            subprocess.run([dump, scratch, "1", str(N_TIMES)], check=True)
            ours = min(ours, load_file(folder / "seen.safetensors")["milliseconds"].item())
            theirs = min(theirs, fastest_milliseconds(fast, ids))
    print(f"{family}: {worst:.1e}, ours {ours:.1f} ms, transformers {theirs:.1f} ms", flush=True)
    return f"| {family} | {N_TOKENS} | {worst:.0e} | {theirs / ours:.2f} |"


def main() -> None:
    torch.set_num_threads(1)
    rows = [row(sys.argv[1], index, *item) for index, item in enumerate(SIZES.items())]
    lines = [BEGIN, f"Against transformers {transformers.__version__}, F32, 6 layers of 384, {VOCABULARY} tokens in the "
             f"vocabulary, one thread, the fastest of {N_TIMES * N_TURNS} in turns:", "", "| family | tokens | largest error | time of transformers / ours |",
             "|---|---|---|---|", *rows, END]
    if len(sys.argv) > 2:
        page = Path(sys.argv[2])
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        page.write_text(before + "\n".join(lines) + rest.partition(END)[2], encoding="utf-8")


main()
