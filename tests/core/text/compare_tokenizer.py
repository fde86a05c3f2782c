"""Our tokens against those of the PyPI package `tokenizers`, padding and truncation off: ids, texts, offsets, segments.

usage: compare_tokenizer.py TOKENIZE_LINES MINILM_FOLDER
"""
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tokenizers

SEED = 20240607
WORDS = ("the bakery is between school and library naïve Café ÜBER straße ΣΊΣΥΦΟΣ İstanbul ǅungla ﬁne Å "
         "unaffable tokenization 東京 日本語 漢字仮名 한국어 가각 עברית שָׁלוֹם العَرَبِيَّة हिन्दी ไทย "
         "👩‍👩‍👧‍👦 🏳️‍🌈 ☃️ 🇫🇷 don't e-mail U.S.A. 3.14159 $5 50% C++ a_b [CLS] [SEP] [MASK] [UNK] [PAD] [mask] "
         "##ing ##s # ## ́ é ệ \u0344\u0323 a\u0323\u0307 q\u0307\u0323 ①②³ ℌ ｆｕｌｌ ａ "
         "\u200b \u200d \ufeff \u00ad \ufffd \u0085 \u2028 \x00 \x1f \t \n \r \x0b \x0c \u3000 \ue000 \U000f1234 "
         "\U0010ffff \ufdd0 \U0001fae8 \u0378 \U00010d50 \U00016ea0 \ua7cb \u1c89 \U00011938 \U000110bd 〇 〆 々 「」 ￥ … — ’ « » ¿ ¡ "
         "hopscotch-ing supercalifragilisticexpialidocious").split(" ")
JOINTS = [" ", "", "  ", "\t", "\n", "\u00a0", "\u3000", "-", ".", ",", "\u200b", "\u0301"]


def hostile():
    yield from ["", " ", "   \t\r\n", "\u00a0\u2003\u3000", "\0", "\0\0a\0b\0", "\ufffd", "\u200b", "\u0301", "\u0301\u0301 a",
                "\u0301" * 1000, "a" + "\u0323\u0301" * 500, "[CLS]", "[CLS][SEP]", "x[MASK]y", " [MASK] ", "[mask]", "[MASK",
                "[[MASK]]", "a" * 99, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "漢" * 101, "İ" * 100, "ﷺ", "👩‍👩‍👧‍👦" * 10,
                "\u202eabc\u202c", "שלום עולם", "مرحبا بالعالم", "가" * 60, "각" * 60, "\U0010ffff\U000e0001", "\ud7ff\ue000",
                "\r\n" * 50, ".,;:!?" * 40, "##", "##a", "a##b", "\u1e9b\u0323", "ΑΣ ΑΣΑ ς", "ǰ ŉ ß ẞ",
                # 100 kB without a space, of several kinds
                "a" * 100_000, "é" * 50_000, "漢" * 33_000, "!" * 100_000, "\u0301" * 50_000, "a\u0301\u0323" * 20_000,
                "[MASK]" * 16_000, "\0" * 100_000, "👩‍👧" * 9_000, "a," * 50_000, "xy[MASK" * 14_000]


def mixtures(generator, n):
    for _ in range(n):
        pieces = []
        for _ in range(generator.randrange(1, 14)):
            pieces += [generator.choice(WORDS), generator.choice(JOINTS)]
        yield "".join(pieces)


def noise(generator, n):
    bounds = [0x80, 0x300, 0x700, 0x3000, 0x10000, 0x20000, 0x110000]
    for _ in range(n):
        top = generator.choice(bounds)
        points = [generator.randrange(top) for _ in range(generator.randrange(1, 60))]
        yield "".join(chr(c) for c in points if not 0xD800 <= c <= 0xDFFF)


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


def added_strings(generator, n):
    parts = ["bakery", "<l>", "<r>", "<r> ", "Été", "été", "ÉTÉ", "E\u0301te", "New York", "NEW YORK", "newyork", "ab", "abcd", "abc",
             "ABCD", "a\u0301b", "Library", "library", "librarys", " ", "  ", "\t", "x", "_", "1", ".", "é", "\u0301", "漢", "[SEP]", "\u0897",
             "\U00010d69", "\u200d"]
    for _ in range(n):
        yield "".join(generator.choice(parts) for _ in range(generator.randrange(1, 12)))


def expected_tokens(tokenizer, item):
    try:
        encoding = tokenizer.encode(*item) if isinstance(item, tuple) else tokenizer.encode(item)
    except Exception as error:
        if "[UNK]" not in str(error):
            raise
        return None
    return [[i, t, b, e, s] for i, t, (b, e), s in zip(encoding.ids, encoding.tokens, encoding.offsets, encoding.type_ids)]


def main():
    program, minilm = sys.argv[1], Path(sys.argv[2])
    generator = random.Random(SEED)
    short = list(mixtures(generator, 800)) + list(noise(generator, 300)) + list(added_strings(generator, 600))
    inputs = list(hostile()) + short + list(all_code_points())
    inputs += [(generator.choice(short), generator.choice(short)) for _ in range(200)] + [("", ""), ("a", ""), ("", "b")]
    lines = "".join(json.dumps(item) + "\n" for item in inputs)
    n_wrong = n_compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in tokenizer_files(minilm, Path(folder)):
            tokenizer = tokenizers.Tokenizer.from_file(str(path))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            started = time.monotonic()
            result = subprocess.run([program, str(path)], input=lines, capture_output=True, text=True, encoding="utf-8", timeout=240)
            ours_s = time.monotonic() - started
            if result.returncode != 0:
                sys.exit(f"{path.name}: exit {result.returncode}: {result.stderr}")
            ours = result.stdout.split("\n")[:-1]
            if len(ours) != len(inputs):
                sys.exit(f"{path.name}: {len(ours)} answers to {len(inputs)} strings")
            started = time.monotonic()
            for item, line in zip(inputs, ours):
                expected, got = expected_tokens(tokenizer, item), json.loads(line)
                n_compared += 1
                if expected == got:
                    continue
                n_wrong += 1
                if n_wrong <= 10:
                    if expected is None or got is None:
                        print(f"{path.name}: {ascii(item)[:300]}\n  expected {ascii(expected)[:200]}, got {ascii(got)[:200]}")
                        continue
                    at = next((i for i, (a, b) in enumerate(zip(expected, got)) if a != b), min(len(expected), len(got)))
                    print(f"{path.name}: {ascii(item)[:300]}\n  token {at}: expected {ascii(expected[at:at + 3])}, got {ascii(got[at:at + 3])}")
            n_refused = ours.count("null")
            print(f"{path.name}: {len(inputs)} strings, {n_refused} refused, ours {ours_s:.2f} s, tokenizers {time.monotonic() - started:.2f} s")
    print(f"{n_compared} compared, {n_wrong} wrong (tokenizers {tokenizers.__version__})")
    sys.exit(1 if n_wrong else 0)


main()
