"""Writes core/text/unicode_ranges.cpp: the character classes of the PyPI package `tokenizers`, asked of the package itself.

usage: make_unicode_ranges.py > core/text/unicode_ranges.cpp
The package joins crates of several Unicode versions, so no one version of ICU answers as it does.
"""
import tokenizers
from tokenizers import AddedToken, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer, StripAccents
from tokenizers.pre_tokenizers import BertPreTokenizer, Digits

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
CLEAN = BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
STRIP = BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
SPLIT = BertPreTokenizer()
DIGITS = Digits(individual_digits=True)
ACCENTS = StripAccents()


def to_ranges(code_points):
    ranges = []
    for c in code_points:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    return ranges


def word_characters():
    tokenizer = Tokenizer(WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.add_tokens([AddedToken("qz", single_word=True, normalized=False)])
    encodings = tokenizer.encode_batch(["qz" + chr(c) for c in CODE_POINTS])
    return [c for c, e in zip(CODE_POINTS, encodings) if 1 not in e.ids]


def classes():
    removed, mark, punctuation, white, combining, numeric = [], [], [], [], [], []
    for c in CODE_POINTS:
        character = chr(c)
        if CLEAN.normalize_str(character) == "":
            removed.append(c)
        if STRIP.normalize_str(character) == "":
            mark.append(c)
        pieces = [piece for piece, _ in SPLIT.pre_tokenize_str("a" + character + "b")]
        if pieces == ["a", "b"]:
            white.append(c)
        elif pieces == ["a", character, "b"]:
            punctuation.append(c)
        if ACCENTS.normalize_str(character) == "":
            combining.append(c)
        if len(DIGITS.pre_tokenize_str("a" + character)) == 2:
            numeric.append(c)
    return {
        "removed": removed, "nonspacing_mark": mark, "punctuation": punctuation,
        "whitespace": white, "word_character": word_characters(),
        "combining_mark": combining, "numeric": numeric,
    }


def main():
    print('#include "core/text/unicode_ranges.h"\n\n#include <algorithm>\n#include <iterator>\n')
    print(f"// Written by resources/python/make_unicode_ranges.py from tokenizers {tokenizers.__version__}.")
    print("namespace baryscope {\nnamespace {\n")
    print("struct Range {\n  char32_t first, last;\n};\n")
    print("template <std::size_t N>\nbool contains(const Range (&ranges)[N], char32_t c) {")
    print("  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), c,")
    print("                                       [](char32_t x, const Range& r) { return x < r.first; });")
    print("  return after != std::begin(ranges) && c <= std::prev(after)->last;\n}\n")
    print("// clang-format off")
    found = classes()
    for name, code_points in found.items():
        print(f"constexpr Range k_{name}[] = {{")
        line = "   "
        for first, last in to_ranges(code_points):
            item = f" {{{first:#x}, {last:#x}}},"
            if len(line) + len(item) > 160:
                print(line)
                line = "   "
            line += item
        print(line + "\n};")
    print("// clang-format on\n\n}  // namespace\n")
    for name in found:
        print(f"bool is_{name}(char32_t c) {{ return contains(k_{name}, c); }}")
    print("\n}  // namespace baryscope")


main()
