"""A CSV resampled by the core, by the program and from Python: the same points to the bit.

Usage: python_csv_test.py FOLDER_OF_THE_PACKAGE LIBRARY RESAMPLED_CSV [PROGRAM]
"""

import csv
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd
from imblearn.datasets import make_imbalance
from sklearn.datasets import load_breast_cancer, make_classification

sys.path.insert(0, sys.argv[1])
os.environ["BARYSCOPE_LIBRARY"] = sys.argv[2]
CORE, PROGRAM = sys.argv[3], sys.argv[4:5]
import baryscope.over_sampling as ours

#: Sampler of the program, ours, and options of both.
CASES = [
    ("random", ours.RandomOverSampler, {}),
    ("smote", ours.SMOTE, {"k_neighbors": 7}),
    ("borderline-smote-1", ours.BorderlineSMOTE, {"m_neighbors": 20}),
    ("borderline-smote-2", ours.BorderlineSMOTE, {"m_neighbors": 20, "kind": "borderline-2"}),
    ("adasyn", ours.ADASYN, {"n_neighbors": 6}),
    ("simplicial-smote", ours.SimplicialSMOTE, {}),
    ("simplicial-smote", ours.SimplicialSMOTE, {"standardize": True, "p": 3, "k_neighbors": 8}),
    ("simplicial-smote", ours.SimplicialSMOTE, {"alpha": 0.5}),
    *(("simplicial-smote", ours.SimplicialSMOTE, {"boundary_bias": bias, "bias_strength": 2.5})
      for bias in ("simplex", "dirichlet", "facet", "tilt")),
    ("borderline-simplicial-smote", ours.BorderlineSimplicialSMOTE, {"m_neighbors": 20}),
    ("safe-level-simplicial", ours.SafeLevelSimplicialSMOTE, {}),
    ("adasyn-simplicial", ours.ADASYNSimplicial, {}),
]
OPTIONS = {"p": "arity", "n_neighbors": "k-neighbors"}


def write(path: Path, X, labels) -> None:
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*(f"column {i}" for i in range(X.shape[1])), "label"])
        writer.writerows([*map(repr, row), label] for row, label in zip(X.tolist(), labels.tolist()))


class Reader:
    """The table that the program wrote."""

    def __init__(self, text: str, n_columns: int):
        rows = list(csv.reader(text.splitlines()))
        self.header, rows = rows[0], rows[1:]
        self.points = np.array([[float(number) for number in row[:n_columns]] for row in rows])
        self.labels = np.array([row[n_columns] for row in rows])
        self.n_original = sum(row[n_columns + 1] == "original" for row in rows)
        synthetic = rows[self.n_original:]
        self.simplices = [[int(v) for v in row[n_columns + 2].split(";")] for row in synthetic]
        self.coordinates = [[float(b) for b in row[n_columns + 3].split(";")] for row in synthetic]


class SamePoints(unittest.TestCase):
    def compare(self, X, y, labels, cases=CASES):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "data.csv")
            write(path, X, labels)
            for name, Sampler, options in cases:
                words = [str(path), "--sampler", name, "--seed", "12", "--classifier", "none"]
                for key, value in options.items():
                    if key != "kind":
                        text = {True: "on"}.get(value, value) if isinstance(value, bool) else value
                        words += ["--" + OPTIONS.get(key, key.replace("_", "-")), str(text)]
                texts = {"core": subprocess.run([CORE, *words], check=True, capture_output=True, text=True).stdout}
                for program in PROGRAM:
                    output = Path(scratch, "out.csv")
                    subprocess.run([program, "--no-config", *words, "--output", str(output)], check=True,
                                   capture_output=True)
                    texts["program"] = output.read_text()
                sampler = Sampler(random_state=12, **options)
                X_new, y_new = sampler.fit_resample(X, y)
                for place, text in texts.items():
                    with self.subTest(sampler=name, options=options, place=place):
                        table = Reader(text, X.shape[1])
                        self.assertEqual(table.header[-3:], ["origin", "simplex", "coordinates"])
                        self.assertEqual(table.n_original, len(X))
                        np.testing.assert_array_equal(table.points.view(np.int64), X_new.view(np.int64))
                        np.testing.assert_array_equal(table.labels, y_new.astype(str))
                        self.assertEqual(table.simplices, [row.tolist() for row in sampler.simplices_])
                        self.assertEqual(table.coordinates, [row.tolist() for row in sampler.coordinates_])
                self.assertEqual(len(set(texts.values())), 1)

    def test_breast_cancer(self):
        data = load_breast_cancer()
        X, y = make_imbalance(data.data, data.target_names[data.target], random_state=0,
                              sampling_strategy={"malignant": 40, "benign": 357})
        self.compare(X, y, y)

    def test_a_table_that_pandas_reads(self):
        data = load_breast_cancer()
        X, y = make_imbalance(data.data, data.target_names[data.target], random_state=0,
                              sampling_strategy={"malignant": 40, "benign": 357})
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch, "data.csv")
            write(path, X, y)
            text = subprocess.run([CORE, str(path), "--standardize", "on", "--seed", "4"], check=True,
                                  capture_output=True, text=True).stdout
            table = pd.read_csv(path)
        X_new, y_new = ours.SimplicialSMOTE(standardize=True, random_state=4).fit_resample(
            table.drop(columns="label"), table["label"])
        self.assertEqual(list(X_new.columns), [f"column {i}" for i in range(30)])
        written = Reader(text, 30)
        np.testing.assert_array_equal(written.points, X_new.to_numpy())
        self.assertEqual(written.labels.tolist(), y_new.tolist())

    def test_three_classes_named_by_numbers(self):
        X, y = make_classification(300, 3, n_informative=3, n_redundant=0, n_classes=3, weights=[0.15, 0.25],
                                   n_clusters_per_class=1, class_sep=0.6, random_state=1)
        names = np.array([100, 9, 20])
        self.compare(X, names[y], names[y])
        self.compare(X, names.astype(str)[y], names[y], CASES[5:6])

    def test_names_with_commas(self):
        X, y = make_classification(200, 2, n_informative=2, n_redundant=0, n_classes=2, weights=[0.8],
                                   n_clusters_per_class=1, random_state=1)
        names = np.array(["benign, or so", "a=b"])[y]
        self.compare(X, names, names, CASES[5:6])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
