"""Samplers with fit_resample(X, y), in the manner of imbalanced-learn.

Where imbalanced-learn is installed they are its samplers: they work in its pipelines, and in
scikit-learn's searches. An int as random_state draws the points that the program draws with --seed.
"""

import numpy as np

from ._library import SamplerError, list_samplers
from ._parameters import Flag, Number, Whole, Word
from ._plain_base import check_y
from ._sampler import Sampler, SamplingWarning, joined_classes

__all__ = [
    "ADASYN", "ADASYNSimplicial", "BorderlineSMOTE", "BorderlineSimplicialSMOTE",
    "RandomOverSampler", "SMOTE", "SafeLevelSimplicialSMOTE", "SamplerError", "SamplingWarning",
    "SimplicialSMOTE", "list_samplers",
]

_NEIGHBORS = Whole(1, 10_000)
_FLAG = Flag()
_SIMPLICIAL = {
    "k_neighbors": _NEIGHBORS,
    "p": Whole(1, 10_000),
    "alpha": Number(1e-6, 1e6),
    "boundary_bias": Word(("none", "simplex", "dirichlet", "facet", "tilt")),
    "bias_strength": Number(0, 1e6),
    "standardize": _FLAG,
    "clique_limit": Whole(1, 10**8),
}


_COMMON = """
    sampling_strategy : float, str, dict or callable, default="auto"
        A float is the ratio minority / majority afterwards, for two classes. A str names the classes that
        grow to the size of the largest: "minority", "not minority", "not majority", "all" or "auto", which
        is "not majority". A dict gives the points of each class afterwards; a callable takes y and returns
        such a dict.
    random_state : int, RandomState, Generator or None, default=None
        An int gives the same points in every call, and the program's with --seed. The others differ from
        call to call; None follows numpy.random.seed.
"""
_SIMPLEX = """
    k_neighbors : int, default=5
        Neighbours within the class that a point is connected with.
    p : int, default=5
        Vertices of a sampled simplex at most: 2 are edges, 3 triangles. A larger clique gives one of its
        faces of p vertices.
    alpha : float, default=1.0
        Of the Dirichlet distribution of the barycentric coordinates: 1 is uniform in the simplex, less
        seeks its vertices, more its middle.
    boundary_bias : {"none", "simplex", "dirichlet", "facet", "tilt"}, default="none"
        Draws samples towards the other classes. "none" is the published method.
    bias_strength : float, default=1.0
        γ of the bias; 0 is none.
    standardize : bool, default=False
        Finds neighbours by columns of mean 0 and variance 1. The points keep their units.
    clique_limit : int, default=5000000
        Refuses graphs with more maximal simplices than this.
"""
_PLAIN = {"neighbors": """
    {name} : int, default=5
        Neighbours {where}.
""", "danger": """
    m_neighbors : int, default=10
        A point is in danger if at least half of its m nearest points, but not all, are of other classes.
""", "standardize": """
    standardize : bool, default=False
        Finds neighbours by columns of mean 0 and variance 1. The points keep their units.
"""}
_ATTRIBUTES = """
    Attributes
    ----------
    sampling_strategy_ : dict
        New points that were asked for, by class.
    simplices_, coordinates_ : Rows
        Synthetic point i is the sum over v of coordinates_[i][v] · X[simplices_[i][v]]. Both have the flat
        arrays `offsets` and `values`.
    sampled_classes_ : dict
        By class: k, n_before, n_after, n_edges, n_simplices, largest_arity.
    notes_ : list of str
        What a person should know of this result; surprises are warned of as SamplingWarning, too.
    n_features_in_ : int
    feature_names_in_ : ndarray
        Where X had names of columns that are all texts.
"""


def _documented(*parts):
    """Puts the descriptions of parameters and attributes below the class's own words."""
    def add(cls):
        cls.__doc__ = (cls.__doc__.rstrip() + "\n\n    Parameters\n    ----------"
                       + "".join((_COMMON, *parts)).replace("\n\n", "\n") + _ATTRIBUTES)
        return cls
    return add


@_documented()
class RandomOverSampler(Sampler):
    """Repeats points of the class, drawn with replacement.

    Takes any X whose rows can be chosen: also texts, objects and missing values. `sample_indices_` are the
    rows of X that make up X_resampled, the originals first.
    """

    def __init__(self, *, sampling_strategy="auto", random_state=None):
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state

    def _sampler_name(self) -> str:
        return "random"

    def _check_X_y(self, X, y):  # imbalanced-learn's way in
        from imblearn.over_sampling import RandomOverSampler as Theirs
        return Theirs._check_X_y(self, X, y)

    def _check_arrays(self, X, y):  # the way in without it
        rows = X if type(X).__name__ == "DataFrame" else np.asarray(X)
        if rows.ndim != 2 or not all(rows.shape):
            raise ValueError(f"Expected 2D array, got an array of shape {rows.shape}.")
        return rows, check_y(y, len(rows))

    def _fit_resample(self, X, y, **params):
        answer, classes = self._sample(np.zeros((X.shape[0], 1)), y)
        chosen = answer.vertices[answer.offsets[:-1]]
        self.sample_indices_ = np.concatenate([np.arange(len(y)), chosen])
        rows = X.iloc if type(X).__name__ == "DataFrame" else X
        resampled = rows[self.sample_indices_]
        if rows is not X:
            resampled = resampled.reset_index(drop=True)
        return resampled, joined_classes(y, classes, answer)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        if hasattr(tags, "sampler_tags"):
            tags.sampler_tags.sample_indices = True
        return tags


@_documented(_PLAIN["neighbors"].format(name="k_neighbors", where="within the class"),
             _PLAIN["standardize"])
class SMOTE(Sampler):
    """A point of the class and one of its k neighbours in the class, and between them x + u (x' − x)."""

    _parameter_rules = {"k_neighbors": _NEIGHBORS, "standardize": _FLAG}

    def __init__(self, *, sampling_strategy="auto", random_state=None, k_neighbors=5,
                 standardize=False):
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.k_neighbors = k_neighbors
        self.standardize = standardize

    def _sampler_name(self) -> str:
        return "smote"


@_documented(_PLAIN["neighbors"].format(name="k_neighbors", where="of a point in danger"),
             _PLAIN["danger"], """
    kind : {"borderline-1", "borderline-2"}, default="borderline-1"
        2 also takes neighbours of other classes, and then goes at most half of the way.
""", _PLAIN["standardize"])
class BorderlineSMOTE(Sampler):
    """SMOTE that starts from points in danger only."""

    _parameter_rules = {"k_neighbors": _NEIGHBORS, "m_neighbors": _NEIGHBORS,
                        "kind": Word(("borderline-1", "borderline-2")), "standardize": _FLAG}

    def __init__(self, *, sampling_strategy="auto", random_state=None, k_neighbors=5,
                 m_neighbors=10, kind="borderline-1", standardize=False):
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.k_neighbors = k_neighbors
        self.m_neighbors = m_neighbors
        self.kind = kind
        self.standardize = standardize

    def _sampler_name(self) -> str:
        return self.kind.replace("borderline-", "borderline-smote-")


@_documented(_PLAIN["neighbors"].format(
    name="n_neighbors", where="in the whole data, for the shares, and in the class, for the points"),
    _PLAIN["standardize"])
class ADASYN(Sampler):
    """SMOTE with more points where more neighbours are of other classes.

    The number of new points is a sum of rounded numbers and may differ a little from the one asked for.
    """

    _parameter_rules = {"n_neighbors": _NEIGHBORS, "standardize": _FLAG}

    def __init__(self, *, sampling_strategy="auto", random_state=None, n_neighbors=5,
                 standardize=False):
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.n_neighbors = n_neighbors
        self.standardize = standardize

    def _sampler_name(self) -> str:
        return "adasyn"

    def _surprises(self) -> list[str]:
        told = self.sampled_classes_
        as_asked = all(n == 0 or label in told and told[label].k == self.n_neighbors
                       for label, n in self.sampling_strategy_.items())
        return [] if as_asked else self.notes_  # rounding alone is no surprise


@_documented(_SIMPLEX)
class SimplicialSMOTE(Sampler):
    """Points drawn inside simplices of neighbours: the maximal cliques of the class's neighbourhood graph.

    Simplicial SMOTE, arXiv 2503.03418.
    """

    _parameter_rules = _SIMPLICIAL

    def __init__(self, *, sampling_strategy="auto", random_state=None, k_neighbors=5, p=5,
                 alpha=1.0, boundary_bias="none", bias_strength=1.0, standardize=False,
                 clique_limit=5_000_000):
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.k_neighbors = k_neighbors
        self.p = p
        self.alpha = alpha
        self.boundary_bias = boundary_bias
        self.bias_strength = bias_strength
        self.standardize = standardize
        self.clique_limit = clique_limit

    def _sampler_name(self) -> str:
        return "simplicial-smote"


@_documented(_PLAIN["danger"], _SIMPLEX)
class BorderlineSimplicialSMOTE(SimplicialSMOTE):
    """Simplicial SMOTE on the edges that start at points in danger."""

    _parameter_rules = {"m_neighbors": _NEIGHBORS, **_SIMPLICIAL}

    def __init__(self, *, sampling_strategy="auto", random_state=None, k_neighbors=5,
                 m_neighbors=10, p=5, alpha=1.0, boundary_bias="none", bias_strength=1.0,
                 standardize=False, clique_limit=5_000_000):
        super().__init__(
            sampling_strategy=sampling_strategy, random_state=random_state, k_neighbors=k_neighbors,
            p=p, alpha=alpha, boundary_bias=boundary_bias, bias_strength=bias_strength,
            standardize=standardize, clique_limit=clique_limit)
        self.m_neighbors = m_neighbors

    def _sampler_name(self) -> str:
        return "borderline-simplicial-smote"


@_documented(_SIMPLEX)
class SafeLevelSimplicialSMOTE(SimplicialSMOTE):
    """Simplicial SMOTE that keeps to vertices among many of their own class."""

    def _sampler_name(self) -> str:
        return "safe-level-simplicial"


@_documented(_SIMPLEX)
class ADASYNSimplicial(SimplicialSMOTE):
    """Simplicial SMOTE that starts where many neighbours are of other classes."""

    def _sampler_name(self) -> str:
        return "adasyn-simplicial"
