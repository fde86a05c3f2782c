"""Our tokens against those of the PyPI package `tokenizers`, padding and truncation off: ids, texts, offsets, segments.

usage: compare_tokenizer.py TOKENIZE_LINES MINILM_FOLDER
"""
import json
import random
import sys
import tempfile
from pathlib import Path

import tokenizers
from tokenizer_inputs import WORDS, Differences, added_strings, expected_tokens, hostile, mixtures, noise, run_lines

SEED = 20240607


def all_code_points():
    for first in range(0, 0x110000, 0x80):
        if (0xD800 <= first <= 0xDFFF) or 0x40000 <= first < 0xE0000 or (first >= 0xE1000 and first % 0x1000):
            continue
        points = [chr(c) for c in range(first, first + 0x80)]
        yield " a".join(points)
        if first < 0x20000:
            yield "".join(points)


def tokenizer_files(minilm, folder):
    """(path, inputs are pairs too): MiniLM's own, and variants that turn every switch."""
    base = json.loads((minilm / "tokenizer.json").read_text())
    yield minilm / "tokenizer.json"
    extra = [
        dict(content="bakery", single_word=True, lstrip=False, rstrip=False, normalized=False, special=False),
        dict(content="<l>", single_word=False, lstrip=True, rstrip=False, normalized=False, special=True),
        dict(content="<r>", single_word=False, lstrip=False, rstrip=True, normalized=False, special=True),
        dict(content="<r> ", single_word=False, lstrip=False, rstrip=False, normalized=False, special=True),
        dict(content="Été", single_word=False, lstrip=True, rstrip=True, normalized=True, special=False),
        dict(content="New York", single_word=True, lstrip=False, rstrip=False, normalized=True, special=False),
        dict(content="ab", single_word=False, lstrip=False, rstrip=False, normalized=True, special=False),
        dict(content="abcd", single_word=False, lstrip=False, rstrip=False, normalized=True, special=False),
        dict(content="library", single_word=False, lstrip=False, rstrip=False, normalized=True, special=True),
    ]
    for i, token in enumerate(extra):
        token["id"] = 30522 + i
    for i, (clean, chinese, strip, lower) in enumerate(
            [(True, True, None, False), (True, True, False, True), (False, True, True, False), (False, False, None, True),
             (False, False, False, False), (True, False, True, True)]):
        variant = json.loads(json.dumps(base))
        variant["normalizer"].update(clean_text=clean, handle_chinese_chars=chinese, strip_accents=strip, lowercase=lower)
        variant["added_tokens"] += extra
        if i == 1:
            variant["post_processor"] = {"type": "BertProcessing", "sep": ["[SEP]", 102], "cls": ["[CLS]", 101]}
        if i == 2:
            variant["post_processor"] = None
            variant["model"]["max_input_chars_per_word"] = 7
        if i == 3:
            variant["pre_tokenizer"] = None
        if i == 4:
            variant["normalizer"] = None
            variant["model"].pop("type")
            variant["post_processor"]["single"] = [{"Sequence": {"id": "A", "type_id": 3}}, {"SpecialToken": {"id": "two", "type_id": 2}},
                                                   {"Sequence": {"id": "A", "type_id": 0}}]
            variant["post_processor"]["special_tokens"]["two"] = {"id": "two", "ids": [101, 102], "tokens": ["[CLS]", "[SEP]"]}
        if i == 5:
            vocabulary = variant["model"]["vocab"]
            variant["model"]["vocab"] = {k.replace("##", "@"): v for k, v in vocabulary.items() if k != "@"}
            variant["model"]["continuing_subword_prefix"] = "@"
        path = folder / f"variant-{i}.json"
        path.write_text(json.dumps(variant))
        yield path
    words = [w for w in dict.fromkeys(WORDS + ["a", "x", "é", "漢", "@", ".", ",", "-", "!"]) if w and not any(c.isspace() for c in w)]
    for i, pre_tokenizer in enumerate(["WhitespaceSplit", "Whitespace", None, "WhitespaceSplit"]):
        if i == 3:
            words.remove("[UNK]")
        path = folder / f"word-level-{i}.json"
        path.write_text(json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "normalizer": base["normalizer"] if i == 1 else None,
            "added_tokens": extra if i else [], "pre_tokenizer": pre_tokenizer and {"type": pre_tokenizer}, "decoder": None,
            "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                               "special_tokens": {"x": {"id": "x", "ids": [words.index("x")], "tokens": ["x"]}}},
            "model": {"type": "WordLevel", "vocab": {word: k for k, word in enumerate(words)}, "unk_token": "[UNK]"}}))
        yield path


def main():
    program, minilm = sys.argv[1], Path(sys.argv[2])
    generator = random.Random(SEED)
    short = list(mixtures(generator, 800)) + list(noise(generator, 300)) + list(added_strings(generator, 600))
    inputs = list(hostile()) + short + list(all_code_points())
    inputs += [(generator.choice(short), generator.choice(short)) for _ in range(200)] + [("", ""), ("a", ""), ("", "b")]
    differences = Differences()
    with tempfile.TemporaryDirectory() as folder:
        for path in tokenizer_files(minilm, Path(folder)):
            tokenizer = tokenizers.Tokenizer.from_file(str(path))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            ours = run_lines(program, path, ["parse"], inputs)
            for item, got in zip(inputs, ours):
                differences.compare(path.name, item, expected_tokens(tokenizer, item), got)
            print(f"{path.name}: {len(inputs)} strings, {ours.count(None)} refused")
    sys.exit(differences.report())


main()
