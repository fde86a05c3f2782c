"""What a capture says about itself in words: its metadata strings, both ways (resources/docs/formats.md).

Version "1" says tokens, causal, model, mechanism, scale, and windows, scales and score caps of layers. What that cannot say is
version "2", whose further strings are written only where they are needed.
"""

import json
import math

import torch

from .content import Capture, Grid, Layer, Sequence
from .errors import CaptureError
from .masks import MaskRule

MOST_TOKENS = 10_000_000
# What version 1 does not know of a layer.
NEW_RULES = {"name", "causal", "mask", "queries", "keys", "heads"}


def to_ranges(numbers: list[int]) -> list[list[int]]:
    """Ascending numbers as [first, count] pairs."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][0] + ranges[-1][1]:
            ranges[-1][1] += 1
        else:
            ranges.append([number, 1])
    return ranges


def from_ranges(ranges, below: int, what: str) -> list[int]:
    numbers: list[int] = []
    if not isinstance(ranges, list) or not ranges:
        raise CaptureError(f"{what} are no list of [first, count] pairs")
    for pair in ranges:
        if not isinstance(pair, list) or len(pair) != 2 or not all(type(number) is int for number in pair):
            raise CaptureError(f"{what} are no list of [first, count] pairs")
        first, count = pair
        if first < (numbers[-1] + 1 if numbers else 0) or count < 1 or first + count > below:
            raise CaptureError(f"{what}: [{first}, {count}] is not ascending within 0 to {below - 1}")
        numbers.extend(range(first, first + count))
    return numbers


def is_usual_scale(layer: Layer) -> bool:
    return math.isclose(layer.scale, layer.shape("query")[2] ** -0.5, rel_tol=1e-12)


def common_scale(capture: Capture) -> float | None:
    """The file's own, where all layers have one that is not usual."""
    first = capture.layers[0]
    same = all(layer.scale == first.scale for layer in capture.layers)
    return first.scale if same and not is_usual_scale(first) else None


def describe_layer(layer: Layer, number: int, capture: Capture, mask: str | None) -> dict:
    """What is not usual."""
    everything = list(range(len(capture.tokens())))
    said: dict = {}
    if layer.name != str(number):
        said["name"] = layer.name
    if layer.rule.causal != is_causal(capture) and mask is None:
        said["causal"] = layer.rule.causal
    if common_scale(capture) is None and not is_usual_scale(layer):
        said["scale"] = layer.scale
    if layer.rule.window is not None:
        said["window"] = layer.rule.window
    if layer.rule.after:
        said["window_after"] = layer.rule.after
    if mask is not None:
        said["mask"] = mask
    if layer.score_cap is not None:
        said["score_cap"] = layer.score_cap
    if layer.queries != everything:
        said["queries"] = to_ranges(layer.queries)
    if layer.keys != everything:
        said["keys"] = to_ranges(layer.keys)
    if layer.heads is not None:
        said["heads"] = layer.heads
    return said


def is_causal(capture: Capture) -> bool:
    return all(layer.rule.causal for layer in capture.layers)


def to_metadata(capture: Capture, masks: list[str | None]) -> dict[str, str]:
    """masks: the name of the mask tensor of each layer."""
    def text(value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    said = {"baryscope.capture": "1", "tokens": text(capture.tokens()), "model": capture.model,
            "causal": "true" if is_causal(capture) else "false"}
    if capture.mechanism is not None:
        said["mechanism"] = capture.mechanism
    if common_scale(capture) is not None:
        said["scale"] = repr(common_scale(capture))
    rules = [describe_layer(layer, number, capture, mask)
             for number, (layer, mask) in enumerate(zip(capture.layers, masks))]
    if any(rules):
        said["layer_rules"] = text(rules)
    if len(capture.sequences) > 1 or capture.sequences[0].positions is not None:
        said["sequences"] = text([{"name": sequence.name, "count": len(sequence.tokens)} |
                                  ({"positions": to_ranges(sequence.positions)} if sequence.positions is not None else {})
                                  for sequence in capture.sequences])
    if capture.grid is not None:
        said["grid"] = text({"first": capture.grid.first, "rows": capture.grid.rows, "columns": capture.grid.columns})
    sums = any("log_sum_exp" in {**layer.tensors, **layer.shapes} for layer in capture.layers)
    if sums or "sequences" in said or "grid" in said or any(set(rule) & NEW_RULES for rule in rules):
        said["baryscope.capture"] = "2"
    return said


def parse(said: dict[str, str], name: str, default=None):
    if name not in said:
        return default
    try:
        return json.loads(said[name])
    except (ValueError, RecursionError):
        raise CaptureError(f"its metadata '{name}' is no JSON") from None


def a_number(value, what: str, kinds=(int, float)) -> float:
    if type(value) not in kinds or not math.isfinite(value):
        raise CaptureError(f"{what} is {value!r}, expected a number")
    return value


def read_sequences(said: dict[str, str], tokens: list[str]) -> list[Sequence]:
    listed = parse(said, "sequences")
    if listed is None:
        return [Sequence("", tokens)]
    if not isinstance(listed, list) or not listed:
        raise CaptureError("its sequences are no list")
    sequences, first = [], 0
    for item in listed:
        if not isinstance(item, dict) or type(item.get("name")) is not str or type(item.get("count")) is not int or item["count"] < 1:
            raise CaptureError("a sequence without a name and a count")
        unknown = set(item) - {"name", "count", "positions"}
        if unknown:
            raise CaptureError(f"a sequence says '{sorted(unknown)[0]}', which is not known")
        positions = item.get("positions")
        if positions is not None:
            positions = from_ranges(positions, 1 << 40, "positions")
            if len(positions) != item["count"]:
                raise CaptureError(f"a sequence of {item['count']} tokens with {len(positions)} positions")
        sequences.append(Sequence(item["name"], tokens[first:first + item["count"]], positions))
        first += item["count"]
    if first != len(tokens):
        raise CaptureError(f"its sequences have {first} tokens, it lists {len(tokens)}")
    return sequences


def read_layer(said, number: int, file: dict, tensors: dict[str, torch.Tensor], masks: dict[str, torch.Tensor]) -> Layer:
    """file: what holds where the layer says nothing: causal, scale (or None), n_tokens."""
    what = f"layer {number}"
    if not isinstance(said, dict):
        raise CaptureError(f"what it says of {what} is no object")
    unknown = set(said) - NEW_RULES - {"scale", "window", "window_after", "score_cap"}
    if unknown:
        raise CaptureError(f"{what} says '{sorted(unknown)[0]}', which is not known")
    name, n_tokens = said.get("name", str(number)), file["n_tokens"]
    causal = said.get("causal", file["causal"] and "mask" not in said)
    if type(name) is not str or type(causal) is not bool:
        raise CaptureError(f"{what}: its name is no text, or its causal not true or false")
    window = said.get("window")
    if window is not None and (type(window) is not int or window < 1):
        raise CaptureError(f"{what}: its window is {window!r}, expected a count")
    after = said.get("window_after", 0)
    if type(after) is not int or after < 0 or after and window is None:
        raise CaptureError(f"{what}: its window_after is {after!r}, or stands without a window")
    allowed = None
    if "mask" in said:
        allowed = masks.get(said["mask"])
        if allowed is None or window is not None or causal:
            raise CaptureError(f"{what}: its mask {said['mask']!r} is missing, or stands beside a window or causal")
    cap = said.get("score_cap")
    if cap is not None and not a_number(cap, f"{what}: its score_cap") > 0:
        raise CaptureError(f"{what}: its score_cap is {cap}, expected a number above 0")
    queries, keys = (from_ranges(said[name], n_tokens, f"{what}: its {name}") if name in said else list(range(n_tokens))
                     for name in ("queries", "keys"))
    heads = said.get("heads")
    if heads is not None and (not isinstance(heads, list) or not all(type(head) is int and head >= 0 for head in heads)):
        raise CaptureError(f"{what}: its heads are no list of numbers")
    scale = file["scale"] if file["scale"] is not None or "query" not in tensors else tensors["query"].shape[-1] ** -0.5
    scale = a_number(said["scale"], f"{what}: its scale") if "scale" in said else scale
    return Layer(name, tensors, queries, keys, MaskRule(causal, window, after, allowed), scale, cap, heads)


def from_metadata(said: dict[str, str], layers: list[dict[str, torch.Tensor]], masks: dict[str, torch.Tensor],
                  image: torch.Tensor | None) -> Capture:
    version = said.get("baryscope.capture")
    if version not in ("1", "2"):
        raise CaptureError(f"it is of version {version!r}, versions 1 and 2 are read")
    tokens = parse(said, "tokens")
    if not isinstance(tokens, list) or not tokens or len(tokens) > MOST_TOKENS or not all(type(token) is str for token in tokens):
        raise CaptureError("its tokens are no list of texts")
    if said.get("causal") not in ("true", "false"):
        raise CaptureError(f"causal is {said.get('causal')!r}, expected \"true\" or \"false\"")
    capture = Capture(said.get("model", ""), read_sequences(said, tokens), [], said.get("mechanism"))
    rules = parse(said, "layer_rules", [{}])
    if not isinstance(rules, list) or not rules or len(layers) % len(rules):
        raise CaptureError(f"its layer_rules are no list of objects, one a layer, for {len(layers)} layers")
    file = {"causal": said["causal"] == "true", "n_tokens": len(tokens),
            "scale": a_number(parse(said, "scale"), "its scale") if "scale" in said else None}
    for number, tensors in enumerate(layers):
        capture.layers.append(read_layer(rules[number % len(rules)], number, file, tensors, masks))
    grid = parse(said, "grid")
    if grid is not None:
        sides = [grid.get(name) if isinstance(grid, dict) else None for name in ("first", "rows", "columns")]
        if not all(type(side) is int and side >= 0 for side in sides) or sides[0] + sides[1] * sides[2] > len(tokens):
            raise CaptureError("its grid does not fit its tokens")
        capture.grid = Grid(*sides, image)
    return capture
