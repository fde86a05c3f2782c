"""GGUF files that break one rule each, and a few that break none (good-…).

    python make_gguf_fixtures.py [--check] corpus/gguf
"""
import struct

import fixture_folder

U8, I8, U16, I16, U32, I32, F32_VALUE, BOOL, STRING, ARRAY, U64, I64, F64_VALUE = range(13)
F32, Q4_0, Q4_K = 0, 2, 12
HUGE = 2**64 - 1
# Number of the type: numbers and bytes of a block.
TYPES = {0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
         10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
         16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110),
         22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8),
         29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17)}


def u32(number):
    return struct.pack("<I", number)


def u64(number):
    return struct.pack("<Q", number)


def text(words, length=None):
    data = words if isinstance(words, bytes) else words.encode()
    return u64(len(data) if length is None else length) + data


def value(key, kind, data):
    return text(key) + u32(kind) + data


def array(kind, count, data):
    return u32(kind) + u64(count) + data


def tensor(name="t", sizes=(8,), kind=F32, begin=0, n_sizes=None, name_length=None):
    """`sizes`: the row's length first, as files have them."""
    data = text(name, name_length) + u32(len(sizes) if n_sizes is None else n_sizes)
    return data + b"".join(map(u64, sizes)) + u32(kind) + u64(begin)


def file(values=(), tensors=(), data=b"", version=3, n_tensors=None, n_values=None, magic=b"GGUF", alignment=32):
    head = magic + u32(version) + u64(len(tensors) if n_tensors is None else n_tensors)
    head += u64(len(values) if n_values is None else n_values) + b"".join(values) + b"".join(tensors)
    return head + bytes(-len(head) % alignment) + data


NUMBERS = struct.pack("<8f", *range(8))
ARCHITECTURE = value("general.architecture", STRING, text("llama"))


def one(tensor_row, *values):
    """A file with one tensor and enough bytes for eight floats."""
    return file([ARCHITECTURE, *values], [tensor_row], NUMBERS)


def valued(*values):
    return one(tensor(), *values)


def every_type():
    rows, data = [], b""
    for kind, (n_numbers, n_bytes) in TYPES.items():
        data += bytes(-len(data) % 32)
        rows.append(tensor(f"type.{kind}", (n_numbers, 2), kind, len(data)))
        data += bytes((kind * 37 + 11 * place) % 256 for place in range(2 * n_bytes))
    return file([ARCHITECTURE], rows, data)


def every_kind():
    plain = [(U8, "<B", 200), (I8, "<b", -100), (U16, "<H", 60000), (I16, "<h", -30000), (U32, "<I", 2**32 - 1),
             (I32, "<i", -2**31), (F32_VALUE, "<f", 1.5), (BOOL, "<B", 1), (U64, "<Q", 2**63), (I64, "<q", -2**63),
             (F64_VALUE, "<d", float("nan"))]
    rows = [value(f"plain.{kind}", kind, struct.pack(code, number)) for kind, code, number in plain]
    rows += [value(f"array.{kind}", ARRAY, array(kind, 2, 2 * struct.pack(code, number))) for kind, code, number in plain]
    rows.append(value("array.8", ARRAY, array(STRING, 3, text("") + text("a") + text("é"))))
    rows.append(value("array.empty", ARRAY, array(STRING, 0, b"")))
    return valued(*rows)


def texts(*words):
    return array(STRING, len(words), b"".join(map(text, words)))


def numbers(kind, code, *all_numbers):
    return array(kind, len(all_numbers), struct.pack(f"<{len(all_numbers)}{code}", *all_numbers))


def tokens(kind="gpt2", words=("<unk>", "a", "b", "ab"), types=(2, 1, 1, 1), merges=("a b",), scores=None, pre="gpt-2", **ids):
    rows = [value("tokenizer.ggml.model", STRING, text(kind)), value("tokenizer.ggml.pre", STRING, text(pre)),
            value("tokenizer.ggml.tokens", ARRAY, texts(*words)),
            value("tokenizer.ggml.token_type", ARRAY, numbers(I32, "i", *types))]
    if merges is not None:
        rows.append(value("tokenizer.ggml.merges", ARRAY, texts(*merges)))
    if scores is not None:
        rows.append(value("tokenizer.ggml.scores", ARRAY, numbers(F32_VALUE, "f", *scores)))
    return rows + [value(f"tokenizer.ggml.{key}_token_id", U32, u32(number)) for key, number in ids.items()]


def llama(*more, layers=1, heads=2, vocabulary=None):
    """A model without its layers' tensors, which its config does not need."""
    sizes = {"block_count": layers, "context_length": 8, "embedding_length": 8, "feed_forward_length": 8,
             "attention.head_count": heads, "attention.head_count_kv": 1, "rope.dimension_count": 4}
    rows = [value(f"llama.{key}", U32, u32(number)) for key, number in sizes.items()]
    rows.append(value("llama.attention.layer_norm_rms_epsilon", F32_VALUE, struct.pack("<f", 1e-5)))
    rows.append(value("llama.rope.freq_base", F32_VALUE, struct.pack("<f", 10000)))
    rows += tokens() if vocabulary is None else vocabulary
    return file([ARCHITECTURE, *rows, *more], [tensor("token_embd.weight", (8, 4))], 4 * NUMBERS)


PIECES = ("<unk>", "<s>", "</s>", "<0xC3>", "▁", "a", "▁a")
NAN = float("nan")

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"5" * 64 + b"\nsize 91727402\n"

FIXTURES = {
    "good-one-tensor": valued(),
    "good-version-2": file([ARCHITECTURE], [tensor()], NUMBERS, version=2),
    "good-no-tensor": file([ARCHITECTURE]),
    "good-every-kind-of-value": every_kind(),
    "good-every-type-of-tensor": every_type(),
    "good-alignment-64": file([value("general.alignment", U32, u32(64))], [tensor()], NUMBERS, alignment=64),
    "good-name-of-63-bytes": one(tensor("n" * 63)),
    "good-key-no-utf-8": valued(value(b"a\xff\x00b", STRING, text(b"\xfe\n"))),
    "good-four-dimensions": one(tensor(sizes=(2, 2, 2, 1))),
    "good-llama": llama(),
    # Files that are whole; the models in them are not.
    "good-model-of-2^32-1-layers": llama(layers=2**32 - 1),
    "good-model-of-2^31-1-layers": llama(layers=2**31 - 1),
    "good-model-of-0-heads": llama(heads=0),
    "good-model-of-3-heads": llama(heads=3),
    "good-model-with-an-unknown-key": llama(value("llama." + "k" * 5000, U8, b"\1")),
    "good-model-of-an-unknown-architecture": file([value("general.architecture", STRING, text("a" * 5000))], [tensor()], NUMBERS),
    "good-model-of-no-utf-8": llama(value("llama.rope.scaling.type", STRING, text(b"\xff"))),
    # Their tokenizers.
    "good-tokenizer-of-pieces": llama(vocabulary=tokens("llama", PIECES, (2, 3, 3, 6, 1, 1, 1), None, (0, 0, 0, 0, -1, -2, -3), bos=1, eos=2, unknown=0)),
    "good-tokenizer-of-word-pieces": llama(vocabulary=tokens("bert", ("[UNK]", "[CLS]", "[SEP]", "\u2581a", "b"), (2, 3, 3, 1, 1), None, cls=1, seperator=2, unknown=0)),
    "good-tokenizer-of-an-unknown-kind": llama(vocabulary=tokens("k" * 5000)),
    "good-tokenizer-of-unknown-cuts": llama(vocabulary=tokens(pre="p" * 5000)),
    "good-tokenizer-without-tokens": llama(vocabulary=tokens(words=(), types=())),
    "good-tokenizer-with-a-token-twice": llama(vocabulary=tokens(words=("<unk>", "a", "a", "b"))),
    "good-tokenizer-with-empty-tokens": llama(vocabulary=tokens(words=("", "", "a", "b"))),
    "good-tokenizer-with-a-token-of-no-utf-8": llama(vocabulary=tokens(words=(b"\xff", "a", "b", "ab"))),
    "good-tokenizer-with-a-token-of-5000-bytes": llama(vocabulary=tokens(words=("t" * 5000, "a", "t" * 5000, "ab"))),
    "good-tokenizer-with-types-too-few": llama(vocabulary=tokens(types=(2, 1))),
    "good-tokenizer-with-types-unknown": llama(vocabulary=tokens(types=(-1, 99, 2**31 - 1, 0))),
    "good-tokenizer-with-merges-twice": llama(vocabulary=tokens(merges=("a b", "a b"))),
    "good-tokenizer-with-merges-of-unknown": llama(vocabulary=tokens(merges=("a x",))),
    "good-tokenizer-with-merges-of-three": llama(vocabulary=tokens(merges=("a b a",))),
    "good-tokenizer-with-merges-of-nothing": llama(vocabulary=tokens(merges=("", " "), words=("", "a", "b", "ab"))),
    "good-tokenizer-with-ids-2^32-1": llama(vocabulary=tokens(bos=2**32 - 1, eos=2**31, unknown=2**31 - 1)),
    "good-tokenizer-with-scores-too-few": llama(vocabulary=tokens("llama", PIECES, (2, 3, 3, 6, 1, 1, 1), None, (0, 0))),
    "good-tokenizer-with-scores-that-are-none": llama(vocabulary=tokens("llama", PIECES, (2, 3, 3, 6, 1, 1, 1), None, (NAN, NAN, 1e38, -1e38, float("inf"), -NAN, 0))),
    "good-tokenizer-with-pieces-that-are-cyclic": llama(vocabulary=tokens("llama", ("<unk>", "<s>", "</s>", "", "a", "aa", "aaa"), (2, 3, 3, 1, 1, 1, 1), None, (0, 0, 0, 0, -1, -1, -1))),
    # What is no GGUF file, or none of this kind.
    "empty": b"",
    "lfs-pointer": POINTER,
    "magic-of-another-format": file(magic=b"GGJT"),
    "cut-off-in-its-head": file()[:11],
    "version-0": file(version=0),
    "version-1": file(version=1),
    "version-4": file(version=4),
    "big-endian": b"GGUF" + struct.pack(">IQQ", 3, 0, 0),
    # Counts.
    "count-of-tensors-2^64-1": file([ARCHITECTURE], [tensor()], NUMBERS, n_tensors=HUGE),
    "count-of-tensors-times-their-size-wraps": file([ARCHITECTURE], [tensor()], NUMBERS, n_tensors=2**61 + 1),
    "count-of-tensors-one-too-many": file([ARCHITECTURE], [tensor()], n_tensors=2),
    "count-of-keys-2^64-1": file([ARCHITECTURE], [tensor()], NUMBERS, n_values=HUGE),
    "count-of-keys-one-too-many": file([ARCHITECTURE], n_values=2),
    # Keys and values.
    "key-empty": valued(value("", U8, b"\x01")),
    "key-twice": valued(value("a.b", U8, b"\x01"), value("a.b", U8, b"\x01")),
    "key-of-2^64-1-bytes": valued(text("a.b", HUGE) + u32(U8) + b"\x01"),
    "key-length-wraps-to-its-place": valued(text("a.b", 2**64 - 16) + u32(U8) + b"\x01"),
    "string-of-2^64-1-bytes": valued(value("a.b", STRING, text("x", HUGE))),
    "string-past-the-end": valued(value("a.b", STRING, text("x", 100000))),
    "kind-of-value-unknown": valued(value("a.b", 13, bytes(8))),
    "kind-of-value-2^32-1": valued(value("a.b", 2**32 - 1, bytes(8))),
    "array-of-arrays": valued(value("a.b", ARRAY, array(ARRAY, 1, array(U8, 1, b"\x01")))),
    "array-of-unknown-kind": valued(value("a.b", ARRAY, array(77, 1, bytes(8)))),
    "array-of-2^64-1-bytes": valued(value("a.b", ARRAY, array(U8, HUGE, bytes(8)))),
    "array-size-wraps": valued(value("a.b", ARRAY, array(U64, 2**61 + 1, bytes(8)))),
    "array-of-strings-past-the-end": valued(value("a.b", ARRAY, array(STRING, 2, text("x") + text("y", 100000)))),
    "array-of-more-strings-than-bytes": valued(value("a.b", ARRAY, array(STRING, 2**60, text("x")))),
    "alignment-0": valued(value("general.alignment", U32, u32(0))),
    "alignment-3": valued(value("general.alignment", U32, u32(3))),
    "alignment-2^31": valued(value("general.alignment", U32, u32(2**31))),
    "alignment-a-string": valued(value("general.alignment", STRING, text("32"))),
    "alignment-a-u64": valued(value("general.alignment", U64, u64(32))),
    "alignment-an-array": valued(value("general.alignment", ARRAY, array(U32, 1, u32(32)))),
    "split-count-65535-in-one-file": valued(value("split.count", U16, struct.pack("<H", 65535))),
    "split-count-2^63": valued(value("split.count", U64, u64(2**63))),
    "split-count-a-string": valued(value("split.count", STRING, text("3"))),
    # Tensors.
    "tensor-name-empty": one(tensor("")),
    "tensor-name-of-64-bytes": one(tensor("n" * 64)),
    "tensor-name-of-2^64-1-bytes": one(tensor(name_length=HUGE)),
    "tensor-twice": file([], [tensor(), tensor(begin=32)], NUMBERS + NUMBERS),
    "dimensions-0": one(tensor(sizes=())),
    "dimensions-5": one(tensor(sizes=(8, 1, 1, 1, 1))),
    "dimensions-2^32-1": one(tensor(n_sizes=2**32 - 1)),
    "dimension-of-0": one(tensor(sizes=(8, 0))),
    "dimension-of-2^42+1": one(tensor(sizes=(2**42 + 1,))),
    "dimension-of-2^63": one(tensor(sizes=(2**63,))),
    "dimension-of-2^64-1": one(tensor(sizes=(HUGE,))),
    "dimensions-whose-product-wraps-to-0": one(tensor(sizes=(2**32, 2**32))),
    "dimensions-whose-product-wraps-to-8": one(tensor(sizes=(8, 2**62 + 1, 4, 1))),
    "dimensions-whose-bytes-wrap": one(tensor(sizes=(2**62,))),
    "tensor-larger-than-the-file": one(tensor(sizes=(9,))),
    "tensor-begins-behind-the-file": one(tensor(begin=4096)),
    "tensor-place-wraps": one(tensor(begin=2**64 - 32)),
    "tensor-place-not-aligned": file([], [tensor(begin=4)], bytes(64)),
    "tensors-overlap": file([], [tensor("a", (16,)), tensor("b", begin=32)], bytes(64)),
    "tensors-in-one-place": file([], [tensor("a"), tensor("b")], NUMBERS),
    "tensors-whose-sizes-add-up-to-2^64": file([], [tensor("a", (2**61,)), tensor("b", (2**61,), begin=2**63)], NUMBERS),
    "row-no-multiple-of-32": one(tensor(sizes=(33,), kind=Q4_0)),
    "row-no-multiple-of-256": one(tensor(sizes=(128, 2), kind=Q4_K)),
    "type-unknown": one(tensor(kind=250)),
    "type-2^32-1": one(tensor(kind=2**32 - 1)),
    "cut-off-in-its-tensors": valued()[:100],
    "cut-off-in-its-numbers": valued()[:-1],
}

if __name__ == "__main__":
    fixture_folder.main(FIXTURES, "gguf")
