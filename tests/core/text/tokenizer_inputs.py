"""Strings to tokenize, and the comparison of two tokenizers on them, shared by the tests beside it."""
import json
import subprocess

import tokenizers

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


def added_strings(generator, n):
    parts = ["bakery", "<l>", "<r>", "<r> ", "Été", "été", "ÉTÉ", "E\u0301te", "New York", "NEW YORK", "newyork", "ab", "abcd", "abc",
             "ABCD", "a\u0301b", "Library", "library", "librarys", " ", "  ", "\t", "x", "_", "1", ".", "é", "\u0301", "漢", "[SEP]", "\u0897",
             "\U00010d69", "\u200d"]
    for _ in range(n):
        yield "".join(generator.choice(parts) for _ in range(generator.randrange(1, 12)))


def expected_tokens(tokenizer, item):
    """[id, text, begin, end, segment] of each token; None where the package refuses the text."""
    try:
        encoding = tokenizer.encode(*item) if isinstance(item, tuple) else tokenizer.encode(item)
    except Exception as error:  # the package raises plain exceptions
        if not any(word in str(error) for word in ("[UNK]", "unk_id", "UnkToken", "vocabulary")):
            raise
        return None
    return [[i, t, b, e, s] for i, t, (b, e), s in zip(encoding.ids, encoding.tokens, encoding.offsets, encoding.type_ids)]


def run_lines(program, path, arguments, items):
    """A JSON line for each item → what tokenize_lines answers."""
    lines = "".join(json.dumps(item) + "\n" for item in items)
    result = subprocess.run([program, str(path), *arguments], input=lines, capture_output=True, text=True, encoding="utf-8",
                            errors="surrogatepass", timeout=240)
    if result.returncode != 0:
        raise SystemExit(f"{path}: exit {result.returncode}: {result.stderr[:1000]}")
    answers = result.stdout.split("\n")[:-1]
    if len(answers) != len(items):
        raise SystemExit(f"{path}: {len(answers)} answers to {len(items)} strings")
    return [json.loads(answer) for answer in answers]


class Differences:
    """Counts what differs and prints the first few."""

    def __init__(self):
        self.n_compared = self.n_wrong = 0

    def compare(self, name, item, expected, got):
        self.n_compared += 1
        if expected == got:
            return
        self.n_wrong += 1
        if self.n_wrong > 10:
            return
        if not isinstance(expected, list) or not isinstance(got, list):
            print(f"{name}: {ascii(item)[:300]}\n  expected {ascii(expected)[:200]}, got {ascii(got)[:200]}")
            return
        at = next((i for i, (a, b) in enumerate(zip(expected, got)) if a != b), min(len(expected), len(got)))
        print(f"{name}: {ascii(item)[:300]}\n  element {at}: expected {ascii(expected[at:at + 3])}, got {ascii(got[at:at + 3])}")

    def report(self):
        """The exit code."""
        print(f"{self.n_compared} compared, {self.n_wrong} wrong (tokenizers {tokenizers.__version__})")
        return 1 if self.n_wrong or self.n_compared == 0 else 0
