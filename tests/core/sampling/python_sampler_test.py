"""The Python package baryscope: results, parameters, threads, pipelines; its types, errors and processes beside.

Usage: python_sampler_test.py FOLDER_OF_THE_PACKAGE LIBRARY
"""

import pickle
import sys
import threading
import unittest
import warnings
from collections import Counter

import imblearn.over_sampling
import numpy as np
from imblearn.base import BaseSampler
from imblearn.pipeline import make_pipeline
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from python_package import ALL, combined, three_classes, two_classes
from baryscope.over_sampling import (
    ADASYN, SMOTE, BorderlineSMOTE, RandomOverSampler, SimplicialSMOTE, list_samplers)
from python_sampler_processes import Processes  # noqa: F401: run here
from python_sampler_types import Types, Words  # noqa: F401


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


if __name__ == "__main__":
    warnings.simplefilter("error", RuntimeWarning)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
