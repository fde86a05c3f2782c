"""Stands in for the attention function of every layer of a transformers model and keeps what passes through.

What is kept is compared with what the model's own function returns: a model that adds to its scores or weights something
that is not known here is refused, never misread.
"""

import math
import sys
from dataclasses import dataclass

import torch

from .content import capped_scores, softmax_rows
from .errors import CaptureError
from .masks import MaskRule, allowed_keys, find_rule, rule_allows
from .modules import Place, Places
from .restriction import Restriction, choose

NAME = "baryscope_capture"
# Options of attention functions by which models change their weights, and what they are in words.
NOT_HELD = {
    "s_aux": "adds logits of sinks to its softmax (s_aux)",
    "sinks": "adds logits of sinks to its softmax",
    "position_bias": "adds biases to its scores (position_bias)",
    "relative_position_bias": "adds biases to its scores (relative_position_bias)",
    "alibi": "adds biases to its scores (alibi)",
    "attention_bias": "adds biases to its scores (attention_bias)",
}
MOST_WEIGHTS = 1 << 28  # of one layer at once, where the model's own plain function would hold them all
CHECKED_QUERIES = 32
# How far our output may be from the model's own, in shares of its largest number: rounding only. Models take their softmax in
# single precision whatever their numbers are.
TOLERANCES = {torch.float64: 1e-5, torch.float32: 1e-4, torch.float16: 2e-2, torch.bfloat16: 1e-1}


@dataclass
class Record:
    """One call, restricted, on the CPU. Places of queries and keys count within their sequences."""
    place: Place
    number: int  # of the layer, within its stack
    tensors: dict[str, torch.Tensor]
    n_queries: int  # of the whole call
    n_keys: int
    queries: list[int] | None
    keys: list[int] | None
    heads: list[int] | None
    rule: MaskRule
    scale: float
    score_cap: float | None
    module: object


def chosen_key_heads(heads: list[int] | None, n_heads: int, n_key_heads: int) -> list[int] | None:
    """Which key heads go with the query heads, one for each, or one for each whole group of them."""
    if heads is None:
        return None
    group = n_heads // n_key_heads
    groups = sorted({head // group for head in heads})
    whole = [group * number + member for number in groups for member in range(group)]
    return groups if whole == heads else [head // group for head in heads]


def pick(values: torch.Tensor, heads: list[int] | None, places: list[int] | None) -> torch.Tensor:
    if heads is not None:
        values = values[heads]
    if places is not None:
        values = values[:, places]
    return values.detach().to("cpu", copy=True).contiguous()


class Recorder:
    """`take` is called with each Record as soon as it is there, so that a large model's layers need not all be held."""

    def __init__(self, places: Places, restriction: Restriction, row: int | None, kept: dict[int, torch.Tensor], take) -> None:
        self.places = places
        self.restriction = restriction
        self.row = row
        self.kept = kept  # places that are no padding, by the length of the padded sequence
        self.take = take
        self.seen: dict[tuple[str, bool], int] = {}
        self.n_calls = 0

    def __call__(self, module, query, key, value, attention_mask=None, scaling=None, dropout=0.0, is_causal=None, **options):
        self.n_calls += 1
        place = self.places.place(module)
        where = f"the attention of {type(module).__name__} ({place.path})"
        for name, words in NOT_HELD.items():
            if options.get(name) is not None:
                raise CaptureError(f"{where} {words}, which a capture does not hold")
        cap = options.get("softcap")
        output, _ = self.own_output(module, query, key, value, attention_mask, scaling, cap, is_causal, options)
        number = self.number(place)
        if self.restriction.keeps_layer(number):
            scale = float(scaling if scaling is not None else query.shape[-1] ** -0.5)
            self.record(where, place, number, module, query, key, value, attention_mask, scale, float(cap) if cap else None,
                        output, is_causal)
        return output, None

    def number(self, place: Place) -> int:
        """The layer's own number, or the order of its calls where layers share a module."""
        if place.layer is not None:
            return place.layer
        stack = place.stack, place.cross
        self.seen[stack] = self.seen.get(stack, -1) + 1
        return self.seen[stack]

    def own_output(self, module, query, key, value, mask, scaling, cap, is_causal, options):
        """The model's own plain function; its weights would not fit for a long text, then torch's."""
        own = getattr(sys.modules.get(type(module).__module__), "eager_attention_forward", None)
        n_weights = query.shape[0] * query.shape[1] * query.shape[2] * key.shape[2]
        if own is not None and (n_weights <= MOST_WEIGHTS or cap):
            given = dict(options) if scaling is None else {**options, "scaling": scaling}
            return own(module, query, key, value, mask, dropout=0.0, **given)
        from transformers.integrations.sdpa_attention import sdpa_attention_forward

        if cap:
            raise CaptureError(f"{type(module).__name__} caps its scores in a way that is not known here")
        # Only the mask says what is read, as in the plain function.
        return sdpa_attention_forward(module, query, key, value, mask, scaling=scaling, is_causal=False, **options)

    def record(self, where, place, number, module, query, key, value, mask, scale, cap, output, is_causal) -> None:
        row = self.row
        if query.shape[0] != 1:
            if row is None:
                raise CaptureError(f"{where} works on {query.shape[0]} texts at once; say which by --row (row=)")
            if row >= query.shape[0]:
                raise CaptureError(f"row {row} of {query.shape[0]} was asked for")
        row = row if row is not None and query.shape[0] > 1 else 0
        if query.dim() != 4 or key.dim() != 4 or value.dim() != 4 or key.shape[2] != value.shape[2] or \
                query.shape[1] % key.shape[1] or query.shape[1] % value.shape[1]:
            raise CaptureError(f"{where} is given queries {list(query.shape)}, keys {list(key.shape)} and values "
                               f"{list(value.shape)}, expected [texts, heads, tokens, width]")
        allowed = allowed_keys(mask, query.shape[2], key.shape[2], row, where)
        query, key, value = query[row], key[row], value[row]
        output = output[row].transpose(0, 1)  # [tokens, heads, width] → [heads, tokens, width]
        # Padded places are nobody's tokens: they go before anything is counted.
        real_queries, real_keys = (self.kept.get(values.shape[1]) for values in (query, key))
        if real_queries is not None:
            query, output, allowed = query[:, real_queries], output[:, real_queries], allowed[real_queries]
        if real_keys is not None:
            if allowed[:, [place for place in range(allowed.shape[1]) if place not in set(real_keys.tolist())]].any():
                raise CaptureError(f"{where} reads tokens that are padding by the attention mask of its input")
            key, value, allowed = key[:, real_keys], value[:, real_keys], allowed[:, real_keys]
        check(where, query, key, value, allowed, scale, cap, output)
        n_queries, n_keys = query.shape[1], key.shape[1]
        positions = torch.arange(n_keys)
        if place.cross:
            rule = MaskRule() if allowed.all() else MaskRule(allowed=allowed)
        elif n_queries == n_keys == 1:
            rule = MaskRule(causal=bool(is_causal if is_causal is not None else getattr(module, "is_causal", False)))
        else:
            rule = find_rule(allowed, positions[n_keys - n_queries:] if n_queries <= n_keys else torch.arange(n_queries), positions)
        self.take(self.restrict(where, place, number, module, query, key, value, output, rule, scale, cap))

    def restrict(self, where, place, number, module, query, key, value, output, rule, scale, cap) -> Record:
        n_queries, n_keys, n_heads = query.shape[1], key.shape[1], query.shape[0]
        wish = self.restriction
        heads = choose(wish.heads, n_heads, f"--heads of {place.path}")
        queries = choose(wish.queries, n_queries, f"--queries of {place.path}")
        keys = choose(wish.keys, n_keys, f"--keys of {place.path}")
        tensors = {
            "query": pick(query, heads, queries),
            "key": pick(key, chosen_key_heads(heads, n_heads, key.shape[0]), keys),
            "value": pick(value, chosen_key_heads(heads, n_heads, value.shape[0]), keys),
            "output": pick(output, heads, queries),
        }
        for name, values in tensors.items():
            if not torch.isfinite(values).all():
                raise CaptureError(f"{where}: its {name} holds NaN or infinity; try another --dtype")
        if keys is not None:  # the keys that go: what is left of them is their part of the softmax
            allowed = rule_allows(rule, torch.arange(n_keys - n_queries, n_keys) if n_queries <= n_keys else
                                  torch.arange(n_queries), torch.arange(n_keys)).to(query.device)
            tensors["log_sum_exp"] = pick(log_sum_exp(query, key, allowed, scale, cap, queries), heads, None)
        if rule.allowed is not None:
            kept = rule.allowed
            kept = kept if queries is None else kept[queries]
            rule = MaskRule(allowed=(kept if keys is None else kept[:, keys]).contiguous())
        return Record(place, number, tensors, n_queries, n_keys, queries, keys, heads, rule, scale, cap, module)


def log_sum_exp(query, key, allowed, scale, cap, queries: list[int] | None) -> torch.Tensor:
    """[heads, queries] over all allowed keys, in at least single precision."""
    wide = torch.float64 if query.dtype == torch.float64 else torch.float32
    asked = list(range(query.shape[1])) if queries is None else queries
    parts = []
    for begin in range(0, len(asked), CHECKED_QUERIES):
        places = asked[begin:begin + CHECKED_QUERIES]
        scores = capped_scores(query[:, places].to(wide), key.to(wide), scale, cap)
        parts.append(torch.logsumexp(scores.masked_fill(~allowed[places], -torch.inf), -1))
    return torch.cat(parts, 1)


def check(where, query, key, value, allowed, scale, cap, output) -> None:
    """That these vectors, this mask and this scale give what the model's own function gave, at up to CHECKED_QUERIES queries."""
    n_queries = query.shape[1]
    places = sorted({round(step) for step in torch.linspace(0, n_queries - 1, min(n_queries, CHECKED_QUERIES)).tolist()})
    wide = torch.float64 if query.dtype == torch.float64 else torch.float32
    weight = softmax_rows(capped_scores(query[:, places].to(wide), key.to(wide), scale, cap),
                          allowed[places].to(query.device), None)
    ours = weight @ value.to(wide).repeat_interleave(query.shape[0] // value.shape[0], 0)
    theirs = output[:, places].to(wide)
    if ours.shape != theirs.shape:
        raise CaptureError(f"{where} gives an output of the shape {list(output.shape)}, expected {list(ours.shape)}")
    error = (ours - theirs).abs().max().item()
    tolerance = TOLERANCES.get(query.dtype, 1e-1) * max(theirs.abs().max().item(), value.abs().max().item(), 1e-30)
    if not error <= tolerance and not (math.isnan(error) and not torch.isfinite(theirs).all()):
        raise CaptureError(f"{where} computes something else than softmax(scale * q.k) times its values: its output differs by "
                           f"{error:.1e} from that of its queries, keys and values, which a capture would misread")
