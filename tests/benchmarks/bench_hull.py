"""Hull distance in R^d against scipy's nnls with a heavy sum-to-one row, in one run.

bench_hull.py BUILD_DIR prints one JSON line a case: {"name","ratio","goal","details"}.
"""

import json
import pathlib
import sys
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "core" / "geometry"))
from compare_with_scipy import nnls_distance, run  # noqa: E402


def best_seconds(function, n_runs):
    times = []
    for _ in range(n_runs):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


def main(build):
    program = pathlib.Path(build, "bin", "hull_numbers")
    rng = np.random.default_rng(1)
    points = rng.normal(size=(512, 64))
    inside = [rng.dirichlet(np.ones(512)) @ points for _ in range(8)]
    outside = [rng.normal(size=64) for _ in range(8)]
    for name, targets in (("inside", inside), ("outside", outside)):
        theirs = np.array([best_seconds(lambda o=o: nnls_distance(points, o), 10) for o in targets])
        found = run(program, points, targets, repeats=10)
        ours = found[:, 4]
        print(json.dumps({
            "name": f"hull distance, n 512, d 64, {name}",
            "ratio": round(float(theirs.mean() / ours.mean()), 2),
            "goal": ">= 5",
            "details": f"{1e3 * ours.mean():.3f} ms against {1e3 * theirs.mean():.3f} ms of scipy's nnls; "
                       f"largest gap {found[:, 1].max():.1e}",
        }))


if __name__ == "__main__":
    main(sys.argv[1])
