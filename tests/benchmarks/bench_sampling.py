"""Sampling by simplices against networkx and imbalanced-learn, the two sides in turn, in one run.

bench_sampling.py BUILD_DIR prints one JSON line a case: {"name","ratio","goal","details"}.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import networkx as nx
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "core" / "simplicial"))
sys.path.insert(0, str(HERE.parents[1] / "resources" / "python"))
from compare_with_networkx import as_graph, knn_edges, run  # noqa: E402

GIGABYTE = 10**9


def seconds(function, clock=time.perf_counter):
    begin = clock()
    function()
    return clock() - begin


def report(name, ratio, goal, details):
    print(json.dumps({"name": f"sampling: {name}", "ratio": round(ratio, 3), "goal": goal, "details": details}),
          flush=True)


class Served:
    """A program that does its work once for every line it is sent, and answers with a line."""

    def __init__(self, command):
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def ask(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def bench_cliques(build, folder):
    rng = np.random.default_rng(0)
    for d in (2, 8):
        edges = knn_edges(rng.normal(size=(5000, d)), 10)
        graph = as_graph(5000, edges)
        expected = sorted(sorted(clique) for clique in nx.find_cliques(graph))
        _, _, _, found = run(build / "bin/clique_numbers", 5000, edges)
        assert found == expected, (d, len(found), len(expected))
        path = pathlib.Path(folder, "edges.bin")
        path.write_bytes(np.array([5000, len(edges)], "<i4").tobytes() + edges.astype("<i4").tobytes())
        rounds = []
        with Served([build / "bin/bench_sampling", "cliques", path]) as ours:
            ours.ask()
            for _ in range(11):
                theirs = seconds(lambda: list(nx.find_cliques(graph)), time.process_time)
                rounds.append((theirs, statistics.median(ours.ask()[0] for _ in range(5))))
        theirs, own = (statistics.median(side) for side in zip(*rounds))
        report(f"cliques/s / networkx's, neighbourhood graph n 5000, k 10, d {d}",
               statistics.median(t / o for t, o in rounds), ">= 50",
               f"{len(found)} cliques, the same sets: {len(found) / own / 1e6:.1f} / {len(found) / theirs / 1e6:.3f} "
               f"million a second; processor time {own * 1e3:.2f} ms / {theirs * 1e3:.0f} ms, medians of 11")


def imbalanced(n_majority, n_minority, d, seed=0):
    rng = np.random.default_rng(seed)
    points = np.vstack([rng.normal(size=(n_majority, d)), 0.5 * rng.normal(size=(n_minority, d)) + 1])
    return points, np.repeat([0, 1], [n_majority, n_minority])


def bench_resampling(build):
    os.environ["BARYSCOPE_LIBRARY"] = str(build / "lib" / "libbaryscope_sampling.so")
    from baryscope.over_sampling import SMOTE, SimplicialSMOTE
    from imblearn.over_sampling import SMOTE as TheirSMOTE

    for d in (2, 10):
        points, labels = imbalanced(65_000, 5_000, d)
        theirs = TheirSMOTE(random_state=0)
        for ours in (SimplicialSMOTE(random_state=0), SMOTE(random_state=0)):
            for sampler in (ours, theirs):
                resampled, classes = sampler.fit_resample(points, labels)
                assert resampled.shape == (130_000, d) and np.bincount(classes).tolist() == [65_000, 65_000]
            rounds = [(seconds(lambda: theirs.fit_resample(points, labels)),
                       seconds(lambda: ours.fit_resample(points, labels))) for _ in range(11)]
            their_time, own = (statistics.median(side) for side in zip(*rounds))
            processor = statistics.median(
                seconds(lambda: theirs.fit_resample(points, labels), time.process_time)
                / seconds(lambda: ours.fit_resample(points, labels), time.process_time) for _ in range(11))
            report(f"imbalanced-learn's SMOTE / our {type(ours).__name__}, time, d {d}",
                   statistics.median(t / o for t, o in rounds), ">= 1",
                   f"fit_resample of 65,000 + 5,000 points to 60,000 new ones, in Python: {own * 1e3:.0f} ms / "
                   f"{their_time * 1e3:.0f} ms, medians of 11; processor time {processor:.2f}x")


def bench_memory(build, folder):
    points, labels = imbalanced(40_000, 10_000, 64)
    path = pathlib.Path(folder, "points.npy")
    np.save(path, points)
    np.save(pathlib.Path(folder, "points.labels.npy"), labels)
    for step, what in (("resample", "read and resampled"), ("study", "with diagnostics and decision regions")):
        out = subprocess.run([build / "bin/bench_sampling", "memory", step, "simplicial-smote", path], check=True,
                             capture_output=True, text=True).stdout.split()
        n_synthetic, n_simplices, peak = int(out[0]), int(out[1]), int(out[3])
        report(f"peak memory of n 50000, d 64, {what} / 1 GB", peak / GIGABYTE, "< 1",
               f"{peak / 1e6:.0f} MB; the data alone {points.nbytes / 1e6:.0f} MB; {n_simplices} simplices, "
               f"{n_synthetic} new points, {float(out[2]):.1f} s")


def main(build):
    build = pathlib.Path(build).resolve()
    with tempfile.TemporaryDirectory() as folder:
        bench_cliques(build, folder)
        bench_resampling(build)
        bench_memory(build, folder)


if __name__ == "__main__":
    main(sys.argv[1])
