"""What a capture says about itself in words: its metadata strings, both ways (resources/docs/formats.md).

Version "1" says tokens, causal, model, mechanism and scale. What that cannot say is version "2", whose further strings
are written only where they are needed.
"""

import json
import math

import torch

from .content import Capture, Grid, Layer, Sequence
from .errors import CaptureError
from .masks import MaskRule

MOST_TOKENS = 10_000_000


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


def is_plain(capture: Capture) -> bool:
    """Whether version 1 says it all."""
    everything = list(range(len(capture.tokens())))
    first = capture.layers[0]
    return (len(capture.sequences) == 1 and capture.sequences[0].positions is None and capture.grid is None and
            all(layer.queries == everything and layer.keys == everything and layer.heads is None and layer.score_cap is None and
                layer.rule.window is None and layer.rule.allowed is None and layer.rule.causal == first.rule.causal and
                layer.scale == first.scale and layer.name == str(index) and "log_sum_exp" not in {**layer.tensors, **layer.shapes}
                for index, layer in enumerate(capture.layers)))


def describe_layer(layer: Layer, n_tokens: int, mask: str | None) -> dict:
    everything = list(range(n_tokens))
    said: dict = {"name": layer.name, "causal": layer.rule.causal, "scale": layer.scale}
    if layer.rule.window is not None:
        said["window"] = layer.rule.window
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


def to_metadata(capture: Capture, masks: list[str | None]) -> dict[str, str]:
    """masks: the name of the mask tensor of each layer."""
    def text(value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    tokens = capture.tokens()
    said = {"baryscope.capture": "1", "tokens": text(tokens), "model": capture.model,
            "causal": "true" if all(layer.rule.causal for layer in capture.layers) else "false"}
    if capture.mechanism is not None:
        said["mechanism"] = capture.mechanism
    if is_plain(capture):
        if not is_usual_scale(capture.layers[0]):
            said["scale"] = repr(capture.layers[0].scale)
        return said
    said["baryscope.capture"] = "2"
    said["attention"] = text([describe_layer(layer, len(tokens), mask) for layer, mask in zip(capture.layers, masks)])
    if len(capture.sequences) > 1 or capture.sequences[0].positions is not None:
        said["sequences"] = text([{"name": sequence.name, "count": len(sequence.tokens)} |
                                  ({"positions": to_ranges(sequence.positions)} if sequence.positions is not None else {})
                                  for sequence in capture.sequences])
    if capture.grid is not None:
        said["grid"] = text({"first": capture.grid.first, "rows": capture.grid.rows, "columns": capture.grid.columns})
    return said


def parse(said: dict[str, str], name: str, default=None):
    if name not in said:
        return default
    try:
        return json.loads(said[name])
    except (ValueError, RecursionError):
        raise CaptureError(f"its metadata '{name}' is no JSON") from None


def number(value, what: str, kinds=(int, float)) -> float:
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


def read_layer(said: dict, tensors: dict[str, torch.Tensor], masks: dict[str, torch.Tensor], n_tokens: int, what: str) -> Layer:
    unknown = set(said) - {"name", "causal", "scale", "window", "mask", "score_cap", "queries", "keys", "heads"}
    if unknown:
        raise CaptureError(f"{what} says '{sorted(unknown)[0]}', which is not known")
    if type(said.get("name")) is not str or type(said.get("causal")) is not bool:
        raise CaptureError(f"{what} has no name, or does not say whether it is causal")
    window = said.get("window")
    if window is not None and (type(window) is not int or window < 1):
        raise CaptureError(f"{what}: its window is {window!r}, expected a count")
    allowed = None
    if "mask" in said:
        allowed = masks.get(said["mask"])
        if allowed is None or window is not None or said["causal"]:
            raise CaptureError(f"{what}: its mask {said['mask']!r} is missing, or stands beside a window or causal")
    cap = said.get("score_cap")
    if cap is not None and not number(cap, f"{what}: its score_cap") > 0:
        raise CaptureError(f"{what}: its score_cap is {cap}, expected a number above 0")
    queries, keys = (from_ranges(said[name], n_tokens, f"{what}: its {name}") if name in said else list(range(n_tokens))
                     for name in ("queries", "keys"))
    heads = said.get("heads")
    if heads is not None and (not isinstance(heads, list) or not all(type(head) is int and head >= 0 for head in heads)):
        raise CaptureError(f"{what}: its heads are no list of numbers")
    return Layer(said["name"], tensors, queries, keys, MaskRule(said["causal"], window, allowed),
                 number(said.get("scale"), f"{what}: its scale"), cap, heads)


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
    spoken = parse(said, "attention")
    if spoken is not None and (not isinstance(spoken, list) or len(spoken) != len(layers)):
        raise CaptureError(f"its metadata speaks of another number of layers than the {len(layers)} that it holds")
    for index, tensors in enumerate(layers):
        if spoken is None:
            scale = float(said["scale"]) if "scale" in said else tensors["query"].shape[2] ** -0.5
            item: dict = {"name": str(index), "causal": said["causal"] == "true", "scale": scale}
        else:
            item = spoken[index]
            if not isinstance(item, dict):
                raise CaptureError(f"what it says of layer {index} is no object")
        capture.layers.append(read_layer(item, tensors, masks, len(tokens), f"layer {index}"))
    grid = parse(said, "grid")
    if grid is not None:
        sides = [grid.get(name) if isinstance(grid, dict) else None for name in ("first", "rows", "columns")]
        if not all(type(side) is int and side >= 0 for side in sides) or sides[0] + sides[1] * sides[2] > len(tokens):
            raise CaptureError("its grid does not fit its tokens")
        capture.grid = Grid(*sides, image)
    return capture
