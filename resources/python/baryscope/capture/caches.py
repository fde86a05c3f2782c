"""Captures of what others recorded: caches of TransformerLens, calls of attention functions that nnsight saved, plain vectors.

Neither package is imported: what has the right names and shapes is read.
"""

import math

import torch

from .content import Capture, Layer, Sequence, capped_scores, softmax_rows
from .errors import CaptureError
from .gathering import Gathering, Inputs
from .masks import MaskRule, rule_allows
from .modules import Place
from .recorder import Recorder
from .restriction import Restriction

KNOWN_POSITIONS = ("standard", "rotary", "shortformer")
PATTERN_TOLERANCE = 1e-3


def as_tensor(value) -> torch.Tensor:
    """A tensor, an array, or something saved that has one as its value (nnsight)."""
    for _ in range(3):
        if isinstance(value, torch.Tensor):
            return value.detach().cpu()
        if not hasattr(value, "value"):
            break
        value = value.value
    return torch.as_tensor(value)


def one_text(values: torch.Tensor, row: int | None, what: str) -> torch.Tensor:
    """[texts, a, b, c] or [a, b, c] → [a, b, c]."""
    if values.dim() == 3:
        return values
    if values.dim() != 4:
        raise CaptureError(f"{what} has the shape {list(values.shape)}, expected three or four dimensions")
    if values.shape[0] > 1 and row is None:
        raise CaptureError(f"{what} is of {values.shape[0]} texts: say which one by row=0 … {values.shape[0] - 1}")
    if row is not None and not 0 <= row < values.shape[0]:
        raise CaptureError(f"{what}: row {row} is not within 0 to {values.shape[0] - 1}")
    return values[row or 0]


def from_vectors(layers: list[dict], tokens: list[str], *, causal: bool, scale: float | None = None, window: int | None = None,
                 score_cap: float | None = None, row: int | None = None, name: str = "model") -> Capture:
    """Of vectors as attention uses them (after rotary embeddings): a dictionary a layer with query, key, value and perhaps
    output, each [texts, heads, tokens, width] or [heads, tokens, width]."""
    capture = Capture(name, [Sequence("", list(tokens))], [])
    everything = list(range(len(tokens)))
    for index, vectors in enumerate(layers):
        tensors = {part: one_text(as_tensor(values), row, f"layer {index}: its {part}").contiguous()
                   for part, values in vectors.items()}
        for part, values in tensors.items():
            if values.shape[1] != len(tokens):
                raise CaptureError(f"layer {index}: its {part} has {values.shape[1]} tokens, {len(tokens)} are named")
        width = tensors["query"].shape[2]
        capture.layers.append(Layer(str(index), tensors, everything, everything, MaskRule(causal, window),
                                    scale if scale is not None else width ** -0.5, score_cap))
    if not capture.layers:
        raise CaptureError("no layer is there")
    return capture


def from_transformer_lens(cache, tokens: list[str], *, config=None, row: int | None = None, name: str | None = None) -> Capture:
    """Of an ActivationCache (or a dictionary of its names) that holds hook_q, hook_k, hook_v of each block; where it also holds
    hook_pattern, our weights are compared with it. config: of the HookedTransformer, where the cache has no model."""
    model = getattr(cache, "model", None)
    config = config if config is not None else getattr(model, "cfg", None)
    if config is None:
        raise CaptureError("the cache has no model; give its config (config=model.cfg)")
    positions = getattr(config, "positional_embedding_type", "standard")
    if positions not in KNOWN_POSITIONS:
        raise CaptureError(f"positions of the type {positions} add biases to the scores, which a capture does not hold")
    entries = getattr(cache, "cache_dict", cache)
    divisor = float(config.attn_scale) if getattr(config, "use_attn_scale", True) else 1.0
    cap = getattr(config, "attn_scores_soft_cap", -1.0)
    capture = Capture(name or getattr(config, "model_name", "model"), [Sequence("", list(tokens))], [])
    everything = list(range(len(tokens)))
    numbers = [number for number in range(getattr(config, "n_layers", 0)) if f"blocks.{number}.attn.hook_q" in entries]
    for number in numbers:
        tensors = read_block(entries, number, positions == "rotary", row)
        if tensors["query"].shape[1] != len(tokens):
            raise CaptureError(f"block {number} has {tensors['query'].shape[1]} tokens, {len(tokens)} are named")
        local = getattr(config, "use_local_attn", False) and config.attn_types[number] == "local"
        causal = getattr(config, "attention_dir", "causal") == "causal"
        rule = MaskRule(causal, int(config.window_size) if local else None)
        layer = Layer(str(number), tensors, everything, everything, rule, 1 / divisor, float(cap) if cap and cap > 0 else None)
        pattern = entries.get(f"blocks.{number}.attn.hook_pattern")
        if pattern is not None:
            check_pattern(layer, one_text(as_tensor(pattern), row, f"the pattern of block {number}"), number)
        capture.layers.append(layer)
    if not capture.layers:
        raise CaptureError("the cache holds no blocks.0.attn.hook_q; record it with hook_k and hook_v")
    return capture


def read_block(entries, number: int, rotary: bool, row: int | None) -> dict[str, torch.Tensor]:
    wanted = {"query": "hook_rot_q" if rotary else "hook_q", "key": "hook_rot_k" if rotary else "hook_k", "value": "hook_v"}
    tensors = {}
    for part, hook in wanted.items():
        found = entries.get(f"blocks.{number}.attn.{hook}")
        if found is None:
            raise CaptureError(f"the cache holds no blocks.{number}.attn.{hook}" +
                               (", the vectors after the rotation that this model uses" if hook.startswith("hook_rot") else ""))
        # [texts, tokens, heads, width] → [heads, tokens, width]
        tensors[part] = one_text(as_tensor(found), row, f"{hook} of block {number}").transpose(0, 1).contiguous()
    found = entries.get(f"blocks.{number}.attn.hook_z")
    if found is not None:
        tensors["output"] = one_text(as_tensor(found), row, f"hook_z of block {number}").transpose(0, 1).contiguous()
    return tensors


def check_pattern(layer: Layer, pattern: torch.Tensor, number: int) -> None:
    """pattern: [heads, queries, keys], as the model itself had it."""
    positions = torch.arange(pattern.shape[1])
    scores = capped_scores(layer.tensors["query"].float(), layer.tensors["key"].float(), layer.scale, layer.score_cap)
    error = (softmax_rows(scores, rule_allows(layer.rule, positions, positions), None) - pattern.float()).abs().max().item()
    if not error <= PATTERN_TOLERANCE or math.isnan(error):
        raise CaptureError(f"block {number}: its weights differ by {error:.1e} from those of its queries and keys (padding, or "
                           "something that a capture does not hold)")


class CallPlaces:
    """Names modules by the order in which their calls are given."""

    def __init__(self) -> None:
        self.number = -1

    def place(self, module) -> Place:
        self.number += 1
        return Place(f"call {self.number}", "", self.number, False)


def from_attention_calls(calls, tokens: list[str], *, row: int | None = None, name: str = "model",
                         restriction: Restriction = Restriction()) -> Capture:
    """Of what attention functions of transformers were called with, a layer each: ((module, query, key, value, mask), options)
    as nnsight saves the inputs of `layer.self_attn.source.attention_interface_0`."""
    gathering = Gathering(name, Inputs({}, {"input_ids": list(tokens)}), None, row or 0, lambda index, layer: None)
    recorder = Recorder(CallPlaces(), restriction, row, {}, gathering.take)
    with torch.inference_mode():
        for number, call in enumerate(calls):
            call = getattr(call, "value", call)
            try:
                arguments, options = call
                module, query, key, value, *rest = arguments
            except (TypeError, ValueError):
                raise CaptureError(f"call {number} is not ((module, query, key, value, mask), options)") from None
            options = {option: getattr(given, "value", given) for option, given in options.items()}
            mask = rest[0] if rest else options.pop("attention_mask", None)
            query, key, value = (as_saved(values) for values in (query, key, value))
            recorder(module, query, key, value, implied_mask(module, query, key, as_saved(mask), options), **options)
    if not gathering.records:
        raise CaptureError("no call is there")
    if gathering.known[0].length != len(tokens):
        raise CaptureError(f"the calls have {gathering.known[0].length} tokens, {len(tokens)} are named")
    return gathering.result()


def as_saved(value):
    return getattr(value, "value", value) if not isinstance(value, torch.Tensor) else value


def implied_mask(module, query, key, mask, options):
    """Without a mask, torch's own attention is told by a flag that it is causal: then the mask is made."""
    causal = options.get("is_causal")
    causal = causal if causal is not None else getattr(module, "is_causal", True)
    if mask is not None or not causal or query.shape[2] == 1:
        return mask
    rows = torch.arange(query.shape[2], device=query.device)[:, None]
    forbidden = torch.arange(key.shape[2], device=query.device)[None, :] > rows
    return torch.zeros(forbidden.shape, dtype=query.dtype, device=query.device).masked_fill(
        forbidden, torch.finfo(query.dtype).min)[None, None]
