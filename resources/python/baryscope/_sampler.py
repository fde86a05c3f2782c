"""What every sampler does: its parameters become options, the library samples, arrays come back."""

import re
import warnings

import numpy as np

from . import _library, _parameters
from ._provenance import Rows

try:
    from imblearn.over_sampling.base import BaseOverSampler
    WITH_IMBALANCED_LEARN = True
except ImportError:
    from ._plain_base import BaseOverSampler
    WITH_IMBALANCED_LEARN = False


class SamplingWarning(UserWarning):
    """Something that a person should know of a result, such as a class too small for k neighbours."""


def ordered_classes(classes: np.ndarray) -> list[int]:
    """The library's order of class names: as numbers where all are numbers, else by their bytes."""
    names = [str(name) for name in classes]
    try:
        keys = [float(name) for name in names]
        if np.isnan(keys).any():
            raise ValueError
    except ValueError:
        keys = [name.encode(errors="surrogatepass") for name in names]
    return sorted(range(len(names)), key=lambda i: keys[i])


def class_names(classes: list) -> list[str]:
    """Names as the texts that a CSV has; where one could not stand in a strategy, all are numbers.

    The random stream of a class is that of its name: the same names give the program's points.
    """
    names = [str(name) for name in classes]
    try:
        readable = all(name and "\0" not in name and name.encode() and not re.search(r"=[+-]?\d+,", name)
                       for name in names)
    except UnicodeEncodeError:
        readable = False
    return names if readable else [str(number) for number in range(len(names))]


def option_text(value) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "on" if value else "off"
    if isinstance(value, (int, np.integer, str)):
        return str(value)
    return repr(float(value))


def _numbered(y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The classes, ascending, how many points each has, and the number of each point's class."""
    if y.dtype.kind in "iu" and len(y):
        least, most = int(y.min()), int(y.max())
        if most - least <= len(y) and -2**62 < least and most < 2**62:  # counted; unique would sort
            shifted = y.astype(np.int64, copy=False)
            shifted = shifted - least if least else shifted
            counts = np.bincount(shifted)
            present = np.flatnonzero(counts)
            numbers = np.zeros(len(counts), np.int32)
            numbers[present] = np.arange(len(present), dtype=np.int32)
            return (present + least).astype(y.dtype), counts[present], numbers[shifted]
    found, counts = np.unique(y, return_counts=True)
    return found, counts, np.searchsorted(found, y)  # unique's return_inverse sorts all of y


class Sampler(BaseOverSampler):
    """The common part. A subclass names its parameters (`_parameter_rules`) and the sampler.
    """

    _parameter_rules: dict = {}
    #: The option of each parameter; what is missing here is no option.
    _option_names = {"k_neighbors": "k-neighbors", "n_neighbors": "k-neighbors",
                     "m_neighbors": "m-neighbors", "p": "arity", "alpha": "alpha",
                     "boundary_bias": "boundary-bias", "bias_strength": "bias-strength",
                     "standardize": "standardize", "clique_limit": "clique-limit"}

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        if WITH_IMBALANCED_LEARN:
            cls._parameter_constraints = {name: rule.sklearn() for name, rule in cls._rules().items()}

    @classmethod
    def _rules(cls) -> dict:
        return {"sampling_strategy": _parameters.Strategy(), "random_state": _parameters.Seed(),
                **cls._parameter_rules}

    def _sampler_name(self) -> str:
        raise NotImplementedError

    def _options(self) -> dict[str, str]:
        options = {"sampler": self._sampler_name()}
        for name in self._parameter_rules:
            if name in self._option_names:
                options[self._option_names[name]] = option_text(getattr(self, name))
        return options

    def _in_own_words(self, text: str) -> str:
        """The names of parameters in place of the options' (--k-neighbors: k_neighbors)."""
        own = {option: name for name, option in self._option_names.items() if name in self._parameter_rules}
        own["sampling-strategy"] = "sampling_strategy"
        return re.sub(r"(--)?\b([a-z]+(?:-[a-z]+)+)\b", lambda found: own.get(found[2], found[0]), text)

    def fit_resample(self, X, y, **params):
        """The originals, unchanged and in their order, and after them the synthetic points.

        X is an array, a list, a sparse matrix or a pandas DataFrame of shape (n_samples, n_features), y the
        classes, (n_samples,); both come back in the type in which they came. Columns of whole numbers
        stay such: their synthetic values are rounded.
        """
        self._whole_columns = _whole_columns(X)
        self.notes_ = []
        try:
            resampled = super().fit_resample(X, y, **params)
        finally:
            del self._whole_columns
        for note in self._surprises():
            warnings.warn(note, SamplingWarning, stacklevel=2)
        return resampled

    def _surprises(self) -> list[str]:
        """The notes that a person is warned of."""
        return self.notes_

    def _points(self, X) -> np.ndarray:
        dense = X.toarray() if hasattr(X, "toarray") else X
        return np.ascontiguousarray(dense, dtype=np.float64)

    def _sample(self, points: np.ndarray, y: np.ndarray) -> tuple[_library.Resampled, np.ndarray]:
        """The library's answer and the class of each of its labels."""
        found, counts, labels = _numbered(y)
        order = ordered_classes(found)
        position = np.empty(len(order), np.int32)
        position[order] = np.arange(len(order), dtype=np.int32)
        if order != list(range(len(order))) or labels.dtype != np.int32:
            labels = position[labels]
        classes, counts = found[order], counts[order]
        names = class_names(list(classes))
        asked = {c: self.sampling_strategy_.get(c, 0) for c in classes.tolist()}
        totals = [f"{names[i]}={counts[i] + n}" for i, n in enumerate(asked.values()) if n > 0]
        options = {**self._options(), "seed": str(_parameters.seed_of(self.random_state))}
        if totals:
            options["sampling-strategy"] = ",".join(totals)
            try:
                answer = _library.resample(points, np.ascontiguousarray(labels), names, options)
            except ValueError as error:
                raise type(error)(self._in_own_words(str(error))) from None
        else:
            answer = _library.nothing(points.shape[1], [])
        self.simplices_ = Rows(answer.offsets, answer.vertices)
        self.coordinates_ = Rows(answer.offsets, answer.coordinates)
        self.sampled_classes_ = {classes[c.label]: c for c in answer.classes}
        self.notes_ = [self._in_own_words(note) for note in answer.notes]
        return answer, classes

    def _fit_resample(self, X, y, **params):
        answer, classes = self._sample(self._points(X), y)
        new_points = answer.points
        whole = self._whole_columns
        if X.dtype.kind in "iub":
            whole = slice(None)
        if whole is not None:
            new_points[:, whole] = np.rint(new_points[:, whole])
        return _joined(X, new_points), joined_classes(y, classes, answer)


def _whole_columns(X):
    """The columns of a DataFrame whose values are whole numbers or truth values; else None."""
    if type(X).__name__ != "DataFrame" or not hasattr(X, "dtypes"):
        return None
    kinds = (getattr(getattr(dtype, "subtype", dtype), "kind", "O") for dtype in X.dtypes)
    return [i for i, kind in enumerate(kinds) if kind in "iub"] or None


def joined_classes(y: np.ndarray, classes: np.ndarray, answer: _library.Resampled) -> np.ndarray:
    """y and after it the classes of the new points, which come class after class."""
    joined = np.empty(len(y) + len(answer.labels), y.dtype)
    joined[:len(y)] = y
    begin = len(y)
    for sampled in answer.classes:
        end = begin + sampled.n_after - sampled.n_before
        joined[begin:end] = classes[sampled.label]
        begin = end
    return joined


def _joined(X, new_points: np.ndarray):
    """The rows of X as they are, and the new ones in X's dtype and format."""
    if hasattr(X, "toarray"):
        from scipy import sparse
        container = sparse.csr_array if isinstance(X, sparse.sparray) else sparse.csr_matrix
        return sparse.vstack([X, container(new_points.astype(X.dtype))], format=X.format)
    joined = np.empty((len(X) + len(new_points), X.shape[1]), X.dtype)
    joined[:len(X)] = X
    joined[len(X):] = new_points
    return joined
