"""Files as numpy, csv and pandas write them read equal; what is written reads back in Python's csv.

usage: data_peer_test.py data_table
"""

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PROGRAM = sys.argv[1]
SCRATCH = tempfile.TemporaryDirectory(prefix="baryscope-data-")
FOLDER = Path(SCRATCH.name)
RNG = np.random.default_rng(0)


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True).stdout


def read(path, missing="refuse"):
    """Names of label and features, labels as text, points."""
    rows = [row.split("\x1f") for row in run("read", path, missing).decode().split("\x1e")]
    return rows[0], [row[0] for row in rows[1:]], np.array([[float(c) for c in row[1:]] for row in rows[1:]])


def check_npy():
    n = 0
    labels = RNG.integers(-3, 4, 40)
    for kind in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split():
        for order in "<>":
            for layout in "CF":
                points = RNG.normal(0, 50, (40, 3))
                if kind == "b1":
                    points = points > 0
                elif kind[0] == "u":
                    points = np.abs(points)
                points = np.asarray(points, dtype=order + kind, order=layout)
                np.save(FOLDER / "a.npy", points)
                np.save(FOLDER / "a.labels.npy", labels.astype(order + "i4"))
                _, got_labels, got = read(FOLDER / "a.npy")
                assert np.array_equal(got, points.astype(float)), (kind, order, layout)
                assert got_labels == [str(label) for label in labels]
                n += 1
    extremes = np.array([[2**63 - 1], [-(2**63)], [0], [1]], dtype="i8")
    np.save(FOLDER / "a.npy", extremes)
    texts = ["café", "naïve 😀", "a", "café"]
    for values in (np.array(texts), np.array(texts, dtype=">U9"), np.array([t.encode() for t in texts])):
        np.save(FOLDER / "a.labels.npy", values)
        _, got_labels, got = read(FOLDER / "a.npy")
        assert np.array_equal(got, extremes.astype(float)) and got_labels == texts
        n += 1
    halves = np.arange(65536, dtype=np.uint16).view(np.float16)
    halves = halves[np.isfinite(halves)]
    np.save(FOLDER / "a.npy", halves)
    np.save(FOLDER / "a.labels.npy", np.arange(len(halves)) % 2 == 0)
    _, got_labels, got = read(FOLDER / "a.npy")
    assert np.array_equal(got[:, 0], halves.astype(float)) and set(got_labels) == {"True", "False"}
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(FOLDER / "a.npy", "wb") as file:
            np.lib.format.write_array(file, np.eye(4), version=version)
        np.save(FOLDER / "a.labels.npy", np.array([0.5, 1, 1, 0.5]))
        _, got_labels, got = read(FOLDER / "a.npy")
        assert np.array_equal(got, np.eye(4)) and got_labels == ["0.5", "1", "1", "0.5"]
        n += 1
    return n


def check_csv():
    """Python's csv module writes, in all its ways of quoting and ending lines."""
    n = 0
    points = RNG.normal(0, 1, (50, 4)) * 10.0 ** RNG.integers(-300, 300, (50, 4))
    texts = ["plain", "with, comma", 'with "quotes"', "two\nlines", "semi;colon", "tab\there", "é"]
    labels = [texts[i % len(texts)] for i in range(50)]
    for delimiter in ",;\t":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
            for end in ("\n", "\r\n"):
                for header in (True, False):
                    for encoding in ("utf-8", "utf-8-sig"):
                        with open(FOLDER / "b.csv", "w", newline="", encoding=encoding) as file:
                            writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
                            if header:
                                writer.writerow(["α", "b", "kind, of", "c", "label"])
                            for row, label in zip(points, labels):
                                writer.writerow([*map(float, row), label])
                        names, got_labels, got = read(FOLDER / "b.csv")
                        assert np.array_equal(got, points), (delimiter, quoting, end, header)
                        assert got_labels == labels
                        wanted = ["label", "α", "b", "kind, of", "c"] if header else ["label", "x0", "x1", "x2", "x3"]
                        assert names == wanted, names
                        n += 1
    np.savetxt(FOLDER / "b.csv", np.c_[points, np.arange(50) % 3], delimiter=",", fmt="%.17g")
    _, got_labels, got = read(FOLDER / "b.csv")
    assert np.array_equal(got, points) and got_labels == [str(i % 3) for i in range(50)]
    np.savetxt(FOLDER / "b.csv", np.c_[points, np.arange(50) % 3], delimiter=",")
    _, got_labels, got = read(FOLDER / "b.csv")
    assert np.allclose(got, points, rtol=1e-15) and len(set(got_labels)) == 3
    return n + 2


def check_pandas():
    import pandas
    frame = pandas.DataFrame({"a": RNG.normal(size=30), "b": np.arange(30), "target": list("xyz") * 10})
    frame.loc[4, "a"] = np.nan
    frame.to_csv(FOLDER / "c.csv", index=False)
    _, labels, got = read(FOLDER / "c.csv", "drop")
    kept = frame.dropna()
    assert np.array_equal(got, kept[["a", "b"]].to_numpy(float)) and labels == list(kept["target"])
    return "pandas as well"


def check_resampled(path, missing="refuse"):
    """Every synthetic row is the combination of the input's rows that it names."""
    names, labels, _ = read(path, missing)
    table = run("sample", path, missing, "simplicial-smote").decode()
    rows = list(csv.reader(io.StringIO(table, newline="")))
    header, rows = rows[0], rows[1:]
    assert header[-3:] == ["origin", "simplex", "coordinates"], header
    label = header.index("label")
    numbers = [i for i in range(len(header) - 3) if i != label]
    originals = [row for row in rows if row[-3] == "original"]
    assert rows[: len(originals)] == originals and len(originals) == len(labels)
    assert [row[label] for row in originals] == labels
    input_rows = [row for row in csv.reader(open(path, newline="", encoding="utf-8"))][1:] if str(path).endswith(".csv") else originals
    counts = {}
    for row in rows:
        counts[row[label]] = counts.get(row[label], 0) + 1
    assert len(set(counts.values())) == 1, counts
    n = 0
    for row in rows[len(originals):]:
        assert row[-3] == "synthetic"
        vertices = [input_rows[int(v)] for v in row[-2].split(";")]
        weights = [float(c) for c in row[-1].split(";")]
        assert all(vertex[label] == row[label] for vertex in vertices)
        assert min(weights) >= 0 and abs(sum(weights) - 1) < 1e-12
        for column in numbers:
            terms = [w * float(v[column]) for w, v in zip(weights, vertices)]
            assert abs(sum(terms) - float(row[column])) <= 1e-12 * max(1, max(map(abs, terms)))
        n += 1
    assert n > 20
    # Read again: the same points, origin, simplex and coordinates are no features.
    (FOLDER / "again.csv").write_text(table, newline="")
    again_names, again_labels, again = read(FOLDER / "again.csv")
    assert again_names == names and again_labels == [row[label] for row in rows]
    assert np.array_equal(again, np.array([[float(row[i]) for i in numbers] for row in rows]))
    return n


def main():
    n_npy, n_csv, pandas_words = check_npy(), check_csv(), check_pandas()
    with open(FOLDER / "d.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "label", "count", "y"])
        for i in range(120):
            center = 0 if i % 5 else 2
            name = 'rare, "b"' if i % 5 == 0 else "common"
            x = "" if i == 15 else f"{RNG.normal(center):.6f}"
            writer.writerow([x, name, int(RNG.integers(0, 9)), RNG.normal()])
    n_synthetic = check_resampled(FOLDER / "d.csv", "drop")
    n_synthetic += check_resampled("two-moons") + check_resampled("blobs")
    print(f"{n_npy} arrays, {n_csv} tables, {n_synthetic} synthetic rows; {pandas_words}")


main()
