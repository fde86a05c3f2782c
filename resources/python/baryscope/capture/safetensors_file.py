"""Writes a safetensors file: the same tensors and texts give the same bytes, which the format's own library does not promise.

Source of the layout: huggingface/safetensors. Eight bytes with the header's length, the header as JSON, the tensors' bytes.
"""

import json
import struct
from pathlib import Path

import torch

NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.uint8: "U8"}


def save_safetensors(target: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Tensors of the CPU, the widest numbers first, so that each begins at a multiple of its size."""
    tensors = dict(sorted(tensors.items(), key=lambda item: -item[1].element_size()))
    header: dict = {"__metadata__": metadata}
    offset = 0
    for name, values in tensors.items():
        end = offset + values.numel() * values.element_size()
        header[name] = {"dtype": NAMES[values.dtype], "shape": list(values.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    text += b" " * (-len(text) % 8)
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            file.write(values.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
