"""Does over-sampling help a nearest-neighbour classifier? Cross-validation on data that scikit-learn ships.

    python resources/python/evaluate_samplers.py [--repeats 10] [--search] [--write FOLDER]

Needs scikit-learn, imbalanced-learn, this folder on PYTHONPATH and libbaryscope_sampling (see
resources/docs/sampling.md, where what it prints is quoted). Prints F1 and MCC, and the differences to SMOTE
with the standard error of Nadeau and Bengio (2003), which allows for the overlap of the training folds.
--search compares SMOTE with k chosen and Simplicial SMOTE with k and p chosen, by MCC in 3 folds of the
training part. --write FOLDER writes the data sets as CSV files in place of evaluating.
"""

import argparse
from pathlib import Path

import numpy as np
from imblearn.datasets import make_imbalance
from imblearn.pipeline import make_pipeline
from sklearn.datasets import (
    load_breast_cancer, load_diabetes, load_digits, load_wine, make_circles, make_moons)
from sklearn.metrics import f1_score, matthews_corrcoef
from sklearn.model_selection import GridSearchCV, RepeatedStratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from baryscope.over_sampling import (
    SMOTE, BorderlineSimplicialSMOTE, RandomOverSampler, SafeLevelSimplicialSMOTE, SimplicialSMOTE)

SAMPLERS = {
    "none": None,
    "random": RandomOverSampler(),
    "SMOTE": SMOTE(),
    "Simplicial SMOTE": SimplicialSMOTE(),
    "Borderline Simplicial": BorderlineSimplicialSMOTE(),
    "Safe-Level Simplicial": SafeLevelSimplicialSMOTE(),
}
#: What --search chooses from.
SEARCHED = {
    "none": {},
    "SMOTE": {"smote__k_neighbors": [3, 5, 10]},
    "Simplicial SMOTE": {"simplicialsmote__k_neighbors": [3, 5, 10], "simplicialsmote__p": [2, 3, 5, 10]},
}


def data_sets() -> dict[str, tuple[np.ndarray, np.ndarray, list[str]]]:
    """Points, names of classes and names of columns. What is not imbalanced is made so, seeded."""
    found = {}
    for name, load, counts in (
            ("breast cancer", load_breast_cancer, {"malignant": 40, "benign": 357}),
            ("wine", load_wine, {"class_0": 59, "class_1": 71, "class_2": 12})):
        data = load()
        X, y = make_imbalance(data.data, data.target_names[data.target], sampling_strategy=counts,
                              random_state=0)
        found[name] = X, y, [column.replace(" ", "_") for column in map(str, data.feature_names)]
    digits = load_digits()
    found["digit 8"] = digits.data, np.where(digits.target == 8, "eight", "other"), list(digits.feature_names)
    diabetes = load_diabetes(scaled=False)
    worst = diabetes.target >= np.quantile(diabetes.target, 0.9)
    found["diabetes"] = diabetes.data, np.where(worst, "worst_tenth", "other"), list(diabetes.feature_names)
    for name, make, noise in (("moons", make_moons, 0.25), ("circles", make_circles, 0.12)):
        options = {"factor": 0.5} if make is make_circles else {}
        X, target = make((360, 40), noise=noise, random_state=0, **options)
        found[name] = X, np.where(target, "rare", "usual"), ["x0", "x1"]
    return found


def scores(X, y, sampler, grid: dict, n_repeats: int) -> np.ndarray:
    """F1 and MCC of every fold: [n_repeats · 5, 2]. F1 is the rare class's, with more classes the macro."""
    classes, counts = np.unique(y, return_counts=True)
    rare = {"pos_label": classes[counts.argmin()]} if len(classes) == 2 else {"average": "macro"}
    rows = []
    for seed, (train, test) in enumerate(RepeatedStratifiedKFold(
            n_splits=5, n_repeats=n_repeats, random_state=0).split(X, y)):
        steps = [StandardScaler(), sampler and sampler.set_params(random_state=seed), KNeighborsClassifier(5)]
        model = make_pipeline(*filter(None, steps))
        if grid:
            model = GridSearchCV(model, grid, scoring="matthews_corrcoef", cv=3)
        found = model.fit(X[train], y[train]).predict(X[test])
        rows.append((f1_score(y[test], found, zero_division=0, **rare), matthews_corrcoef(y[test], found)))
    return np.array(rows)


def standard_error(differences: np.ndarray) -> float:
    """Of a mean over the folds of repeated 5-fold cross-validation: (1/n + 1/4) s²."""
    return float(np.sqrt((1 / len(differences) + 1 / 4) * differences.var(ddof=1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    for name, (X, y, columns) in data_sets().items():
        if arguments.write:
            arguments.write.mkdir(parents=True, exist_ok=True)
            lines = [",".join([*columns, "label"])]
            lines += [",".join([*(repr(float(value)) for value in row), str(label)]) for row, label in zip(X, y)]
            (arguments.write / f"{name.replace(' ', '-')}.csv").write_text("\n".join(lines) + "\n")
            continue
        classes, counts = np.unique(y, return_counts=True)
        sizes = " : ".join(f"{n} {label}" for label, n in zip(classes, counts))
        print(f"\n**{name}**: {len(X)} points, {X.shape[1]} columns, {sizes}\n")
        print("| | F1 | MCC | F1 − SMOTE's | MCC − SMOTE's |\n|---|---|---|---|---|")
        grids = SEARCHED if arguments.search else dict.fromkeys(SAMPLERS, {})
        found = {label: scores(X, y, SAMPLERS[label], grid, arguments.repeats) for label, grid in grids.items()}
        for label, rows in found.items():
            cells = [f"{mean:.3f}" for mean in rows.mean(axis=0)]
            for column in range(2):
                differences = rows[:, column] - found["SMOTE"][:, column]
                cells.append("" if label == "SMOTE" else
                             f"{differences.mean():+.3f} ± {standard_error(differences):.3f}")
            print(f"| {label} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
