"""1 MB of text into tokens, ours against the PyPI package `tokenizers` on one thread, same run: for byte-level BPE as GPT-2 and
Llama 3 have it, BPE over a whole text as Llama 2, Unigram as XLM-R and T5, WordPiece as BERT.

    python bench_tokenizers.py BUILD_DIR
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers  # noqa: E402

build = Path(sys.argv[1])
SOURCE = Path(__file__).resolve().parents[2]
N_BYTES, N_VOCABULARY, N_ROUNDS, N_RUNS = 1_000_000, 16_000, 5, 3
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
          r"\s+(?!\S)|\s+")


def corpus():
    """This project's own words and sources: English, formulas, code, here and there other scripts."""
    files = sorted(path for ending in ("md", "h", "cpp", "py", "txt") for folder in ("resources", "core", "viz", "app", "tests")
                   for path in (SOURCE / folder).rglob(f"*.{ending}"))
    return "\n".join(path.read_text(encoding="utf-8", errors="ignore") for path in files)


def trained(model, trainer, text, **parts):
    tokenizer = Tokenizer(model)
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
    return tokenizer


def kinds(text):
    byte_trainer = trainers.BpeTrainer(vocab_size=N_VOCABULARY, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    yield "byte-level BPE (GPT-2)", trained(
        models.BPE(), byte_trainer, text, pre_tokenizer=pre_tokenizers.ByteLevel(add_prefix_space=False), decoder=decoders.ByteLevel(),
        post_processor=processors.ByteLevel(trim_offsets=False))
    yield "byte-level BPE (Llama 3)", trained(
        models.BPE(ignore_merges=True), byte_trainer, text, decoder=decoders.ByteLevel(),
        pre_tokenizer=pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]))
    # Merges never cross a space in training, as in Llama 2's; when it reads, the whole text is one word.
    whole = trained(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True),
                    trainers.BpeTrainer(vocab_size=N_VOCABULARY, special_tokens=["<unk>"], show_progress=False), text,
                    pre_tokenizer=pre_tokenizers.Metaspace())
    whole.pre_tokenizer = None
    whole.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    whole.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    document = json.loads(whole.to_str())
    document["pre_tokenizer"] = None
    yield "BPE of one word (Llama 2)", Tokenizer.from_str(json.dumps(document))
    yield "Unigram (XLM-R)", trained(
        models.Unigram(), trainers.UnigramTrainer(vocab_size=8000, unk_token="<unk>", special_tokens=["<unk>"], show_progress=False), text,
        normalizer=normalizers.NFKC(), pre_tokenizer=pre_tokenizers.Metaspace(), decoder=decoders.Metaspace())
    minilm = Tokenizer.from_file(os.environ["BARYSCOPE_MODEL_PATH"].split(":")[-1] + "/minilm/tokenizer.json")
    minilm.no_padding()
    minilm.no_truncation()
    minilm.encode_special_tokens = True  # as ours by default: this corpus spells "[SEP]"
    yield "WordPiece (BERT)", minilm


def theirs(tokenizer, text):
    times = []
    for _ in range(N_RUNS):
        start = time.perf_counter()
        encoding = tokenizer.encode(text)
        times.append(time.perf_counter() - start)
    return statistics.median(times), len(encoding)


def main():
    whole = corpus()
    text = whole.encode()[:N_BYTES].decode(errors="ignore")
    with tempfile.TemporaryDirectory() as folder:
        text_file, file = Path(folder, "text.txt"), Path(folder, "tokenizer.json")
        text_file.write_text(text, encoding="utf-8")
        for name, tokenizer in kinds(whole[:3_000_000]):
            tokenizer.save(str(file))

            def ours():
                output = subprocess.run([build / "bin/bench_tokenizer", file, text_file, str(N_RUNS)], check=True, capture_output=True, text=True)
                return json.loads(output.stdout)

            rounds = [(theirs(tokenizer, text), ours()) for _ in range(N_ROUNDS)]
            for (_, n_theirs), result in rounds:
                assert result["n_tokens"] == n_theirs, (name, result, n_theirs)
            print(json.dumps({
                "name": f"1 MB of text to tokens, {name}: tokenizers' time / ours",
                "ratio": statistics.median(a / b["seconds"] for (a, _), b in rounds), "goal": ">= 0.5",
                "details": f"{statistics.median(b['seconds'] for _, b in rounds) * 1e3:.0f} ms / "
                           f"{statistics.median(a for (a, _), _ in rounds) * 1e3:.0f} ms, {rounds[0][1]['n_tokens']} tokens, one thread"}), flush=True)


main()
