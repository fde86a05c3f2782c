"""Our tokens against those of the PyPI package `tokenizers` for trained tokenizers of every kind: ids, texts, offsets, segments,
special tokens in the text plain and parsed, and the text that the ids make.

usage: compare_tokenizer_kinds.py TOKENIZE_LINES [NAME]
"""
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tokenizer_inputs import Differences, added_strings, expected_tokens, hostile, mixtures, noise, run_lines
from tokenizer_kinds import all_kinds, split
from tokenizers import Tokenizer, models

SEED = 20250711
N_STRINGS = 2000
# Strings of 100,000 characters say the same of every kind; the others have their beginnings.
LONG_KINDS = ("gpt2", "llama2", "xlm-r", "word-piece")
LONGEST = 2000
EXTRA = ["c1ccccc1Br.OB(O)c1ccncc1>>c1ccc(-c2ccncc2)cc1", "[13C@@H](Cl)%12Br", "the-final--countdown", "-12--3-", "a\nb\nab c\na", "abab xB C c",
         "I'll we'LL don'T 'S", "𝟙𝟚𝟛 ①②", "1234567 12 3", "   lead", "trail   ", " \n \n\n x", "<s></s><unk><mask> <mask>", "[CLS][SEP][UNK]", "fox fox",
         "▁the▁ ▁", "Ġthe Ġ", "e\u0301\u0301e", "👩\u200d👩\u200d👧", "🇫🇷🇫", "\r\n\r", "ﷺﷺ", "<0x41><0xE9>", "aaaa", "abba", "\u180e \u180ea", "²³¹¼x",
         "zzz libraryx", "☃☃☃", "☃ ☃", "\u1100\u1161\u11a8", "e\u0323\u0301", "\u0344\u0323"]
# Every class that the expressions of the kinds name.
CLASSES = [r"\p{L}", r"\p{N}", r"\p{M}", r"\p{P}", r"\p{Lu}", r"\p{Ll}", r"\p{Lm}", r"\p{Lo}", r"\w", r"[[:punct:]]", r"\p{Alpha}"]
SAME_CLASSES = [r"\s", r"\h", r"[[:ascii:]]", r"\p{Space}", r"[[:blank:]]"]
MOST_UNKNOWN = 12_000


def class_members(program, folder, expression):
    """(ours, the package's): code points of a class, by what a Split leaves of all of them."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0}, "[UNK]"))
    tokenizer.pre_tokenizer = split(expression, "removed", True)
    path = folder / "class.json"
    tokenizer.save(str(path))
    points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
    text = "".join(map(chr, points))
    members = []
    for tokens in (run_lines(program, path, ["plain"], [text])[0], expected_tokens(tokenizer, text)):
        members.append({points[i] for _, _, begin, end, _ in tokens for i in range(begin, end)})
    return members


def unknown_characters(program, folder):
    """Code points that only one Unicode table has in some class: those of younger Unicodes."""
    unknown = set()
    for expression in CLASSES + SAME_CLASSES:
        ours, theirs = class_members(program, folder, expression)
        if expression in SAME_CLASSES and ours != theirs:
            sys.exit(f"{expression}: differs at {sorted(ours ^ theirs)[:10]}")
        unknown |= ours ^ theirs
    print(f"{len(unknown)} characters are of a younger Unicode than PCRE2's")
    if len(unknown) > MOST_UNKNOWN:
        sys.exit(f"more than {MOST_UNKNOWN}: a class differs, e.g. at {[hex(c) for c in sorted(unknown)[:10]]}")
    return {chr(c) for c in unknown}


def strings(generator, unknown):
    texts = [*hostile(), *EXTRA, *added_strings(generator, 300)]
    texts += mixtures(generator, 1000)
    texts += noise(generator, N_STRINGS - len(texts))
    return ["".join(c for c in text if c not in unknown) for text in texts]


def main():
    program, only = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    generator = random.Random(SEED)
    differences = Differences()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unknown = unknown_characters(program, folder)
        texts = strings(generator, unknown)
        pairs = [(generator.choice(texts[60:]), generator.choice(texts[60:])) for _ in range(100)] + [("", ""), ("a", ""), ("", "b")]
        path = folder / "tokenizer.json"
        for kind, make in all_kinds():
            if only not in kind:
                continue
            tokenizer = make()
            tokenizer.save(str(path))
            # A kind of one odd expression is cheap to train and dear to compare in full.
            items = texts[::4] if kind.startswith(("expression", "split", "literal", "punctuation")) else texts + pairs
            if kind not in LONG_KINDS:
                items = [item[:LONGEST] if isinstance(item, str) else item for item in items]
            started, ids = time.monotonic(), []
            for mode in ("parse", "plain"):
                tokenizer.encode_special_tokens = mode == "plain"
                for item, got in zip(items, run_lines(program, path, [mode], items)):
                    expected = expected_tokens(tokenizer, item)
                    differences.compare(f"{kind} {mode}", item, expected, got)
                    if expected:
                        ids.append([token[0] for token in expected][:300])
                if "added" not in kind and mode == "parse" and len(items) < len(texts):
                    break
            ids += [[generator.randrange(tokenizer.get_vocab_size()) for _ in range(8)] for _ in range(200)]
            for item, got in zip(ids, run_lines(program, path, ["parse", "decode"], ids)):
                expected = [tokenizer.decode(item, skip_special_tokens=False), tokenizer.decode(item, skip_special_tokens=True)]
                differences.compare(f"{kind} decode", item, expected, got)
            if not kind.startswith("expression"):
                print(f"{kind}: {len(items)} strings, {time.monotonic() - started:.1f} s", flush=True)
    sys.exit(differences.report())


main()
