"""Blocks of every GGUF type that is read, against the PyPI package gguf, bit for bit.

Usage: gguf_blocks_peer_test.py GGUF_DECODE   (a program that decodes a file of blocks)
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

sys.path.insert(0, str(Path(__file__).parent))
from gguf_random_blocks import TYPES, with_scales

QUANTIZED = ("BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "TQ1_0", "TQ2_0", "MXFP4")
# Zeros, denormal numbers, the least normal one, the largest, infinities, no numbers.
SPECIAL = np.array([0x0000, 0x8000, 0x0001, 0x8001, 0x03ff, 0x83ff, 0x0400, 0x8400, 0x7bff, 0xfbff, 0x7c00, 0xfc00,
                    0x7c01, 0x7e00, 0xfe00, 0xffff], dtype=np.uint16)
N_BLOCKS = 1003


def cases(name: str, random: np.random.Generator):
    """Blocks [n_blocks, block_bytes], each kind with what it is."""
    size, n_bytes = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    places = TYPES[name]
    if name in ("F16", "BF16"):
        yield "every number", np.arange(1 << 16, dtype="<u2").view(np.uint8).reshape(-1, 2)
    blocks = random.integers(0, 256, (N_BLOCKS, n_bytes), dtype=np.uint8)
    if name in ("MXFP4", "NVFP4"):
        blocks[:256, 0] = np.arange(256)
    usual = with_scales(blocks, places, lambda n: random.normal(0, 0.02, n).astype(np.float16).view(np.uint16))
    yield "random bytes, usual scales", usual
    yield "random bytes", blocks
    for n_blocks in (0, 1, 2, 7, 9, 31):
        yield f"{n_blocks} blocks", usual[:n_blocks]
    if name == "IQ1_M":  # whose scale lies in four words' upper bits
        spread = with_scales(blocks, [48, 50, 52, 54], lambda n: random.choice(SPECIAL, n))
        yield "special scales", spread
        for digit in range(4):
            spread[:, 49 + 2 * digit] = spread[:, 49 + 2 * digit] & 0x0f | (SPECIAL[np.arange(N_BLOCKS) % 16] >> (4 * digit) & 15) << 4
        yield "special scales in turn", spread
    if places:
        yield "special scales", with_scales(blocks, places, lambda n: random.choice(SPECIAL, n))
        same = np.repeat(SPECIAL, -(-N_BLOCKS // len(SPECIAL)))[:N_BLOCKS]
        yield "special scales in turn", with_scales(blocks, places[:1], lambda n: same)
    if name in QUANTIZED:
        for scale in (1e-9, 0.02, 300.0):
            numbers = random.normal(0, scale, (N_BLOCKS, size)).astype(np.float32)
            numbers[::50] = 0
            yield f"quantized, of deviation {scale:g}", quantize(numbers, GGMLQuantizationType[name]).reshape(-1, n_bytes)


def levels() -> list:
    flags = Path("/proc/cpuinfo").read_text().split() if Path("/proc/cpuinfo").exists() else []
    return ["portable"] + (["avx2"] if {"avx2", "fma"} <= set(flags) else [])


def check(program: str, name: str, blocks: np.ndarray, level: str, folder: Path) -> int:
    """Number of floats, all of them the package's."""
    (folder / "blocks").write_bytes(blocks.tobytes())
    subprocess.run([program, name, folder / "blocks", folder / "floats"], check=True,
                   env=os.environ | {"BARYSCOPE_CPU": level})
    ours = np.fromfile(folder / "floats", dtype=np.float32)
    if not len(blocks):
        assert ours.size == 0, (name, ours.size)
        return 0
    with np.errstate(all="ignore"):
        expected = dequantize(blocks, GGMLQuantizationType[name]).ravel()
    assert expected.dtype == np.float32 and ours.shape == expected.shape, (name, ours.shape, expected.shape)
    differ = (ours.view(np.uint32) != expected.view(np.uint32)) & ~(np.isnan(ours) & np.isnan(expected))
    assert not differ.any(), (name, level, int(differ.sum()), int(differ.argmax()), ours[differ][:4], expected[differ][:4])
    return ours.size


def main() -> None:
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for name in TYPES:
            totals = {}
            for level in levels():
                random = np.random.default_rng(20261130)
                totals[level] = sum(check(program, name, blocks, level, Path(folder))
                                    for _, blocks in cases(name, random))
            print(f"{name}: " + ", ".join(f"{n} floats at {level}" for level, n in totals.items()))
    unread = subprocess.run([program, "Q8_1", os.devnull, os.devnull], capture_output=True, text=True)
    assert unread.returncode == 1 and ", ".join(sorted(TYPES)) == ", ".join(sorted(
        unread.stderr.split("among ")[1].strip().split(", "))), unread.stderr


main()
