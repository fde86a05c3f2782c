"""Where synthetic points come from: rows of different lengths in one array."""

from collections.abc import Sequence

import numpy as np


class Rows(Sequence):
    """Row i is values[offsets[i]:offsets[i + 1]]; offsets has one entry more than there are rows."""

    def __init__(self, offsets: np.ndarray, values: np.ndarray):
        self.offsets = offsets
        self.values = values

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        return self.values[self.offsets[row]:self.offsets[row + 1]]

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {len(self.values)} {self.values.dtype} values>"
