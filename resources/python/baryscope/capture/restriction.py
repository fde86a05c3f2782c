"""Which layers, heads and positions are kept, so that the capture of a large model stays small."""

import re
from dataclasses import dataclass

from .errors import CaptureError

MOST_NUMBERS = 10_000_000


def read_ranges(text: str, what: str) -> list[tuple[int, int]]:
    """"0,5-7" → [(0, 0), (5, 7)]. Negative numbers count from the end: "-16--1" are the last 16."""
    ranges = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(-?\d{1,9})(?:\s*-\s*(-?\d{1,9}))?\s*", part)
        if not found:
            raise CaptureError(f"{what}: '{part.strip()}' is no number and no range such as 5-7")
        first = int(found[1])
        ranges.append((first, int(found[2]) if found[2] is not None else first))
    return ranges


def choose(ranges: list[tuple[int, int]] | None, count: int, what: str) -> list[int] | None:
    """The numbers below `count` that the ranges name, ascending; None means all of them."""
    if ranges is None:
        return None
    if count > MOST_NUMBERS:
        raise CaptureError(f"{what}: {count} are more than {MOST_NUMBERS}")
    chosen: set[int] = set()
    for first, last in ranges:
        low, high = (number + count if number < 0 else number for number in (first, last))
        if not 0 <= low <= high < count:
            raise CaptureError(f"{what}: {first}" + (f" to {last}" if last != first else "") +
                               f" is not within 0 to {count - 1}")
        chosen.update(range(low, high + 1))
    return None if len(chosen) == count else sorted(chosen)


@dataclass(frozen=True)
class Restriction:
    """Ranges as read_ranges gives them; None keeps all. Layers count within each stack, queries and keys within each
    sequence that is long enough for them."""
    layers: list[tuple[int, int]] | None = None
    heads: list[tuple[int, int]] | None = None
    queries: list[tuple[int, int]] | None = None
    keys: list[tuple[int, int]] | None = None

    def keeps_layer(self, number: int) -> bool:
        if self.layers is None:
            return True
        if any(bound < 0 for bounds in self.layers for bound in bounds):
            raise CaptureError("--layers: layers are counted from the first, so no number may be negative")
        return any(first <= number <= last for first, last in self.layers)
