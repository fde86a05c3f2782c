"""What values a parameter may have: checked here, or handed to scikit-learn in its own form."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def admits(self, value) -> bool:
        return isinstance(value, Integral) and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"an int from {self.low} to {self.high}"

    def sklearn(self) -> list:
        from sklearn.utils._param_validation import Interval
        return [Interval(Integral, self.low, self.high, closed="both")]


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`."""

    low: float
    high: float

    def admits(self, value) -> bool:
        return isinstance(value, Real) and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"a number from {self.low:g} to {self.high:g}"

    def sklearn(self) -> list:
        from sklearn.utils._param_validation import Interval
        return [Interval(Real, self.low, self.high, closed="both")]


@dataclass(frozen=True)
class Word:
    """One of some words."""

    words: tuple

    def admits(self, value) -> bool:
        return isinstance(value, str) and value in self.words

    def __str__(self) -> str:
        return "one of " + ", ".join(map(repr, self.words))

    def sklearn(self) -> list:
        from sklearn.utils._param_validation import StrOptions
        return [StrOptions(set(self.words))]


@dataclass(frozen=True)
class Flag:
    """True or False."""

    def admits(self, value) -> bool:
        return isinstance(value, (bool, np.bool_))

    def __str__(self) -> str:
        return "True or False"

    def sklearn(self) -> list:
        return ["boolean"]


@dataclass(frozen=True)
class Strategy:
    """How many points each class gets."""

    words = ("auto", "minority", "not minority", "not majority", "all")

    def admits(self, value) -> bool:
        if isinstance(value, str):
            return value in self.words
        if isinstance(value, Real):
            return 0 < value <= 1
        return isinstance(value, Mapping) or callable(value)

    def __str__(self) -> str:
        return ("a number in (0, 1], " + ", ".join(map(repr, self.words))
                + ", a dict of class and number of points, or a function of y that returns one")

    def sklearn(self) -> list:
        from sklearn.utils._param_validation import Interval, StrOptions
        return [Interval(Real, 0, 1, closed="right"), StrOptions(set(self.words)), Mapping, callable]


@dataclass(frozen=True)
class Seed:
    """Where randomness comes from."""

    def admits(self, value) -> bool:
        return (value is None or isinstance(value, (np.random.RandomState, np.random.Generator))
                or isinstance(value, Integral) and 0 <= value < 2**32)

    def __str__(self) -> str:
        return ("None, an int from 0 to 4294967295, a numpy.random.RandomState or a "
                "numpy.random.Generator")

    def sklearn(self) -> list:
        return ["random_state", np.random.Generator]


def seed_of(random_state) -> int:
    """The seed of one call. An int is taken as it is: the command line's --seed draws the same points.

    A RandomState or Generator moves on, so that two calls differ; None draws from numpy's global one.
    """
    if isinstance(random_state, Integral):
        return int(random_state)
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**32))
    source = np.random.mtrand._rand if random_state is None else random_state
    return int(source.randint(2**32, dtype=np.uint64))


def check(owner: str, name: str, rule, value) -> None:
    """Raises ValueError in the words of scikit-learn."""
    if not rule.admits(value):
        raise ValueError(f"The {name!r} parameter of {owner} must be {rule}. Got {value!r} instead.")
