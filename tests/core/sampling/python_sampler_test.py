"""The Python package baryscope: results, parameters, types of data, errors, threads, Ctrl+C, pipelines.

Usage: python_sampler_test.py FOLDER_OF_THE_PACKAGE LIBRARY
"""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
import warnings
from collections import Counter
from pathlib import Path

import imblearn.over_sampling
import numpy as np
import pandas as pd
from imblearn.base import BaseSampler
from imblearn.pipeline import make_pipeline
from scipy import sparse
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

PACKAGE, LIBRARY = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
sys.path.insert(0, PACKAGE)
os.environ["BARYSCOPE_LIBRARY"] = LIBRARY
os.environ["PYTHONPATH"] = PACKAGE  # for processes of joblib
from baryscope.over_sampling import (
    ADASYN, SMOTE, ADASYNSimplicial, BorderlineSimplicialSMOTE, BorderlineSMOTE, RandomOverSampler,
    SafeLevelSimplicialSMOTE, SamplingWarning, SimplicialSMOTE, list_samplers)

SIMPLICIAL = (SimplicialSMOTE, BorderlineSimplicialSMOTE, SafeLevelSimplicialSMOTE, ADASYNSimplicial)
ALL = (RandomOverSampler, SMOTE, BorderlineSMOTE, ADASYN, *SIMPLICIAL)


def three_classes(n=400, d=4):
    return make_classification(n, d, n_informative=3, n_redundant=0, n_classes=3,
                               weights=[0.1, 0.25], class_sep=0.6, random_state=1)


def two_classes(n=300, d=4):
    return make_classification(n, d, n_informative=3, n_redundant=0, weights=[0.85], class_sep=0.6,
                               random_state=2)


def combined(sampler, X) -> np.ndarray:
    """Σ coordinates · rows, summed in the order of the vertices."""
    points = np.zeros((len(sampler.simplices_), X.shape[1]))
    for point, vertices, weights in zip(points, sampler.simplices_, sampler.coordinates_):
        for vertex, weight in zip(vertices, weights):
            point += weight * X[vertex]
    return points


class Results(unittest.TestCase):
    def test_originals_come_first_and_classes_are_balanced(self):
        X, y = three_classes()
        for Sampler in ALL:
            X_new, y_new = Sampler(random_state=0).fit_resample(X, y)
            np.testing.assert_array_equal(X_new[:len(X)], X)
            np.testing.assert_array_equal(y_new[:len(y)], y)
            counts = Counter(y_new.tolist())
            slack = 12 if Sampler is ADASYN else 0  # a sum of rounded shares
            for label, n in Counter(y.tolist()).items():
                self.assertLessEqual(abs(counts[label] - max(Counter(y.tolist()).values())), slack)
                self.assertGreaterEqual(counts[label], n)

    def test_provenance_gives_the_points_to_the_bit(self):
        X, y = three_classes()
        for Sampler in ALL:
            for standardize in (False, True):
                sampler = Sampler(random_state=3)
                if "standardize" in sampler.get_params():
                    sampler.set_params(standardize=standardize)
                X_new, y_new = sampler.fit_resample(X, y)
                np.testing.assert_array_equal(combined(sampler, X), X_new[len(X):])
                for label, vertices, weights in zip(y_new[len(y):], sampler.simplices_, sampler.coordinates_):
                    self.assertTrue((y[vertices] == label).all())
                    self.assertEqual(len(vertices), len(weights))
                    self.assertTrue((weights >= 0).all())
                    self.assertAlmostEqual(weights.sum(), 1, delta=1e-12)

    def test_arity_bounds_the_vertices_and_is_reached(self):
        X, y = two_classes()
        for p in (1, 2, 3, 5):
            sampler = SimplicialSMOTE(k_neighbors=8, p=p, random_state=0)
            sampler.fit_resample(X, y)
            self.assertEqual(max(map(len, sampler.simplices_)), p)

    def test_random_over_sampling_knows_its_indices(self):
        X, y = three_classes()
        sampler = RandomOverSampler(random_state=5)
        X_new, y_new = sampler.fit_resample(X, y)
        np.testing.assert_array_equal(X[sampler.sample_indices_], X_new)
        np.testing.assert_array_equal(y[sampler.sample_indices_], y_new)
        for Sampler in ALL[1:]:
            self.assertFalse(hasattr(Sampler().fit(X, y), "sample_indices_"))

    def test_seeds(self):
        X, y = two_classes()

        def draw(random_state):
            return SimplicialSMOTE(random_state=random_state).fit_resample(X, y)[0]

        np.testing.assert_array_equal(draw(7), draw(7))
        np.testing.assert_array_equal(draw(7), draw(np.int64(7)))
        self.assertFalse(np.array_equal(draw(7), draw(8)))
        for make in (np.random.RandomState, np.random.default_rng):
            source = make(1)
            first, second = draw(source), draw(source)
            self.assertFalse(np.array_equal(first, second))
            np.testing.assert_array_equal(first, draw(make(1)))
        np.random.seed(4)
        first = draw(None)
        self.assertFalse(np.array_equal(first, draw(None)))
        np.random.seed(4)
        np.testing.assert_array_equal(first, draw(None))

    def test_every_parameter_matters(self):
        X, y = two_classes()
        plain = SimplicialSMOTE(random_state=0).fit_resample(X, y)[0]
        for change in ({"k_neighbors": 9}, {"p": 2}, {"alpha": 0.3}, {"standardize": True},
                       *({"boundary_bias": bias, "bias_strength": 4.0}
                         for bias in ("simplex", "dirichlet", "facet", "tilt"))):
            stretched = X * [1, 10, 100, 1000] if "standardize" in change else X
            base = SimplicialSMOTE(random_state=0).fit_resample(stretched, y)[0]
            other = SimplicialSMOTE(random_state=0, **change).fit_resample(stretched, y)[0]
            self.assertFalse(np.array_equal(base, other), change)
        for bias in ("simplex", "dirichlet", "facet", "tilt"):
            unbiased = SimplicialSMOTE(random_state=0, boundary_bias=bias, bias_strength=0)
            np.testing.assert_array_equal(plain, unbiased.fit_resample(X, y)[0])
        for first, second in ((BorderlineSMOTE(random_state=0), BorderlineSMOTE(random_state=0, kind="borderline-2")),
                              (BorderlineSMOTE(random_state=0), BorderlineSMOTE(random_state=0, m_neighbors=25)),
                              (ADASYN(random_state=0), ADASYN(random_state=0, n_neighbors=9))):
            self.assertFalse(np.array_equal(first.fit_resample(X, y)[0], second.fit_resample(X, y)[0]))

    def test_sampled_classes_tell_what_was_built(self):
        X, y = three_classes()
        sampler = SimplicialSMOTE(random_state=0).fit(X, y)
        sampler.fit_resample(X, y)
        for label, amount in sampler.sampling_strategy_.items():
            told = sampler.sampled_classes_[label]
            self.assertEqual(told.n_after - told.n_before, amount)
            self.assertEqual(told.n_before, (y == label).sum())
            self.assertEqual(told.k, 5)
            self.assertGreater(told.n_edges, told.n_before)
            self.assertGreaterEqual(told.largest_arity, max(map(len, sampler.simplices_)))

    def test_threads_do_not_disturb_each_other(self):
        X, y = three_classes()
        expected = [SimplicialSMOTE(random_state=seed).fit_resample(X, y)[0] for seed in range(16)]
        found = [None] * 16

        def work(seed):
            found[seed] = SimplicialSMOTE(random_state=seed).fit_resample(X, y)[0]

        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one, other in zip(expected, found):
            np.testing.assert_array_equal(one, other)

    def test_lists_the_samplers(self):
        names = [row["name"] for row in list_samplers()]
        self.assertEqual(names[:3], ["none", "random", "smote"])
        for Sampler in ALL:
            self.assertIn(Sampler()._sampler_name(), names)


class Strategies(unittest.TestCase):
    def counts(self, sampler, X, y):
        return Counter(sampler.fit_resample(X, y)[1].tolist())

    def test_all_kinds_mean_what_imbalanced_learn_means(self):
        X, y = three_classes()
        before = Counter(y.tolist())
        for strategy in ("auto", "minority", "not minority", "not majority", "all", {0: 120, 1: 260},
                         {0: before[0]}, lambda labels: {0: 2 * (labels == 0).sum()}):
            theirs = imblearn.over_sampling.SMOTE(sampling_strategy=strategy, random_state=0)
            for Sampler in (SimplicialSMOTE, SMOTE, RandomOverSampler):
                mine = Sampler(sampling_strategy=strategy, random_state=0)
                self.assertEqual(self.counts(mine, X, y), self.counts(theirs, X, y))
                self.assertEqual(dict(mine.sampling_strategy_), dict(theirs.sampling_strategy_))
        X, y = two_classes()
        for ratio in (0.5, 0.777, 1, 1.0):
            theirs = imblearn.over_sampling.SMOTE(sampling_strategy=ratio, random_state=0)
            mine = SimplicialSMOTE(sampling_strategy=ratio, random_state=0)
            self.assertEqual(self.counts(mine, X, y), self.counts(theirs, X, y))

    def test_nothing_asked_gives_nothing(self):
        X, y = two_classes()
        sampler = SimplicialSMOTE(sampling_strategy={0: (y == 0).sum()})
        X_new, y_new = sampler.fit_resample(X, y)
        np.testing.assert_array_equal(X_new, X)
        np.testing.assert_array_equal(y_new, y)
        self.assertEqual(len(sampler.simplices_), 0)

    def test_bad_ones_are_refused_in_words(self):
        X, y = three_classes()
        for strategy, words in ((0.5, "float"), ({7: 500}, "7"), ({0: 3}, "greater or equal"),
                                ("majority", "sampling_strategy"), (1.5, "sampling_strategy"),
                                (0, "sampling_strategy"), ([0], "sampling_strategy")):
            with self.assertRaisesRegex(ValueError, words):
                SimplicialSMOTE(sampling_strategy=strategy).fit_resample(X, y)
        X, y = two_classes()
        with self.assertRaisesRegex(ValueError, "ratio"):
            SimplicialSMOTE(sampling_strategy=0.01).fit_resample(X, y)


class Types(unittest.TestCase):
    def test_single_precision_and_whole_numbers(self):
        X, y = two_classes()
        full, _ = SimplicialSMOTE(random_state=0).fit_resample(X.astype(np.float32).astype(float), y)
        single, _ = SimplicialSMOTE(random_state=0).fit_resample(X.astype(np.float32), y)
        self.assertEqual(single.dtype, np.float32)
        np.testing.assert_array_equal(full.astype(np.float32), single)
        whole = np.rint(X * 50).astype(np.int16)
        rounded, _ = SimplicialSMOTE(random_state=0).fit_resample(whole, y)
        plain, _ = SimplicialSMOTE(random_state=0).fit_resample(whole.astype(float), y)
        self.assertEqual(rounded.dtype, np.int16)
        np.testing.assert_array_equal(rounded, np.rint(plain))

    def test_labels_of_every_kind(self):
        X, y = three_classes()
        for names in (["ant", "bee", "cat"], ["a,b", "a=3,b", "c"], ["a,b", "a=b", "c"], ["", " ", "x"], ["a\0b", "a\0c", "x"],
                      np.array(["ä", "ö", "ü"], dtype=object), [-3.0, 0.0, 8.0], [False, True, True],
                      np.array([2, 30, 100], np.uint8), np.array(["ok", "\ud800", "z"], dtype=object)):
            names = np.array(names)
            sampler = SimplicialSMOTE(random_state=0)
            X_new, y_new = sampler.fit_resample(X, names[y])
            self.assertEqual(y_new.dtype, names.dtype)
            counts = Counter(y_new.tolist())
            self.assertEqual(set(counts), set(names.tolist()))
            self.assertEqual(len(set(counts.values())), 1)
            for label, vertices in zip(y_new[len(y):], sampler.simplices_):
                self.assertTrue((names[y][vertices] == label).all())

    def test_a_class_is_sampled_by_its_name_in_the_order_of_the_program(self):
        X, y = three_classes()
        plain = SimplicialSMOTE(random_state=0).fit_resample(X, y)
        texts = SimplicialSMOTE(random_state=0).fit_resample(X, y.astype(str))
        np.testing.assert_array_equal(plain[0], texts[0])
        numbers = np.array(["9", "10", "100"])[y]
        sampler = SimplicialSMOTE(random_state=0)
        _, y_new = sampler.fit_resample(X, numbers)
        self.assertEqual(list(dict.fromkeys(y_new[len(y):].tolist())), ["9", "10"])
        others = np.where(y == 2, "usual", y.astype(str))
        kept = SimplicialSMOTE(random_state=0).fit_resample(X, others)
        np.testing.assert_array_equal(kept[0], plain[0])

    def test_frames(self):
        X, y = two_classes()
        frame = pd.DataFrame(X, columns=["a", "b", "c", "d"])
        frame["e"] = np.arange(len(X))
        labels = pd.Series(np.where(y, "rare", "usual"), name="kind", dtype="category")
        for Sampler in ALL:
            sampler = Sampler(random_state=0)
            X_new, y_new = sampler.fit_resample(frame, labels)
            self.assertEqual(X_new.dtypes.tolist(), frame.dtypes.tolist())
            self.assertEqual(X_new.columns.tolist(), frame.columns.tolist())
            self.assertEqual((y_new.name, y_new.dtype), ("kind", labels.dtype))
            self.assertEqual(list(sampler.feature_names_in_), frame.columns.tolist())
            pd.testing.assert_frame_equal(X_new.iloc[:len(X)], frame)
            expected = combined(sampler, frame.to_numpy(float))
            np.testing.assert_array_equal(X_new["a"][len(X):], expected[:, 0])
            np.testing.assert_array_equal(X_new["e"][len(X):], np.rint(expected[:, 4]))

    def test_random_over_sampling_takes_texts_and_missing_values(self):
        frame = pd.DataFrame({"word": list("abcdefghij"), "number": [1.5, np.nan] * 5,
                              "day": pd.date_range("2020-01-01", periods=10)})
        labels = [0] * 7 + [1] * 3
        sampler = RandomOverSampler(random_state=0)
        X_new, y_new = sampler.fit_resample(frame, labels)
        self.assertIsInstance(y_new, list)
        self.assertEqual(X_new.dtypes.tolist(), frame.dtypes.tolist())
        pd.testing.assert_frame_equal(X_new, frame.iloc[sampler.sample_indices_].reset_index(drop=True))

    def test_sparse_data_comes_back_sparse(self):
        X, y = two_classes()
        X[np.abs(X) < 0.5] = 0
        dense, _ = SimplicialSMOTE(random_state=0).fit_resample(X, y)
        for make in (sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array):
            X_new, _ = SimplicialSMOTE(random_state=0).fit_resample(make(X), y)
            self.assertEqual(X_new.format, make(X).format)
            self.assertEqual(isinstance(X_new, sparse.sparray), make is sparse.csr_array)
            np.testing.assert_array_equal(X_new.toarray(), dense)


class Words(unittest.TestCase):
    """What a person reads where something is not right."""

    def test_bad_parameters(self):
        X, y = two_classes()
        for parameters in ({"k_neighbors": 0}, {"k_neighbors": 2.5}, {"p": 0}, {"p": "5"}, {"alpha": 0},
                           {"alpha": float("nan")}, {"boundary_bias": "tilted"}, {"bias_strength": -1},
                           {"standardize": "yes"}, {"random_state": -1}, {"random_state": "x"}):
            name = next(iter(parameters))
            with self.assertRaisesRegex(ValueError, f"'{name}' parameter of SimplicialSMOTE must be .* Got"):
                SimplicialSMOTE(**parameters).fit_resample(X, y)
        with self.assertRaisesRegex(ValueError, "Invalid parameter 'arity'"):
            SimplicialSMOTE().set_params(arity=3)

    def test_bad_data(self):
        X, y = two_classes()
        holes = X.copy()
        holes[3, 1] = np.nan
        for data, labels, words in ((holes, y, "NaN"), (X, y[:-1], "inconsistent numbers"), (X[:, 0], y, "2D"),
                                    (X, np.zeros(len(X)), "class"), (X, X[:, 0], "Unknown label type"),
                                    (X[:0], y[:0], "0 sample")):
            with self.assertRaisesRegex(ValueError, words):
                SimplicialSMOTE().fit_resample(data, labels)

    def test_small_classes_are_sampled_with_a_note(self):
        X = np.arange(24.0).reshape(12, 2)
        with self.assertWarnsRegex(SamplingWarning, "k = 2") as caught:
            sampler = SimplicialSMOTE(random_state=0)
            sampler.fit_resample(X, ["usual"] * 9 + ["rare"] * 3)
        self.assertIn("rare", str(caught.warning))
        self.assertEqual(sampler.notes_, [str(caught.warning)])
        self.assertEqual(caught.filename, __file__)
        with self.assertWarnsRegex(SamplingWarning, "rare"):
            X_new, _ = SimplicialSMOTE(random_state=0).fit_resample(X, ["usual"] * 11 + ["rare"])
        np.testing.assert_array_equal(X_new[12:], np.tile(X[11], (10, 1)))

    def test_no_point_in_danger_leaves_the_data_with_a_warning(self):
        X = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), 100 + np.arange(20).reshape(10, 2)])
        y = np.repeat(["far", "wide"], [30, 10])
        for Sampler in (BorderlineSMOTE, BorderlineSimplicialSMOTE):
            with self.assertWarnsRegex(SamplingWarning, "danger"):
                X_new, y_new = Sampler().fit_resample(X, y)  # imbalanced-learn does so, silently
            np.testing.assert_array_equal(X_new, X)
            np.testing.assert_array_equal(y_new, y)
        for Sampler in (ADASYN, imblearn.over_sampling.ADASYN):
            with self.assertRaises((ValueError, RuntimeError)):
                Sampler().fit_resample(X, y)

    def test_too_many_cliques_and_too_many_points(self):
        X, y = two_classes()
        with self.assertRaisesRegex(ValueError, "Lower k_neighbors,.* raise clique_limit"):
            SimplicialSMOTE(clique_limit=1).fit_resample(X, y)
        apart = np.concatenate([X[:30], X[:10] + 100])
        with self.assertRaisesRegex(ValueError, "adasyn: .* larger n_neighbors"):
            ADASYN().fit_resample(apart, np.repeat([0, 1], [30, 10]))
        with self.assertRaises((ValueError, MemoryError)):
            SimplicialSMOTE(sampling_strategy={1: 10**13}).fit_resample(X, y)


class Estimators(unittest.TestCase):
    def test_clone_pickle_parameters(self):
        X, y = two_classes()
        for Sampler in ALL:
            sampler = Sampler(random_state=6)
            self.assertIsInstance(sampler, BaseSampler)
            expected = sampler.fit_resample(X, y)[0]
            again = pickle.loads(pickle.dumps(sampler))
            np.testing.assert_array_equal(again.fit_resample(X, y)[0], expected)
            np.testing.assert_array_equal(clone(sampler).fit_resample(X, y)[0], expected)
            self.assertEqual(again.get_params(), sampler.get_params())
            self.assertEqual(again.simplices_[0].tolist(), sampler.simplices_[0].tolist())
            for name in sampler.get_params():
                self.assertIn(f"\n    {name} : ", Sampler.__doc__)

    def test_pipelines_and_searches(self):
        X, y = two_classes(240)
        pipeline = make_pipeline(SimplicialSMOTE(random_state=0), KNeighborsClassifier())
        alone = cross_val_score(pipeline, X, y, scoring="f1", cv=4)
        self.assertTrue((alone > 0).all())
        np.testing.assert_array_equal(alone, cross_val_score(pipeline, X, y, scoring="f1", cv=4, n_jobs=2))
        grid = {"simplicialsmote__p": [2, 3, 5], "simplicialsmote__k_neighbors": [3, 7],
                "kneighborsclassifier__n_neighbors": [3, 5]}
        search = GridSearchCV(pipeline, grid, scoring="f1", cv=3, error_score="raise").fit(X, y)
        self.assertEqual(len(search.cv_results_["params"]), 12)
        self.assertGreater(len(set(search.cv_results_["mean_test_score"].tolist())), 1)
        self.assertGreaterEqual(search.best_score_, max(search.cv_results_["mean_test_score"]))
        self.assertEqual(len(search.predict(X)), len(X))  # a prediction samples nothing


def python(code: str, arguments=(), **environment) -> subprocess.CompletedProcess:
    settings = {key: value for key, value in {**os.environ, **environment}.items() if value is not None}
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code), *arguments], env=settings,
                          capture_output=True, text=True, timeout=240)


class Processes(unittest.TestCase):
    def test_ctrl_c_stops_a_long_call_and_the_next_one_works(self):
        done = python("""
            import os, signal, threading
            import numpy as np
            from baryscope.over_sampling import SimplicialSMOTE
            rng = np.random.default_rng(0)
            X, y = rng.normal(size=(200_000, 64)), np.arange(200_000) % 3 == 0
            timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            try:
                SimplicialSMOTE(random_state=0).fit_resample(X, y)
                print("finished")
            except KeyboardInterrupt:
                workers = [thread for thread in threading.enumerate() if thread.name == "baryscope"]
                for worker in workers:
                    worker.join(20)
                print("stopped", any(worker.is_alive() for worker in workers))
            print(len(SimplicialSMOTE(random_state=0).fit_resample(X[:90, :2], y[:90])[0]))
            """)
        self.assertEqual(done.stdout.split("\n")[:2], ["stopped False", "120"], done.stderr)

    def test_the_library_is_found_or_the_error_says_where_it_was_looked_for(self):
        importing = "import baryscope.over_sampling, baryscope._library as l; print(l.library_path)"
        for place, words in (("/nowhere/at/all.so", "/nowhere/at/all.so"), (PACKAGE, "libbaryscope_sampling.so")):
            refused = python(importing, BARYSCOPE_LIBRARY=place)
            self.assertIn("ImportError", refused.stderr)
            self.assertIn(words, refused.stderr)
            self.assertIn("BARYSCOPE_LIBRARY", refused.stderr)
        folder = python(importing, BARYSCOPE_LIBRARY=str(Path(LIBRARY).parent))
        self.assertEqual(folder.stdout.strip(), LIBRARY, folder.stderr)
        with tempfile.TemporaryDirectory() as scratch:
            copied = Path(scratch, "a", "b", "c", "baryscope")
            shutil.copytree(Path(PACKAGE, "baryscope"), copied)
            alone = python(importing, BARYSCOPE_LIBRARY=None, PYTHONPATH=str(copied.parent))
            self.assertIn("is in none of these places", alone.stderr)
            other = Path(scratch, "other.so")
            other.write_bytes(b"no library")
            self.assertIn("cannot be loaded", python(importing, BARYSCOPE_LIBRARY=str(other)).stderr)
            build = copied.parents[2] / "build" / "dev" / "lib"
            build.mkdir(parents=True)
            for target in (build, copied):
                os.symlink(LIBRARY, target / "libbaryscope_sampling.so")
                found = python(importing, BARYSCOPE_LIBRARY=None, PYTHONPATH=str(copied.parent))
                self.assertEqual(found.stdout.strip(), str(target / "libbaryscope_sampling.so"), found.stderr)

    def test_numpy_alone_gives_the_same(self):
        X, y = three_classes()
        with tempfile.TemporaryDirectory() as scratch:
            np.savez(Path(scratch, "in.npz"), X=X, y=y)
            done = python("""
                import sys
                class Blocked:
                    def find_spec(self, name, path=None, target=None):
                        if name.split(".")[0] in ("imblearn", "sklearn", "scipy", "pandas"):
                            raise ImportError(name + " is not here")
                sys.meta_path.insert(0, Blocked())
                import pickle
                import numpy as np
                import baryscope.over_sampling as ours
                data = np.load(sys.argv[1] + "/in.npz")
                X, y = data["X"], data["y"]
                found = {}
                for name in sys.argv[2:]:
                    sampler = getattr(ours, name)(random_state=9)
                    found[name + "_X"], found[name + "_y"] = sampler.fit_resample(X, y)
                    pickle.loads(pickle.dumps(sampler)).set_params(**sampler.get_params())
                np.savez(sys.argv[1] + "/out.npz", **found)
                print(ours.SimplicialSMOTE(p=3, alpha=0.5))
                texts = np.array(["b", "a", "c"])[y]
                for strategy in ("minority", "not minority", "all", {"b": 130}, lambda y: {"a": 260}):
                    print(sorted(ours.SMOTE(sampling_strategy=strategy).fit(X, texts).sampling_strategy_.items()))
                print(type(ours.SMOTE().fit_resample(X.tolist(), y.tolist())[1]).__name__)
                sampler = ours.SimplicialSMOTE().fit(X, y)
                print(list(sampler.get_feature_names_out()), sampler.n_features_in_)
                for what, parameters in (((X[:, 0], y), {}), ((X, y[1:]), {}), ((X * np.nan, y), {}), ((X, X[:, 0]), {}),
                        ((X, y * 0), {}), ((X, y), {"p": 0}), ((X, y), {"sampling_strategy": 0.5}),
                        ((X, y), {"sampling_strategy": {9: 1}}), ((X, y), {"sampling_strategy": {0: 1}})):
                    try:
                        ours.SimplicialSMOTE(**parameters).fit_resample(*what)
                        print("accepted")
                    except ValueError as error:
                        print("ValueError", error)
                """, (scratch, *(Sampler.__name__ for Sampler in ALL)))
            self.assertEqual(done.returncode, 0, done.stderr)
            found = np.load(Path(scratch, "out.npz"))
            for Sampler in ALL:
                expected = Sampler(random_state=9).fit_resample(X, y)
                np.testing.assert_array_equal(found[Sampler.__name__ + "_X"], expected[0])
                np.testing.assert_array_equal(found[Sampler.__name__ + "_y"], expected[1])
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "SimplicialSMOTE(alpha=0.5, p=3)")
        texts = np.array(["b", "a", "c"])[y]
        for line, strategy in zip(lines[1:6], ("minority", "not minority", "all", {"b": 130}, lambda labels: {"a": 260})):
            asked = SMOTE(sampling_strategy=strategy).fit(X, texts).sampling_strategy_
            self.assertEqual(line, str([(str(c), int(n)) for c, n in sorted(asked.items())]))
        self.assertEqual(lines[6:8], ["list", "['x0', 'x1', 'x2', 'x3'] 4"])
        self.assertEqual(len(lines), 17)
        for line, words in zip(lines[8:], ("2D", "399 labels", "NaN", "Unknown label type", "1 class", "'p' parameter",
                                           "float", "9", "greater or equal")):
            self.assertRegex(line, f"^ValueError .*{words}")

    def test_frames_without_imbalanced_learn(self):
        X, y = two_classes()
        frame = pd.DataFrame(X, columns=["a", "b", "c", "d"]).assign(e=np.arange(len(X)), f=X[:, 0] > 0)
        labels = pd.Series(np.where(y, "rare", "usual"), name="kind")
        with tempfile.TemporaryDirectory() as scratch:
            pd.to_pickle((frame, labels), Path(scratch, "in"))
            done = python("""
                import sys
                class Blocked:
                    def find_spec(self, name, path=None, target=None):
                        if name.split(".")[0] in sys.argv[2].split(","):
                            raise ImportError(name + " is not here")
                sys.meta_path.insert(0, Blocked())
                import pandas as pd
                import baryscope.over_sampling as ours
                given = pd.read_pickle(sys.argv[1] + "/in")
                found = {name: getattr(ours, name)(random_state=2).fit_resample(*given) for name in sys.argv[3:]}
                pd.to_pickle(found, sys.argv[1] + "/out")
                """, (scratch, "imblearn", *(Sampler.__name__ for Sampler in ALL)))
            self.assertEqual(done.returncode, 0, done.stderr)
            found = pd.read_pickle(Path(scratch, "out"))
        for Sampler in ALL:
            X_new, y_new = Sampler(random_state=2).fit_resample(frame, labels)
            pd.testing.assert_frame_equal(found[Sampler.__name__][0], X_new)
            pd.testing.assert_series_equal(found[Sampler.__name__][1], y_new)


if __name__ == "__main__":
    warnings.simplefilter("error", RuntimeWarning)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
