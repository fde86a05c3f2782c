"""Data sets and samplers through the shipped program: what it reads, writes and refuses.

    python samples_test.py PROGRAM [unittest arguments]
"""
import csv
import json
import os
import resource
import signal
import struct
import subprocess
import time
from pathlib import Path

import shipped_program
from shipped_program import InFolder, run

MOONS = ["--dataset", "two-moons", "--n-samples", "100"]


def table_of(text):
    rows = list(csv.reader(text.decode().splitlines()))
    return rows[0], rows[1:]


def npy_bytes(shape, kind, values):
    """The format of numpy.lib.format, version 1.0."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    letter = {"<f8": "d", "<i8": "q"}[kind]
    return (b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() +
            struct.pack(f"<{len(values)}{letter}", *values))


class Samples(InFolder):
    """Needs neither a model nor LibTorch."""

    def write(self, name, text):
        Path(self.path(name)).write_text(text)
        return self.path(name)

    def clouds(self, name="data.csv", n_major=40, n_minor=10):
        """Two classes on fixed places, with a header."""
        lines = ["width,height,label"]
        lines += [f"{i * 0.37 % 3},{i * 0.61 % 2},many" for i in range(n_major)]
        lines += [f"{2 + i * 0.29 % 1},{1 + i * 0.43 % 1},few" for i in range(n_minor)]
        return self.write(name, "\n".join(lines) + "\n")

    def resampled(self, *arguments):
        written = self.path("out.csv")
        self.ok(*arguments, "--output", written)
        return table_of(Path(written).read_bytes())

    def test_one_command_writes_table_figure_and_report(self):
        data = self.clouds()
        table, figure, report = (self.path(n) for n in ("out.csv", "out.png", "report.json"))
        self.ok(data, "--sampler", "simplicial-smote", "--size", "320x200", "--output", table,
                "--output", figure, "--output", report)
        header, rows = table_of(Path(table).read_bytes())
        self.assertEqual(header,
                         ["width", "height", "label", "origin", "simplex", "coordinates"])
        self.assertTrue(Path(table).read_text().startswith(
            Path(data).read_text().splitlines()[0] + ",origin,simplex,coordinates\n"))
        source = [line.split(",") for line in Path(data).read_text().splitlines()[1:]]
        self.assertEqual([row[:3] for row in rows[:50]], source)
        self.assertEqual([row[3:] for row in rows[:50]], [["original", "", ""]] * 50)
        self.assertEqual(len(rows), 80)
        places = [[float(cell) for cell in row[:2]] for row in source]
        for row in rows[50:]:
            self.assertEqual(row[2:4], ["few", "synthetic"])
            simplex = [int(number) for number in row[4].split(";")]
            coordinates = [float(number) for number in row[5].split(";")]
            self.assertEqual(len(simplex), len(coordinates))
            self.assertAlmostEqual(sum(coordinates), 1, places=12)
            self.assertTrue(all(source[vertex][2] == "few" for vertex in simplex))
            for axis in range(2):
                self.assertAlmostEqual(float(row[axis]), sum(
                    b * places[v][axis] for v, b in zip(simplex, coordinates)), places=12)
        self.assertEqual(struct.unpack(">II", Path(figure).read_bytes()[16:24]), (320, 200))
        told = json.loads(Path(report).read_text())
        self.assertEqual(told["schema"], 1)
        self.assertEqual(told["sampler"]["name"], "simplicial-smote")
        self.assertEqual(told["counts"]["few"], {"before": 10, "after": 40})
        self.assertEqual(told["counts"]["many"], {"before": 40, "after": 40})
        for key in ("data", "complex", "diagnostics"):
            self.assertIn(key, told)
        self.assertIn("mcc", json.dumps(told))
        self.assertEqual(self.names(), ["data.csv", "out.csv", "out.png", "report.json"])

    def test_no_model_and_no_engine_is_opened(self):
        done = run(*MOONS, "--output", self.path("x.json"), "--output", self.path("x.csv"),
                   env={"LD_DEBUG": "files", "BARYSCOPE_MODEL_PATH": "/nonexistent",
                        "BARYSCOPE_MODEL": "no-such-model", "HOME": "/nonexistent"})
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        for library in (b"torch", b"libvtk", b"libQt", b"libc10", b"baryscope_engine"):
            self.assertNotIn(library, done.stderr)
        self.assertIn(b"baryscope_core", done.stderr)

    def test_the_same_bytes_again_and_others_for_another_seed(self):
        data = self.clouds()
        def files(*more):
            for name in ("a.csv", "a.json", "a.png"):
                Path(self.path(name)).unlink(missing_ok=True)
            self.ok(data, *more, "--size", "160x100", "--output", self.path("a.csv"), "--output",
                    self.path("a.json"), "--output", self.path("a.png"))
            return [Path(self.path(name)).read_bytes() for name in ("a.csv", "a.json", "a.png")]
        first = files()
        self.assertEqual(files(), first)
        self.assertEqual(files("--threads", "1")[:2], first[:2])  # the figure names its options
        other = files("--seed", "1")
        for one, two in zip(first, other):
            self.assertNotEqual(one, two)

    def test_the_table_is_the_same_whatever_stands_beside_it(self):
        alone, beside = self.path("a.csv"), self.path("b.csv")
        self.ok(*MOONS, "--output", alone)
        self.ok(*MOONS, "--output", beside, "--output", self.path("b.json"))
        self.assertEqual(Path(alone).read_bytes(), Path(beside).read_bytes())

    def test_every_sampler_and_data_set_of_the_lists(self):
        samplers = [row.split("\t")[0] for row in
                    self.ok("--list", "samplers").decode().splitlines()]
        self.assertEqual(sorted(samplers), sorted([
            "none", "random", "smote", "borderline-smote-1", "borderline-smote-2", "adasyn",
            "simplicial-smote", "borderline-simplicial-smote", "safe-level-simplicial",
            "adasyn-simplicial"]))
        for sampler in samplers:
            with self.subTest(sampler=sampler):
                _, rows = self.resampled("--noise", "0.4", "--sampler", sampler)
                self.assertEqual(len(rows) == 400, sampler == "none")
        sets = [row.split("\t")[0] for row in self.ok("--list", "datasets").decode().splitlines()]
        self.assertEqual(sorted(sets), sorted(["two-moons", "circle-in-circle", "swiss-roll",
                                               "torus", "blobs", "spirals", "three-points"]))
        for name in sets:
            with self.subTest(dataset=name):
                header, rows = self.resampled("--dataset", name)
                self.assertEqual(header[-4:], ["label", "origin", "simplex", "coordinates"])
                self.assertTrue(any(row[-3] == "synthetic" for row in rows))
        self.assertIn("samples\t", self.ok("--list", "views").decode())

    def test_npy_is_read_with_its_labels(self):
        points = [value for i in range(12) for value in (i * 0.37 % 3, i * 0.61 % 2)]
        Path(self.path("p.npy")).write_bytes(npy_bytes("(12, 2)", "<f8", points))
        self.fails(1, self.path("p.npy"), "--output", self.path("o.csv"), says="p.labels.npy")
        Path(self.path("p.labels.npy")).write_bytes(
            npy_bytes("(12,)", "<i8", [0] * 9 + [1] * 3))
        header, rows = self.resampled(self.path("p.npy"))
        self.assertEqual(header, ["x0", "x1", "label", "origin", "simplex", "coordinates"])
        self.assertEqual([float(cell) for row in rows[:12] for cell in row[:2]], points)
        self.assertEqual(len(rows), 18)
        self.fails(2, self.path("p.labels.npy"), "--output", self.path("o.csv"), says="p.npy")

    def test_the_label_column_is_chosen_by_name_or_number(self):
        rows = [f"{i * 0.37 % 3},{'few' if i % 4 == 0 else 'many'},{i * 0.61 % 2}" for i in range(40)]
        data = self.write("middle.csv", "\n".join(["width,kind,height", *rows]) + "\n")
        for column in ("kind", "2", "=kind"):
            header, table = self.resampled(data, "--label-column", column)
            self.assertEqual(header[:3], ["width", "kind", "height"])
            self.assertEqual([row[1] for row in table].count("few"), 30)
        report = self.path("report.json")
        self.ok(data, "--label-column", "kind", "--output", report)
        told = json.loads(Path(report).read_text())["data"]
        self.assertEqual((told["label"], told["label-column"]), ("kind", "kind"))
        self.fails(1, data, "--output", report, says="expected a number")
        self.fails(1, data, "--label-column", "kinds", "--output", report,
                   says=["--label-column", "did you mean 'kind'?"])
        self.fails(1, data, "--label-column", "7", "--output", report, says="columns 1 to 3")
        self.fails(2, data, "--label-column", "", "--output", report, says="--label-column")

    def test_a_session_opens_again(self):
        data = self.clouds()
        figure, again, session = (self.path(n) for n in ("a.png", "b.png", "a.bary.json"))
        self.ok(data, "--sampler", "smote", "--step", "4", "--size", "320x200", "--output", figure,
                "--output", session)
        kept = json.loads(Path(session).read_text())
        self.assertEqual(kept["options"], {"dataset": "data.csv", "sampler": "smote", "size": "320x200",
                                           "step": 4, "view": "samples"})
        self.assertEqual([sorted(entry) for entry in kept["inputs"]], [["dataset", "sha256"]])
        for opened in (session, figure):
            self.ok(opened, "--output", again)
            self.assertEqual(Path(again).read_bytes(), Path(figure).read_bytes())
        self.clouds(n_minor=9)
        self.fails(1, session, "--output", again,
                   says=["data.csv is not the file", "--changed-inputs accept"])
        self.assertIn(b"data.csv is not the file",
                      run(session, "--changed-inputs", "accept", "--output", again).stderr)
        Path(data).unlink()
        self.fails(1, session, "--output", again, says=["data.csv", "there is no such file"])
        self.ok(*MOONS, "--output", session)
        self.assertEqual(json.loads(Path(session).read_text())["inputs"], [])

    def test_two_samplers_stand_side_by_side(self):
        pair, single = self.path("pair.png"), self.path("single.png")
        size = ["--size", "640x400"]
        self.ok(*MOONS, "--compare-sampler", "smote", *size, "--output", pair)
        self.ok(*MOONS, *size, "--output", single)
        self.assertEqual(struct.unpack(">II", Path(pair).read_bytes()[16:24]), (640, 400))
        self.assertNotEqual(Path(pair).read_bytes(), Path(single).read_bytes())
        reports = json.loads(self.ok(*MOONS, "--compare-sampler", "smote", "--output", "-"))
        self.assertEqual([report["sampler"]["name"] for report in reports["reports"]],
                         ["simplicial-smote", "smote"])
        self.fails(2, *MOONS, "--compare-sampler", "smote", "--output", self.path("x.csv"),
                   says="leave out --compare-sampler smote")

    def test_bad_data_says_where_and_what_to_do(self):
        good = ["0,0,a", "1,0,a", "0,1,a", "1,1,a", "5,5,b", "6,5,b"]
        def refused(name, lines, *words, arguments=()):
            path = self.write(name, "\n".join(lines) + "\n")
            self.fails(1, path, *arguments, "--output", self.path("out.csv"), says=[name, *words])
        head = ["x,y,label"]
        refused("missing.csv", head + good[:2] + ["1,,a"] + good[2:], "--missing drop", "y")
        refused("nan.csv", head + good + ["nan,1,a"], "nan")
        refused("word.csv", head + good + ["one,1,a"], "one", "x")
        refused("ragged.csv", head + good + ["1,2,3,a"])
        refused("class.csv", head + [line.replace("b", "a") for line in good], "class")
        refused("empty.csv", [])
        refused("header.csv", head)
        message = self.ok(self.path("missing.csv"), "--missing", "drop", "--output",
                          self.path("out.csv"))
        self.assertEqual(message, b"")
        self.fails(1, self.path("none.csv"), "--output", self.path("x.csv"),
                   says=["none.csv", "there is no such file"])
        self.fails(1, "--dataset", self.path("none.csv"), "--output", self.path("x.csv"),
                   says=["none.csv", "there is no such file"])
        self.assertNotIn("x.csv", self.names())

    def test_notes_are_told_once(self):
        data = self.clouds(n_minor=3)
        done = run(data, "--output", self.path("x.csv"), "--output", self.path("x.json"))
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [line for line in done.stderr.decode().splitlines() if "few" in line]
        self.assertEqual(len(lines), len(set(lines)), lines)
        self.assertTrue(any("k" in line and "2" in line for line in lines), done.stderr)
        done = run(*MOONS, "--sample", "9999", "--output", self.path("z.csv"))
        self.assertEqual((done.returncode, done.stderr.count(b"--sample 9999")), (0, 1))
        self.assertEqual(run(data, "--verbose", "quiet", "--output", self.path("y.csv")).stderr,
                         b"")

    def test_usage(self):
        data, other = self.clouds(), self.clouds("other.csv")
        out = ["--output", self.path("x.json")]
        for arguments, words in (
                ([data, other], "a data set opens alone"),
                ([data, "minilm"], "a data set opens alone"),
                ([data, "--text", "a"], "--text beside the data set"),
                ([data, "--model", "minilm"], "--model beside the data set"),
                ([data, "--dataset", "torus"], "--dataset torus beside the INPUT"),
                ([data, "--view", "space"], "--view samples"),
                (["--sampler", "smote", "--text", "a"], "--sampler smote beside --text"),
                (["minilm", "--sampler", "smote"], "beside the model 'minilm'"),
                (["--sampler", "simplical-smote"], "did you mean 'simplicial-smote'?"),
                (["--sampler", "borderline-smote"], "borderline-smote-1"),
                (["--compare-sampler", "smte"], "smote"),
                (["--dataset", "tow-moons"], "did you mean 'two-moons'?"),
                ([data, "--arity", "0"], "--arity 0"), ([data, "--alpha", "0"], "--alpha 0"),
                ([data, "--imbalance", "0.5"], "--imbalance 0.5"),
                ([data, "--folds", "1"], "--folds 1"), ([data, "--step", "7"], "--step 7"),
                ([data, "--sample", "-1"], "--sample -1"),
                ([data, "--sampling-strategy", "maybe"], "--sampling-strategy maybe"),
                ([data, "--sampling-strategy", "few=1"], "few"),
                ([data, "--sampling-strategy", "nobody=90"], "nobody"),
                ([data, "--bias-strength", "-1"], "--bias-strength -1")):
            with self.subTest(arguments=arguments):
                self.fails(2, *arguments, *out, says=words)
        self.fails(2, data, "--output", self.path("x.safetensors"), says="no layers and heads")
        self.fails(2, data, "--output", data, says="is read here and would be overwritten")
        self.fails(1, data, "--output", self.path("no/x.csv"), says="does not exist")
        self.assertEqual(self.names(), ["data.csv", "other.csv"])

    def test_a_script_samples_too(self):
        script = self.write("script", "next-sampler\nset sampler adasyn\ncompare-smote\n"
                            f"output '{self.path('pair.json')}'\ncompare-smote\n"
                            f"save-samples '{self.path('a.csv')}'\nevaluate-samples\n")
        self.ok("--view", "samples", "--noise", "0.4", "--script", script, "--output",
                self.path("b.csv"))
        pair = json.loads(Path(self.path("pair.json")).read_text())["reports"]
        self.assertEqual([report["sampler"]["name"] for report in pair], ["adasyn", "smote"])
        self.assertEqual(Path(self.path("a.csv")).read_bytes(),
                         Path(self.path("b.csv")).read_bytes())
        self.write("script", "next-head\n")
        self.fails(2, *MOONS, "--script", script, "--output", "-",
                   says=["line 1", "samples are shown"])

    def test_a_full_disk_leaves_nothing(self):
        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        for name in ("x.json", "x.csv", "x.bary.json"):
            self.fails(1, *MOONS, "--output", self.path(name), preexec_fn=small_files_only,
                       says=["cannot write", name])
        self.assertEqual(self.names(), [])

    def test_interrupt_leaves_no_file(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen(
                [shipped_program.PROGRAM, "--dataset", "blobs", "--n-samples", "400000", "--folds",
                 "20", "--output", self.path("x.json")], stderr=subprocess.PIPE,
                env={k: v for k, v in os.environ.items() if not k.startswith("BARYSCOPE_")})
            time.sleep(2)
            self.assertIsNone(process.poll(), "it was done before it could be interrupted")
            process.send_signal(number)
            self.assertEqual(process.wait(20), 130)
            process.communicate()
            self.assertEqual(self.names(), [])


if __name__ == "__main__":
    shipped_program.main()
