"""The Python package baryscope: types of data, and what a person reads where something is not right.

Run by python_sampler_test.py.
"""

import unittest
from collections import Counter

import imblearn.over_sampling
import numpy as np
import pandas as pd
from scipy import sparse

from python_package import ALL, combined, three_classes, two_classes
from baryscope.over_sampling import (
    ADASYN, BorderlineSimplicialSMOTE, BorderlineSMOTE, RandomOverSampler, SamplingWarning,
    SimplicialSMOTE)


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
