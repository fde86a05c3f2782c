"""Neighbours, classifiers and scores against scikit-learn: compare_with_scikit_learn.py SAMPLING_NUMBERS."""

import subprocess
import sys
import tempfile

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, matthews_corrcoef
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def run(program, what, sizes, doubles, labels, *arguments):
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        np.array(sizes, dtype="<i4").tofile(file)
        for array in doubles:
            np.asarray(array).astype("<f8").tofile(file)
        for array in labels:
            np.asarray(array).astype("<i4").tofile(file)
        file.flush()
        command = [program, what, file.name, *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True).stdout


def neighbors(program, points, queries, k):
    own = queries is None
    m = 0 if own else len(queries)
    out = run(program, "neighbors", [*points.shape, m], [points, [] if own else queries], [], k, 1)
    n = (len(points) if own else m) * k
    assert len(out) == 12 * n, (len(out), n)
    return np.frombuffer(out[: 4 * n], "<i4").reshape(-1, k), np.frombuffer(out[4 * n :], "<f8").reshape(-1, k)


def compare_neighbors(program, rng):
    n_rows = 0
    for d in (1, 2, 3, 7, 15, 16, 40, 64, 300):
        for points, queries in ((rng.normal(size=(1500, d)), rng.normal(size=(300, d))),
                                (rng.normal(size=(1500, d)) + 1e4, None),
                                (rng.integers(0, 4, size=(900, d)).astype(float), None),
                                (np.repeat(rng.normal(size=(300, d)), 3, axis=0), None)):
            k = 8
            indices, squared = neighbors(program, points, queries, k)
            # The tree, because brute force there takes differences of products.
            peer = NearestNeighbors(n_neighbors=k + 1, algorithm="kd_tree").fit(points)
            distances, theirs = peer.kneighbors(queries, n_neighbors=k)
            np.testing.assert_allclose(np.sqrt(squared), distances, rtol=1e-12, atol=1e-300)
            # Where no two distances are alike, also the next one, the indices are the same.
            beyond, _ = peer.kneighbors(queries, n_neighbors=k + 1)
            apart = (np.diff(beyond, axis=1) > 1e-12 * beyond[:, 1:]).all(axis=1)
            np.testing.assert_array_equal(indices[apart], theirs[apart])
            n_rows += apart.sum()
            # Where some are, they come by index.
            tied = (np.diff(squared, axis=1) == 0) & (np.diff(indices, axis=1) <= 0)
            assert not tied.any(), (d, tied.sum())
    assert n_rows > 12_000, n_rows
    return n_rows


def compare_classifiers(program, rng):
    worst = 0
    for n, d, n_classes in ((400, 2, 2), (300, 3, 4), (200, 20, 3), (30, 60, 2), (500, 1, 2), (60, 5, 6)):
        labels = np.minimum((rng.random(n) ** 2 * n_classes).astype(int), n_classes - 1)
        labels[:n_classes] = np.arange(n_classes)
        points = rng.normal(size=(n, d)) * np.logspace(-2, 3, d) + labels[:, None] * 0.7 * np.logspace(-2, 3, d) + 5
        points[:, d // 2] = 3 if d > 4 else points[:, d // 2]
        queries = rng.normal(size=(200, d)) * 2 * np.logspace(-2, 3, d) + 5
        sizes = [n, d, len(queries), n_classes]

        def shares(name):
            out = run(program, "probabilities", sizes, [points, queries], [labels], name)
            return np.frombuffer(out, "<f8").reshape(len(queries), n_classes)

        knn = KNeighborsClassifier(5, algorithm="kd_tree").fit(points, labels)
        np.testing.assert_array_equal(shares("knn"), knn.predict_proba(queries))
        logistic = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=100_000)).fit(points, labels)
        found, expected = shares("logistic"), logistic.predict_proba(queries)
        np.testing.assert_allclose(found, expected, atol=1e-4)
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-12)
        worst = max(worst, np.abs(found - expected).max())
        # The log-odds are affine: as many queries as unknowns give the coefficients.
        scale, model = logistic[0], logistic[1]
        odds = np.log(found[:, 1:]) - np.log(found[:, :1])
        good = np.isfinite(odds).all(axis=1) & (found > 1e-9).all(axis=1) & (found < 1 - 1e-9).all(axis=1)
        if good.sum() > 2 * d + 2:
            design = np.column_stack([scale.transform(queries[good]), np.ones(good.sum())])
            kept = np.append(scale.var_ > 1e-20, True)
            solved = np.linalg.lstsq(design[:, kept], odds[good], rcond=None)[0]
            theirs = np.column_stack([model.coef_, model.intercept_])
            theirs = (theirs if n_classes == 2 else theirs[1:] - theirs[:1])[:, kept]
            np.testing.assert_allclose(solved.T, theirs, atol=1e-4)
    return worst


def compare_scores(program, rng):
    n_sets = 0
    for n_classes in (2, 3, 7):
        for quality in (0, 0.3, 0.9, 1):
            truth = (rng.random(211) ** 2 * n_classes).astype(int)
            predicted = np.where(rng.random(211) < quality, truth, rng.integers(0, n_classes, 211))
            if quality == 0:
                predicted[:] = n_classes - 1
            out = run(program, "scores", [len(truth), n_classes], [], [truth, predicted])
            found = np.frombuffer(out, "<f8")
            every = range(n_classes)
            expected = [*f1_score(truth, predicted, labels=list(every), average=None, zero_division=0),
                        f1_score(truth, predicted, average="macro", zero_division=0),
                        matthews_corrcoef(truth, predicted)]
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-14)
            n_sets += 1
    return n_sets


def main(program):
    rng = np.random.default_rng(0)
    print(f"{compare_neighbors(program, rng)} rows of neighbours are the same")
    print(f"shares of logistic regression differ by {compare_classifiers(program, rng):.1e} at most")
    print(f"{compare_scores(program, rng)} sets of scores are the same")


if __name__ == "__main__":
    main(sys.argv[1])
