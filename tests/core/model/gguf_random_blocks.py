"""Blocks of random small numbers in every type that GGUF files have, also in those that nobody here can quantize to."""

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

# The package's names, and where a block has its half-precision scales.
TYPES = {"F32": [], "F16": [], "BF16": [], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
         "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0],
         "IQ1_S": [0], "IQ1_M": [], "IQ2_XXS": [0], "IQ2_XS": [0], "IQ2_S": [0], "IQ3_XXS": [0], "IQ3_S": [0],
         "TQ1_0": [52], "TQ2_0": [64], "MXFP4": [], "NVFP4": []}


def with_scales(blocks: np.ndarray, places: list, scales) -> np.ndarray:
    blocks = blocks.copy()
    for place in places:
        blocks[:, place:place + 2] = scales(len(blocks)).astype("<u2").view(np.uint8).reshape(-1, 2)
    return blocks


def random_rows(name: str, shape: tuple, random: np.random.Generator) -> np.ndarray:
    """Bytes [n_rows, row_bytes] of a matrix whose rows are whole blocks, its numbers finite, most of them below 1."""
    size, n_bytes = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    blocks = random.integers(0, 256, (shape[0] * shape[1] // size, n_bytes), dtype=np.uint8)
    shares = random.uniform(0.5, 1, len(blocks))

    def of_deviation(deviation):
        halves = (shares * deviation).astype(np.float16).view(np.uint16)
        scaled = with_scales(blocks, TYPES[name], lambda n: halves)
        if name == "IQ1_M":  # its scale lies in four words' upper bits
            for digit in range(4):
                scaled[:, 49 + 2 * digit] = scaled[:, 49 + 2 * digit] & 0x0f | (halves >> (4 * digit) & 15) << 4
        if name == "MXFP4":  # an exponent
            scaled[:, 0] = random.integers(120, 125, len(blocks), dtype=np.uint8)
        if name == "NVFP4":  # four scales of eight bits
            scaled[:, :4] = random.integers(16, 32, (len(blocks), 4), dtype=np.uint8)
        return scaled

    first = 0.01
    deviation = dequantize(of_deviation(first), GGMLQuantizationType[name]).std()
    return of_deviation(first * 0.15 / deviation).reshape(shape[0], -1)
