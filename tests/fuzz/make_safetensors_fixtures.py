"""Safetensors files that break one rule each, and a few that break none (good-…).

    python make_safetensors_fixtures.py [--check] corpus/safetensors
"""
import json
import struct

import fixture_folder


def file(header, data=b"", length=None):
    words = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(words) if length is None else length) + words + data


def entry(shape, begin, end, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def one(shape, begin, end, data=bytes(32), dtype="F32"):
    return file(json.dumps({"t": entry(shape, begin, end, dtype)}), data)


def raw(shape="[8]", offsets="[0,32]", dtype='"F32"', name='"t"', more=""):
    return file(f'{{{name}:{{"dtype":{dtype},"shape":{shape},"data_offsets":{offsets}{more}}}}}', bytes(32))


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"5" * 64 + b"\nsize 91727402\n"

FIXTURES = {
    "good-one-tensor": one([8], 0, 32),
    "good-no-tensor": file("{}"),
    "good-metadata": file('{"__metadata__":{"format":"pt"},"t":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}}', bytes(32)),
    "good-size-of-0": one([0, 5], 0, 0, b""),
    "good-single-number": one([], 0, 8, bytes(8), "F64"),
    "empty": b"",
    "lfs-pointer": POINTER,
    "shorter-than-the-length": bytes(7),
    "header-of-0-bytes": file(""),
    "header-of-2^64-1-bytes": file("{}", length=2**64 - 1),
    "header-length-wraps": file("{}", length=2**64 - 6),
    "header-past-the-end": file("{}", length=3),
    "header-over-the-cap": file("{}", length=100_000_001),
    "header-a-list": file("[]"),
    "header-begins-with-a-blank": file(" {}"),
    "header-cut-off": file('{"t":{"dtype":"F32"'),
    "header-no-utf-8": file(b'{"\xff":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}}', bytes(32)),
    "header-nested": file('{"t":' + "[" * 2000 + "]" * 2000 + "}"),
    "key-twice": file('{"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
    "key-of-a-tensor-twice": raw(more=',"shape":[8]'),
    "key-of-a-tensor-unknown": raw(more=',"strides":[1]'),
    "name-empty-twice": file('{"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
    "name-of-8000-bytes-unknown-type": raw(dtype='"F33"', name='"' + "n" * 8000 + '"'),
    "metadata-a-number": file('{"__metadata__":{"n":1}}'),
    "metadata-a-string": file('{"__metadata__":"n"}'),
    "type-unknown": raw(dtype='"F33"'),
    "type-a-number": raw(dtype="7"),
    "shape-negative": raw(shape="[-8]"),
    "shape-a-fraction": raw(shape="[8.5]"),
    "shape-nested": raw(shape="[[8]]"),
    "shape-of-2^63": raw(shape="[9223372036854775808]"),
    "shape-of-2^64": raw(shape="[18446744073709551616]"),
    "shape-of-2^42+1": raw(shape="[4398046511105]"),
    "shape-whose-product-wraps-to-0": raw(shape="[4294967296,4294967296]", offsets="[0,0]"),
    "shape-whose-bytes-wrap": raw(shape="[4611686018427387904]", offsets="[0,0]"),
    "shape-with-0-before-a-wrap": raw(shape="[0,9223372036854775807,9223372036854775807]", offsets="[0,0]"),
    "offsets-one": raw(offsets="[0]"),
    "offsets-three": raw(offsets="[0,32,64]"),
    "offsets-backwards": raw(offsets="[32,0]"),
    "offsets-2^64-1": raw(offsets="[18446744073709551584,18446744073709551615]"),
    "offsets-no-list": raw(offsets='"0,32"'),
    "tensor-larger-than-the-file": one([9], 0, 36),
    "tensor-smaller-than-its-place": one([7], 0, 32),
    "bytes-that-are-no-tensor": one([7], 0, 28),
    "hole-between-tensors": file(json.dumps({"a": entry([1], 0, 4), "b": entry([1], 8, 12)}), bytes(12)),
    "tensors-overlap": file(json.dumps({"a": entry([2], 0, 8), "b": entry([2], 4, 12)}), bytes(12)),
    "tensors-in-one-place": file(json.dumps({"a": entry([2], 0, 8), "b": entry([2], 0, 8)}), bytes(8)),
    "numbers-of-8-bits": raw(dtype='"F8_E4M3"'),
}

if __name__ == "__main__":
    fixture_folder.main(FIXTURES, "safetensors")
