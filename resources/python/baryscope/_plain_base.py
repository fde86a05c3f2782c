"""What the samplers stand on where imbalanced-learn is not installed: the same methods, numpy alone."""

import inspect
from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np

from . import _parameters

try:
    from sklearn.base import BaseEstimator
except ImportError:

    class BaseEstimator:
        """get_params, set_params and repr as scikit-learn's estimators have them."""

        @classmethod
        def _get_param_names(cls) -> list[str]:
            return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

        def get_params(self, deep: bool = True) -> dict:
            return {name: getattr(self, name) for name in self._get_param_names()}

        def set_params(self, **params):
            known = self._get_param_names()
            for name, value in params.items():
                if name not in known:
                    raise ValueError(f"Invalid parameter {name!r} for estimator {self}. "
                                     f"Valid parameters are: {known}.")
                setattr(self, name, value)
            return self

        def __repr__(self) -> str:
            defaults = {name: p.default for name, p in inspect.signature(type(self).__init__).parameters.items()}
            changed = (f"{name}={value!r}" for name, value in self.get_params().items()
                       if value is not defaults[name] and not (
                           np.isscalar(value) and value == defaults[name]))
            return f"{type(self).__name__}({', '.join(changed)})"


def check_X(X) -> np.ndarray:
    if hasattr(X, "toarray"):
        raise TypeError("Sparse data was passed, and imbalanced-learn, which reads it, is not "
                        "installed. Use X.toarray() to convert it to a dense numpy array.")
    array = np.asarray(X)
    if array.dtype.kind == "O":
        array = array.astype(float)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"X: expected numbers, got {array.dtype}")
    if array.ndim != 2:
        raise ValueError(f"Expected 2D array, got {array.ndim}D array instead. Reshape your data "
                         "with X.reshape(-1, 1) if it has a single feature, or X.reshape(1, -1) if "
                         "it is a single sample.")
    if not all(array.shape):
        raise ValueError(f"Found array with {array.shape[0]} sample(s) and {array.shape[1]} "
                         "feature(s) while a minimum of 1 is required.")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"Input X contains NaN or infinity: {array[row, column]} in row {row}, "
                         f"column {column}. Drop such rows or fill them in.")
    return array


def check_y(y, n_points: int) -> np.ndarray:
    if y is None:
        raise ValueError("requires y to be passed, but the target y is None")
    array = np.asarray(y)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array.ravel()
    if array.ndim != 1:
        raise ValueError(f"y: expected one label a point, got an array of shape {array.shape}. "
                         "Multilabel and multioutput targets are not supported.")
    if len(array) != n_points:
        raise ValueError(f"X has {n_points} points and y {len(array)} labels; expected as many.")
    if array.dtype.kind == "f" and not np.array_equal(array, np.floor(array)):
        raise ValueError("Unknown label type: continuous. Expected classes: whole numbers or texts.")
    return array


def _frame(array: np.ndarray, like):
    """`array` in the type of `like`: list, pandas DataFrame or Series; else as it is."""
    kind = type(like).__name__
    if kind == "list":
        return array.tolist()
    if kind == "DataFrame":
        return type(like)(array, columns=like.columns).astype(like.dtypes)
    if kind == "Series":
        return type(like)(array, dtype=like.dtype, name=like.name)
    return array


def wanted_points(strategy, y: np.ndarray) -> dict:
    """New points of each class, in order of class; the meaning is imbalanced-learn's."""
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2:
        raise ValueError("The target 'y' needs to have more than 1 class. "
                         f"Got {len(classes)} class instead")
    before = dict(zip(classes.tolist(), counts.tolist()))
    most, least = max(before.values()), min(before.values())
    majority, minority = max(before, key=before.get), min(before, key=before.get)
    if isinstance(strategy, str):
        named = {"minority": lambda c: c == minority, "not minority": lambda c: c != minority,
                 "all": lambda c: True}.get(strategy, lambda c: c != majority)
        return {c: most - n for c, n in before.items() if named(c)}
    if isinstance(strategy, Real):
        if len(classes) != 2:
            raise ValueError('"sampling_strategy" can be a float only when the type of target is '
                             "binary. For multi-class, use a dict.")
        wanted = int(most * strategy - before[minority]) if majority != minority else 0
        if wanted <= 0:
            raise ValueError(f"sampling_strategy={strategy}: the ratio is {least / most:.3g} already; "
                             "ask for a larger one.")
        return {minority: wanted}
    asked = strategy(y) if callable(strategy) else strategy
    if not isinstance(asked, Mapping):
        raise ValueError(f"sampling_strategy: the function returned {asked!r}; expected a dict.")
    for c, n in asked.items():
        if c not in before:
            raise ValueError(f"The {{{c!r}}} target class is/are not present in the data.")
        if not isinstance(n, Integral) or n < before[c]:
            raise ValueError("With over-sampling methods, the number of samples in a class should be "
                             "greater or equal to the original number of samples. Originally, there "
                             f"is {before[c]} samples and {n} samples are asked.")
    return {c: int(asked[c]) - n for c, n in before.items() if c in asked}


class BaseOverSampler(BaseEstimator):
    """fit and fit_resample around a sampler's _fit_resample(X, y)."""

    _estimator_type = "sampler"

    def _check(self, X, y) -> tuple[np.ndarray, np.ndarray]:
        for name, rule in self._rules().items():
            _parameters.check(type(self).__name__, name, rule, getattr(self, name))
        array, labels = self._check_arrays(X, y)
        self.n_features_in_ = array.shape[1]
        names = getattr(X, "columns", None)
        if names is not None and all(isinstance(name, str) for name in names):
            self.feature_names_in_ = np.asarray(names, dtype=object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        self.sampling_strategy_ = wanted_points(self.sampling_strategy, labels)
        return array, labels

    def _check_arrays(self, X, y) -> tuple[np.ndarray, np.ndarray]:
        array = check_X(X)
        return array, check_y(y, len(array))

    def fit(self, X, y):
        """Checks the input and sets sampling_strategy_; fit_resample does the work."""
        self._check(X, y)
        return self

    def fit_resample(self, X, y):
        """The originals and, after them, the synthetic points: (X_resampled, y_resampled)."""
        points, labels = self._fit_resample(*self._check(X, y))
        return _frame(points, X), _frame(labels, y)

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """The names of the columns, as they came in."""
        own = getattr(self, "feature_names_in_", None)
        if input_features is None:
            names = own if own is not None else [f"x{i}" for i in range(self.n_features_in_)]
        else:
            names = input_features
            if own is not None and list(own) != list(names):
                raise ValueError("input_features is not equal to feature_names_in_")
            if len(names) != self.n_features_in_:
                raise ValueError("input_features should have length equal to number of features "
                                 f"({self.n_features_in_}), got {len(names)}")
        return np.asarray(names, dtype=object)
