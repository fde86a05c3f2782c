"""SMOTE, Borderline-SMOTE and ADASYN equal imbalanced-learn's, given the same draws.

Usage: compare_with_imbalanced_learn.py REPLAY_DRAWS. imbalanced-learn samples with a seed; the same
numpy generator then gives its draws again, and the program turns them into points by the samplers'
own code. Points must agree within 1e-12 of the largest coordinate.
"""

import subprocess
import sys

import numpy as np
from imblearn.over_sampling import ADASYN, SMOTE, BorderlineSMOTE


def clouds(rng, counts, d):
    """Overlapping clouds, one a class, in mixed order."""
    points = [rng.normal(size=(n, d)) + 0.6 * c for c, n in enumerate(counts)]
    labels = [np.full(n, c) for c, n in enumerate(counts)]
    order = rng.permutation(sum(counts))
    return np.vstack(points)[order], np.concatenate(labels)[order]


def replay(program, sampler, k, m, label, amount, x, y, entries, steps, factors):
    words = [sampler, k, m, label, amount, len(x), x.shape[1]]
    for row, own in zip(x, y):
        words += [repr(float(value)) for value in row] + [own]
    words += [len(entries), *entries, *(repr(float(step)) for step in steps)]
    words += [len(factors), *(repr(float(factor)) for factor in factors)]
    text = " ".join(str(word) for word in words) + "\n"
    result = subprocess.run([program], input=text, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{sampler}: {result.stderr}")
    return np.array([[float(value) for value in line.split()] for line in result.stdout.splitlines()])


def draws_of(sampler, seed, n_new, k, n_bases):
    """Entries, steps and factors as imbalanced-learn drew them."""
    generator = np.random.RandomState(seed)
    if sampler == "adasyn":
        entries = generator.choice(k, size=n_new)
        return entries, generator.uniform(size=n_new), []
    entries = generator.randint(low=0, high=n_bases * k, size=n_new)
    steps = generator.uniform(size=n_new)
    # The factors come from a generator that starts afresh.
    factors = np.random.RandomState(seed).uniform(low=0.0, high=0.5, size=n_new)
    return entries, steps, factors if sampler == "borderline-smote-2" else []


def their_sampler(sampler, seed, k, m):
    if sampler == "smote":
        return SMOTE(k_neighbors=k, random_state=seed)
    if sampler == "adasyn":
        return ADASYN(n_neighbors=k, random_state=seed)
    return BorderlineSMOTE(
        k_neighbors=k, m_neighbors=m, random_state=seed, kind="borderline-" + sampler[-1]
    )


def compare(program, sampler, seed, counts, d, k, m):
    x, y = clouds(np.random.default_rng(seed), counts, d)
    theirs = their_sampler(sampler, seed, k, m)
    x_new, y_new = theirs.fit_resample(x, y)
    assert np.array_equal(x_new[: len(x)], x)
    worst, n_compared = 0.0, 0
    for label, count in enumerate(counts):
        amount = max(counts) - count
        expected = x_new[len(x) :][y_new[len(x) :] == label]
        if len(expected) == 0:
            continue
        if label != min(c for c, n in enumerate(counts) if n < max(counts)) and sampler == "adasyn":
            continue  # its one generator runs on from class to class
        n_bases = count
        if sampler.startswith("borderline"):
            n_bases = len(theirs.in_danger_indices[label])
        draws = draws_of(sampler, seed, len(expected), k, n_bases)
        ours = replay(program, sampler, k, m, label, amount, x, y, *draws)
        assert ours.shape == expected.shape, (sampler, seed, ours.shape, expected.shape)
        worst = max(worst, np.abs(ours - expected).max() / np.abs(x).max())
        n_compared += len(expected)
    assert n_compared > 0
    return worst, n_compared


def main():
    program = sys.argv[1]
    failed = False
    for sampler in ("smote", "borderline-smote-1", "borderline-smote-2", "adasyn"):
        worst, n_points = 0.0, 0
        for seed, counts, d, k, m in (
            (1, (60, 20), 2, 5, 10),
            (2, (200, 37), 5, 3, 7),
            (3, (80, 30, 45), 3, 5, 9),
            (4, (150, 60), 20, 6, 12),
        ):
            difference, n = compare(program, sampler, seed, counts, d, k, m)
            worst, n_points = max(worst, difference), n_points + n
        print(f"{sampler}: {n_points} points, largest relative difference {worst:.2e}")
        failed = failed or not worst <= 1e-12
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
