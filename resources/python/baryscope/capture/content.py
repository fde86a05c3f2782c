"""A capture in memory: what one forward pass showed, ready to be written or computed on.

Tokens of all sequences stand in one list, one sequence after the other: an encoder's, then its decoder's. Each layer says
by ranges in this list whose queries and whose keys it holds, so that cross-attention is a layer like others, whose keys are
another sequence's.
"""

from dataclasses import dataclass, field

import torch

from .errors import CaptureError
from .masks import MaskRule, rule_allows

TENSORS = ("query", "key", "value", "query_2", "key_2", "value_2", "output", "lambda", "log_sum_exp", "log_sum_exp_2",
           "score_bias")


@dataclass
class Sequence:
    """Tokens that one another follow. positions[t]: where token t stands in the model's own sequence."""
    name: str
    tokens: list[str]
    positions: list[int] | None = None  # None: from 0 on

    def place(self, index: int) -> int:
        return index if self.positions is None else self.positions[index]


@dataclass
class Layer:
    """tensors: query [heads, queries, width], key and value [key heads, keys, width], output [heads, queries, width], …

    queries and keys are places in the capture's list of tokens, ascending.
    """
    name: str
    tensors: dict[str, torch.Tensor]
    queries: list[int]
    keys: list[int]
    rule: MaskRule
    scale: float
    score_cap: float | None = None
    heads: list[int] | None = None  # the model's numbers of the heads that are here; None: all, from 0 on
    shapes: dict[str, list[int]] = field(default_factory=dict)  # of tensors that are written already

    def shape(self, name: str) -> list[int]:
        return list(self.tensors[name].shape) if name in self.tensors else self.shapes[name]

    def heads_and_width(self) -> tuple[int, int]:
        heads, _, width = self.shape("query")
        return heads, width


@dataclass
class Grid:
    """Patches of an image as tokens: `rows` times `columns` of them, row by row, from the token `first` on."""
    first: int
    rows: int
    columns: int
    image: torch.Tensor | None = None  # [height, width, 3] of bytes


@dataclass
class Capture:
    model: str
    sequences: list[Sequence]
    layers: list[Layer]
    mechanism: str | None = None
    grid: Grid | None = None
    notes: list[str] = field(default_factory=list)

    def tokens(self) -> list[str]:
        return [token for sequence in self.sequences for token in sequence.tokens]

    def first_of(self, sequence: int) -> int:
        return sum(len(earlier.tokens) for earlier in self.sequences[:sequence])

    def positions(self, places: list[int]) -> torch.Tensor:
        """[len(places)]: where these tokens stand in their own sequences."""
        table = [sequence.place(index) for sequence in self.sequences for index in range(len(sequence.tokens))]
        return torch.tensor([table[place] for place in places], dtype=torch.long)


def softmax_rows(scores: torch.Tensor, allowed: torch.Tensor, log_sum_exp: torch.Tensor | None) -> torch.Tensor:
    """[heads, queries, keys]; a query that may read nothing has weights of 0. With log_sum_exp [heads, queries] of all
    keys, of which these may be a part: the weights that these have among all."""
    scores = scores.masked_fill(~allowed, -torch.inf)
    if log_sum_exp is None:
        log_sum_exp = torch.logsumexp(scores, -1)
    return torch.exp(scores - log_sum_exp.masked_fill(log_sum_exp == -torch.inf, 0)[..., None])


def capped_scores(query, key, scale: float, cap: float | None, bias=0) -> torch.Tensor:
    """[heads, queries, keys]; query head h reads key head h * key heads // heads."""
    key = key.repeat_interleave(query.shape[0] // key.shape[0], 0)
    scores = query @ key.transpose(1, 2) * scale
    return (scores if cap is None else cap * torch.tanh(scores / cap)) + bias


def weights(capture: Capture, layer: Layer, mechanism: str | None = None) -> torch.Tensor:
    """[heads, queries, keys] in double precision, computed from nothing but what the capture holds."""
    tensors = {name: values.double() for name, values in layer.tensors.items()}
    allowed = rule_allows(layer.rule, capture.positions(layer.queries), capture.positions(layer.keys))
    bias = tensors.get("score_bias", 0)
    result = softmax_rows(capped_scores(tensors["query"], tensors["key"], layer.scale, layer.score_cap, bias), allowed,
                          tensors.get("log_sum_exp"))
    mechanism = mechanism or capture.mechanism
    if mechanism is None:
        return result
    if mechanism != "differential":
        raise CaptureError(f"the weights of the mechanism {mechanism} are not computed here")
    second = softmax_rows(capped_scores(tensors["query_2"], tensors["key_2"], layer.scale, layer.score_cap, bias), allowed,
                          tensors.get("log_sum_exp_2"))
    return result - tensors["lambda"].reshape(tensors["lambda"].shape[0], -1, 1) * second


def outputs(capture: Capture, layer: Layer) -> torch.Tensor:
    """[heads, queries, value width]: the weights times the values."""
    value = layer.tensors["value"].double()
    return weights(capture, layer) @ value.repeat_interleave(layer.tensors["query"].shape[0] // value.shape[0], 0)
