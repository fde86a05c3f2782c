"""Puts the Python package baryscope in reach of the script that is run with FOLDER_OF_THE_PACKAGE LIBRARY; data for its tests."""

import os
import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import make_classification

PACKAGE, LIBRARY = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
sys.path.insert(0, PACKAGE)
os.environ["BARYSCOPE_LIBRARY"] = LIBRARY
os.environ["PYTHONPATH"] = PACKAGE  # for processes of joblib
from baryscope.over_sampling import (
    ADASYN, SMOTE, ADASYNSimplicial, BorderlineSimplicialSMOTE, BorderlineSMOTE, RandomOverSampler,
    SafeLevelSimplicialSMOTE, SimplicialSMOTE)

ALL = (RandomOverSampler, SMOTE, BorderlineSMOTE, ADASYN, SimplicialSMOTE, BorderlineSimplicialSMOTE,
       SafeLevelSimplicialSMOTE, ADASYNSimplicial)


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
