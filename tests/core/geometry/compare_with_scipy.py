"""Distances to conv(V) and gauges of conv(V ∪ −V) against scipy: compare_with_scipy.py HULL_NUMBERS."""

import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import linprog, nnls


def run(program, points, targets, repeats=1):
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        np.array([*points.shape, len(targets)], dtype="<i4").tofile(file)
        points.astype("<f8").tofile(file)
        np.asarray(targets).astype("<f8").tofile(file)
        file.flush()
        out = subprocess.run([program, file.name, str(repeats)], check=True, capture_output=True, text=True)
    return np.array([[float(x) for x in line.split()] for line in out.stdout.splitlines()])


def nnls_distance(points, target):
    """min ‖o − Vᵀw‖ with w ≥ 0 and a heavy row Σw = 1: good to about 1e-7."""
    heavy = 1e4 * max(1.0, np.abs(points).max(), np.abs(target).max())
    a = np.vstack([points.T, np.full(len(points), heavy)])
    w, _ = nnls(a, np.append(target, heavy), maxiter=50 * len(points))
    return np.linalg.norm(target - points.T @ (w / w.sum()))


def lp_gauge(points, target):
    n = len(points)
    answer = linprog(np.ones(2 * n), A_eq=np.hstack([points.T, -points.T]), b_eq=target, bounds=(0, None),
                     options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
    return answer.fun if answer.status == 0 else None


def sets(rng):
    yield "random", rng.normal(size=(60, 8))
    yield "fewer points than dimensions", rng.normal(size=(12, 32))
    yield "flat", rng.normal(size=(40, 3)) @ rng.normal(size=(3, 10))
    yield "duplicates", np.repeat(rng.normal(size=(20, 6)), 3, axis=0)
    yield "lattice", rng.integers(0, 3, size=(80, 5)).astype(float)
    yield "one", rng.normal(size=(1, 4))
    yield "larger", rng.normal(size=(256, 32))


def main(program):
    rng = np.random.default_rng(0)
    worst_distance = worst_gauge = n_targets = n_beyond = 0
    for name, points in sets(rng):
        inside = [rng.dirichlet(np.ones(len(points))) @ points for _ in range(3)]
        signed = [rng.normal(size=len(points)) @ points / len(points) for _ in range(3)]
        anywhere = [rng.normal(size=points.shape[1]) for _ in range(3)]
        targets = inside + signed + anywhere
        scale = np.linalg.norm(points, axis=1).max()
        found = run(program, points, targets)
        assert found.shape == (len(targets), 5), (name, found.shape)
        for target, (distance, gap, gauge, in_span, _) in zip(targets, found):
            n_targets += 1
            assert gap <= 1e-9 * scale, (name, gap)
            # scipy's weights are feasible, so ours must not be farther; the certificate bounds it below.
            plain = nnls_distance(points, target)
            assert distance <= plain + 1e-9 * scale, (name, distance, plain)
            worst_distance = max(worst_distance, abs(distance - plain) / scale)
            reference = lp_gauge(points, target)
            if reference is None:
                n_beyond += 1
                assert not in_span, (name, gauge)
            else:
                assert in_span, name
                error = abs(gauge - reference) / max(1.0, reference)
                worst_gauge = max(worst_gauge, error)
                assert error <= 1e-8, (name, gauge, reference)
        for target, (distance, *_) in zip(inside, found):
            assert distance <= 1e-9 * scale, (name, distance)
    assert worst_distance <= 1e-5, worst_distance
    assert 0 < n_beyond < n_targets
    print(f"{n_targets} targets, {n_beyond} beyond the span; largest differences: distance "
          f"{worst_distance:.1e}, gauge {worst_gauge:.1e}")


if __name__ == "__main__":
    main(sys.argv[1])
