"""Tokenizers that GGUF files have in their metadata against the same vocabularies in the packages `tokenizers` and `transformers`:
ids, texts, places, segments and decoded texts. Pieces with scores also against SentencePiece's own rule.

Usage: gguf_tokenizer_peer_test.py TOKENIZE_LINES [NAME]
"""

import os
import random
import sys
import tempfile
import unicodedata
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "text"))
import gguf
import transformers
from gguf_vocabularies import all_kinds, in_order, write_bert
from sentence_piece_merging import merged_pieces
from tokenizer_inputs import Differences, expected_tokens, hostile, mixtures, noise, run_lines
from tokenizers import Tokenizer, pre_tokenizers

SEED = 20261130
LONGEST = 2000
EXTRA = ["The capital of France is", "I'll we'LL don'T 'S it's", "1234567 12 3 ٣٤٥ ²³¹¼x 𝟙𝟚𝟛", "   lead", "trail   ", " \n \n\n x", "a\tb\n\n\nc\r\n d",
         "<|begin|>x<|end|> <think> y</think>", "<s></s><unk>", "is  <mask> <mask>. x<mask>", "[CLS][SEP][UNK] [MASK]", "a  b   c    d", "▁the▁ ▁", "Ġthe Ġ", "e\u0301\u0301e",
         "<0x41><0xE9>", "☃☃☃", "XMLHttpRequest iPhone ǅungla", "f(x)=a_b[0]->c; // 50%\n\t\treturn;", "今日は123円です。한국어 텍스트", "«¿qué?»", "…--!!??", "+=<>^~|$`",
         "library bakeries libraryy", "the" * 300, " " * 300, "\n" * 300, "th" + "e" * 1500, "é" * 700]


def texts_to_compare(generator):
    texts = [*EXTRA, *hostile()] + list(mixtures(generator, 250)) + list(noise(generator, 150))
    # Unassigned in Python's table: it may be a letter to one of the two and none to the other.
    return ["".join(c for c in text[:LONGEST] if unicodedata.category(c) != "Cn") for text in texts]


def compare(program, path, tokenizer, name, texts, generator, differences):
    pairs = [(generator.choice(texts), generator.choice(texts)) for _ in range(40)] + [("", ""), ("a", ""), ("", "b")]
    items = texts + [(a[:300], b[:300]) for a, b in pairs]
    ids = []
    for mode in ("parse", "plain"):
        tokenizer.encode_special_tokens = mode == "plain"
        for item, got in zip(items, run_lines(program, path, [mode], items)):
            expected = expected_tokens(tokenizer, item)
            differences.compare(f"{name} {mode}", item, expected, got)
            ids.append([token[0] for token in expected or []][:300])
    ids += [[generator.randrange(tokenizer.get_vocab_size()) for _ in range(8)] for _ in range(100)]
    for item, got in zip(ids, run_lines(program, path, ["parse", "decode"], ids)):
        expected = [tokenizer.decode(item, skip_special_tokens=False), tokenizer.decode(item, skip_special_tokens=True)]
        differences.compare(f"{name} decode", item, expected, got)


def compare_smollm2(program, path, texts, generator, differences):
    """The file of a real model. The package reads its vocabulary, but does not know how "smollm" cuts."""
    own = transformers.AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name).backend_tokenizer
    own.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    compare(program, path, own, "smollm2", texts, generator, differences)
    france = run_lines(program, path, ["plain"], ["The capital of France is"])[0]
    assert [token[0] for token in france] == [504, 3575, 282, 4649, 314], france


def compare_with_scores(program, path, kind, prefix, texts, differences):
    """What the file's scores ask for, without the way over a list of merges. Texts with tokens that users defined are left out."""
    fields = gguf.GGUFReader(path).fields
    tokens, scores, types = (fields[f"tokenizer.ggml.{key}"].contents() for key in ("tokens", "scores", "token_type"))
    ids = {token: i for i, token in enumerate(tokens)}
    pieces = {token: score for token, score, kind in zip(tokens, scores, types) if kind == gguf.TokenType.NORMAL}
    whole = [token for token, kind in zip(tokens, types) if kind == gguf.TokenType.USER_DEFINED]
    texts = [text for text in texts if text and not any(token in text for token in whole)]
    for text, got in zip(texts, run_lines(program, path, ["plain"], texts)):
        expected = [ids["<s>"]]
        for piece in merged_pieces((("▁" if prefix else "") + text).replace(" ", "▁"), pieces):
            expected += [ids[piece]] if piece in pieces else [ids[f"<0x{byte:02X}>"] for byte in piece.encode()]
        differences.compare(f"{kind} scores", text, expected, [token[0] for token in got])


def compare_minilm(program, folder, path, texts, generator, differences):
    """BERT's own vocabulary as converters write it, its 994 unused tokens among it."""
    own = Tokenizer.from_file(str(folder / "tokenizer.json"))
    own.no_padding()
    own.no_truncation()
    write_bert(path, in_order(own), {token.content for token in own.get_added_tokens_decoder().values()})
    compare(program, path, own, "minilm", texts, generator, differences)


def find_model(name):
    for folder in os.environ.get("BARYSCOPE_MODEL_PATH", "").split(os.pathsep):
        if (Path(folder) / name).exists():
            return Path(folder) / name
    sys.exit(f"no {name}: name the folder that holds it in BARYSCOPE_MODEL_PATH; ./dev test sets it up")


def main():
    program, only = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    generator = random.Random(SEED)
    texts = texts_to_compare(generator)
    differences = Differences()
    with tempfile.TemporaryDirectory() as name:
        for kind, make in all_kinds():
            if only in kind:
                path = Path(name) / "model.gguf"
                tokenizer = make(path)
                compare(program, path, tokenizer, kind, texts, generator, differences)
                if kind in ("llama", "llama gemma"):
                    compare_with_scores(program, path, kind, kind == "llama", texts, differences)
                print(f"{kind}: {tokenizer.get_vocab_size()} tokens", flush=True)
        if only in "minilm":
            compare_minilm(program, find_model("minilm"), Path(name) / "model.gguf", texts, generator, differences)
            print("minilm")
    if only in "smollm2":
        compare_smollm2(program, find_model("smollm2.gguf"), texts, generator, differences)
        print("smollm2")
    sys.exit(differences.report())


main()
