"""Which keys a query may read: from the masks that models use to the few words by which a capture says so."""

from dataclasses import dataclass

import torch

from .errors import CaptureError

# What is added to a score that counts as "not read": old models add -10000 where others add the least number of the type.
LEAST_FORBIDDING = -9999.0


@dataclass(frozen=True)
class MaskRule:
    """A query at position i may read the key at j: all j; with causal j <= i; with a window i - window < j <= i + after.

    `allowed` [n_queries, n_keys] says it one by one where no such rule does.
    """
    causal: bool = False
    window: int | None = None
    after: int = 0
    allowed: torch.Tensor | None = None


def allowed_keys(mask, n_queries: int, n_keys: int, row: int, where: str) -> torch.Tensor:
    """[n_queries, n_keys] of booleans, of a mask as attention functions get it: None, booleans (true: read), or numbers
    that are added to the scores, [batch or 1, heads or 1, queries or 1, keys or more]."""
    if mask is None:
        return torch.ones(n_queries, n_keys, dtype=torch.bool)
    if not isinstance(mask, torch.Tensor) or mask.dim() != 4:
        raise CaptureError(f"{where}: its mask is no tensor of four dimensions")
    mask = mask[row if mask.shape[0] > 1 else 0, :, :, :n_keys]
    if mask.dtype != torch.bool:
        forbidden = mask <= LEAST_FORBIDDING
        if not torch.all(forbidden | (mask == 0)):
            raise CaptureError(f"{where} adds biases to its scores (a mask with numbers other than 0 and minus infinity), which "
                               "a capture does not hold")
        mask = ~forbidden
    if mask.shape[0] > 1 and not torch.all(mask == mask[:1]):
        raise CaptureError(f"{where}: its heads have masks of their own, which a capture does not hold")
    try:
        return mask[0].expand(n_queries, n_keys).cpu()
    except RuntimeError:
        raise CaptureError(f"{where}: its mask has the shape {list(mask.shape)}, expected {n_queries} queries and {n_keys} "
                           "keys") from None


def rule_allows(rule: MaskRule, queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """[n_queries, n_keys] of booleans; positions [n_queries] and [n_keys]."""
    if rule.allowed is not None:
        return rule.allowed
    distance = queries[:, None] - keys[None, :]
    allowed = torch.ones_like(distance, dtype=torch.bool)
    if rule.causal or rule.window is not None:
        allowed &= distance >= (0 if rule.causal else -rule.after)
    if rule.window is not None:
        allowed &= distance < rule.window
    return allowed


def find_rule(allowed: torch.Tensor, queries: torch.Tensor, keys: torch.Tensor) -> MaskRule:
    """The shortest rule that says the same as `allowed` at these positions."""
    if allowed.all():
        # One query that reads all that came before it does not show by itself that it must not read on.
        return MaskRule(causal=bool(queries.min() >= keys.max()) and len(queries) < len(keys))
    if not allowed.any():
        return MaskRule(allowed=allowed)
    window, after = smallest_window(allowed, queries, keys)
    for rule in (MaskRule(causal=True), MaskRule(causal=True, window=window), MaskRule(window=window, after=after)):
        if torch.equal(rule_allows(rule, queries, keys), allowed):
            return rule
    return MaskRule(allowed=allowed)


def smallest_window(allowed: torch.Tensor, queries: torch.Tensor, keys: torch.Tensor) -> tuple[int, int]:
    """How far back (itself included) and how far on any query reads."""
    distance = (queries[:, None] - keys[None, :])[allowed]
    return max(1, int(distance.max()) + 1), max(0, -int(distance.min()))
