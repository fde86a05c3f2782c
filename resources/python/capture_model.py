#!/usr/bin/env python3
"""Captures what every layer and head of a Hugging Face model sees, for Baryscope.

    capture_model.py MODEL --text "The bakery is between the school and the library" \
        --output bakery.safetensors
    baryscope bakery.safetensors

MODEL is a folder or a name that transformers can load (BERT, GPT-2, Llama, Qwen, Mistral, …).
Queries and keys are taken where attention uses them: after rotary embeddings, with as many key and
value heads as the model has (grouped-query attention). The file holds, per layer,
`layers.<l>.query|key|value|output` as [heads, tokens, width], and says which tokens they belong to,
whether attention is causal, and the scale of its scores (resources/docs/formats.md).

Needs torch, transformers and safetensors. Exit codes: 0 done, 1 failed, 2 bad usage.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path

TYPES = ("float64", "float32", "float16", "bfloat16")


class CaptureError(Exception):
    """What cannot be captured, in words."""


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Captures what every layer and head of a Hugging Face model sees.")
    parser.add_argument("model", help="model folder, or a name on the Hugging Face hub")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--text", help="the text to read")
    source.add_argument("--text-file", type=Path, help="a UTF-8 file with the text")
    parser.add_argument("--text-b", help="second sentence of a pair")
    parser.add_argument("--output", type=Path, required=True, help="the capture, *.safetensors")
    parser.add_argument("--dtype", choices=TYPES, default="float32",
                        help="precision of the forward pass and of the file (default float32)")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, … (default cpu)")
    parser.add_argument("--name", help="what to call the model (default: the last part of MODEL)")
    parser.add_argument("--offline", action="store_true", help="use only what is on this machine")
    return parser.parse_args()


class Recorder:
    """Stands in for the attention function of every layer and keeps what passes through."""

    def __init__(self) -> None:
        self.layers: list[dict] = []
        self.scales: set[float] = set()
        self.causal: set[bool] = set()
        self.notes: list[str] = []

    def __call__(self, module, query, key, value, attention_mask, scaling=None, dropout=0.0,
                 is_causal=None, **options):
        from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

        output, weights = ALL_ATTENTION_FUNCTIONS["sdpa"](
            module, query, key, value, attention_mask, scaling=scaling, dropout=dropout,
            is_causal=is_causal, **options)
        if query.shape[2] != key.shape[2]:
            self.note("attention between two texts (cross-attention) is left out")
            return output, weights
        if options.get("softcap"):
            self.note("the model caps its scores (softcap), which the capture does not express")
        if options.get("sliding_window"):
            self.note(f"the model reads a sliding window of {options['sliding_window']} tokens: "
                      "open the capture with --window")
        self.scales.add(float(scaling if scaling is not None else query.shape[-1] ** -0.5))
        self.causal.add(bool(is_causal if is_causal is not None
                             else getattr(module, "is_causal", True)))
        self.layers.append({
            "query": query[0], "key": key[0], "value": value[0],
            "output": output[0].transpose(0, 1),  # [tokens, heads, width] → [heads, tokens, width]
        })
        return output, weights

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)


def capture(arguments: argparse.Namespace, text: str) -> tuple[dict, dict, list[str]]:
    """→ tensors, metadata, notes."""
    import torch
    from transformers import (AttentionInterface, AttentionMaskInterface, AutoModel,
                              AutoTokenizer)
    from transformers.masking_utils import sdpa_mask

    recorder = Recorder()
    AttentionInterface.register("baryscope_recorder", recorder)
    AttentionMaskInterface.register("baryscope_recorder", sdpa_mask)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    model = AutoModel.from_pretrained(arguments.model, dtype=getattr(torch, arguments.dtype),
                                      attn_implementation="baryscope_recorder")
    model = model.eval().to(arguments.device)
    encoded = tokenizer(text, arguments.text_b, return_tensors="pt", truncation=False,
                        padding=False).to(arguments.device)
    n_tokens = encoded["input_ids"].shape[1]
    limit = getattr(model.config, "max_position_embeddings", None)
    if n_tokens == 0:
        raise CaptureError("the text has no token")
    if limit and n_tokens > limit:
        raise CaptureError(f"the text has {n_tokens} tokens, the model reads at most {limit}")
    with torch.inference_mode():
        model(**encoded)
    if not recorder.layers:
        raise CaptureError(f"the attention of {type(model).__name__} does not go through "
                           "transformers' attention interface, so nothing could be recorded")
    if len(recorder.scales) > 1 or len(recorder.causal) > 1:
        raise CaptureError("its layers differ in scale or in causality, which one capture cannot "
                           f"express: scales {sorted(recorder.scales)}")
    tensors = {f"layers.{index}.{name}": values.contiguous().cpu()
               for index, layer in enumerate(recorder.layers) for name, values in layer.items()}
    for name, values in tensors.items():
        if not torch.isfinite(values).all():
            raise CaptureError(f"{name} holds NaN or infinity; try another --dtype")
    metadata = {
        "baryscope.capture": "1",
        "tokens": json.dumps(tokenizer.convert_ids_to_tokens(encoded["input_ids"][0].tolist()),
                             ensure_ascii=False),
        "causal": "true" if recorder.causal.pop() else "false",
        "model": arguments.name or Path(arguments.model).name,
    }
    scale = recorder.scales.pop()
    if not math.isclose(scale, recorder.layers[0]["query"].shape[-1] ** -0.5, rel_tol=1e-12):
        metadata["scale"] = repr(scale)
    return tensors, metadata, recorder.notes


def write(tensors: dict, metadata: dict, target: Path) -> None:
    """Whole or not at all: beside the target first, then renamed."""
    from safetensors.torch import save_file

    if not target.parent.is_dir():
        raise CaptureError(f"the folder {target.parent} does not exist")
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    try:
        save_file(tensors, temporary, metadata)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def main() -> int:
    arguments = read_arguments()
    if arguments.offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        text = arguments.text
        if arguments.text_file is not None:
            text = arguments.text_file.read_text(encoding="utf-8")
        tensors, metadata, notes = capture(arguments, text)
        write(tensors, metadata, arguments.output)
    except ImportError as missing:
        print(f"capture_model.py: {missing}; install torch, transformers and safetensors",
              file=sys.stderr)
        return 1
    except (CaptureError, OSError, ValueError) as error:
        print(f"capture_model.py: cannot capture {arguments.model}: {error}", file=sys.stderr)
        return 1
    for note in notes:
        print(f"capture_model.py: note: {note}", file=sys.stderr)
    n_layers = sum(name.endswith(".query") for name in tensors)
    heads, n_tokens, width = tensors["layers.0.query"].shape
    print(f"{arguments.output}: {n_layers} layers, {heads} heads of {width}, {n_tokens} tokens",
          file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
