"""The shipped program as a person uses it: what it prints, writes and returns.

    python program_test.py PROGRAM [unittest arguments]
"""
import csv
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = None
CAPTURE = str(Path(__file__).parents[2] / "support/street_capture.safetensors")
SENTENCE = "The bakery is between the school and the library"


def run(*arguments, env=None, stdin=None, **more):
    variables = {k: v for k, v in os.environ.items()
                 if not k.startswith(("BARYSCOPE_", "LC_", "LANG")) or k == "BARYSCOPE_MODEL_PATH"}
    variables.update({"XDG_CONFIG_HOME": "/nonexistent", "XDG_CONFIG_DIRS": "/nonexistent"})
    variables.update(env or {})
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        if name not in (env or {}):
            variables.pop(name, None)
    return subprocess.run([PROGRAM, *arguments], env=variables, input=stdin, capture_output=True,
                          timeout=120, **more)


def has_minilm():
    return run("--output", "/nonexistent/x.json").returncode == 1 and \
        b"was not found" not in run("minilm", "--text", "a", "--output", "-").stderr


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="baryscope-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return str(self.folder / name)

    def names(self):
        return sorted(entry.name for entry in self.folder.iterdir())

    def ok(self, *arguments, **more):
        done = run(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout

    def fails(self, code, *arguments, says=(), **more):
        done = run(*arguments, **more)
        message = done.stderr.decode(errors="replace")
        self.assertEqual(done.returncode, code, message)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, message)
        self.assertEqual(done.stdout, b"")
        return message


class Usage(InFolder):
    """Needs no model and no LibTorch."""

    def options(self):
        rows = self.ok("--list", "options").decode().splitlines()
        return [row.split("\t")[0] for row in rows]

    def test_every_option_refuses_a_bad_value_before_any_work(self):
        paths = {"text-file", "script", "config", "output"}
        options = self.options()
        self.assertGreater(len(options), 40)
        for option in options:
            if option in paths:
                continue
            with self.subTest(option=option):
                self.fails(2, f"--{option}=".encode() + b"\xff no such thing", "--output",
                           self.path("x.json"), says=f"--{option}")
        for option in sorted(paths - {"output"}):
            with self.subTest(option=option):
                self.fails(1, f"--{option}", "/nonexistent/file", "--output", self.path("x.json"),
                           says="/nonexistent/file")
        self.assertEqual(self.names(), [])

    def test_every_option_wants_its_value(self):
        for option in set(self.options()) - {"dense", "force", "title", "key-bias", "value-bias",
                                             "output-scaling", "resume", "blank", "closed-form",
                                             "standardize"}:
            with self.subTest(option=option):
                self.fails(2, f"--{option}", says=[f"--{option}", "expected a value"])

    def test_named_bad_values(self):
        for arguments, words in {
            ("--window", "0"): "--window 0", ("--lambda", "much"): "--lambda much",
            ("--mechanism", "pairwse"): "did you mean 'pairwise'?",
            ("--mechanisn", "cog"): "did you mean '--mechanism'?",
            ("--temperature", "0"): "--temperature 0", ("--temperature", "nan"): "--temperature nan",
            ("--keep", "1,5"): "--keep 1,5", ("--output", "x.jpg"): ".png (figure)",
            ("--list", "model"): "did you mean 'models'?",
            ("--layer", "-1"): "--layer -1", ("--size", "0x0"): "--size 0x0",
            ("--layer", "all"): "--output", ("---",): "unknown option '---'",
            ("--=3",): "unknown option '--'", ("--list", "queries-of"): "'; known: mechanisms",
            ("--top", "99999999999"): "at most 2147483647",
            ("--seed", "9" * 400): "at most 9007199254740991", ("--output", ""): "--output '':",
        }.items():
            with self.subTest(arguments=arguments):
                self.fails(2, *arguments, says=words)

    def test_a_value_may_begin_with_anything(self):
        self.ok("--affine-b", "-0.03", "--text", "--keep", "--version")

    def test_no_display_names_output(self):
        self.fails(1, says="--output")
        self.fails(1, env={"DISPLAY": ":7654"}, says=[":7654", "--output"])

    def test_prints_nothing_else(self):
        self.assertRegex(self.ok("--version").decode(), r"^baryscope \d+\.\d+\.\d+\n$")
        for name in ("mechanisms", "models", "samplers", "datasets", "tasks", "views", "options",
                     "commands"):
            for row in self.ok("--list", name).decode().splitlines():
                self.assertRegex(row, r"^[a-z0-9-]+\t\S.*\.$")
        mechanisms = [row.split("\t")[0] for row in
                      self.ok("--list", "mechanisms").decode().splitlines()]
        self.assertEqual(mechanisms, [
            "pairwise", "linear", "relu-expm1", "softpick", "affine", "differential",
            "differential-v2", "rectified-differential", "heaviside-differential", "heaviside-gate",
            "cog", "dipole-v1", "dipole-v2", "two-simplicial", "n-order"])

    def test_heavy_libraries_stay_closed(self):
        for arguments in (["--help"], ["--list", "models"], ["--version"]):
            done = run(*arguments, env={"LD_DEBUG": "files"})
            for library in (b"torch", b"libvtk", b"libQt", b"libc10"):
                self.assertNotIn(library, done.stderr)
            self.assertIn(b"baryscope_core", done.stderr)

    def test_a_closed_pipe_is_no_failure(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([PROGRAM, "--help"], stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_standard_input_is_left_alone(self):
        reading, writing = os.pipe()  # stays open: whoever reads it would wait for ever
        for arguments in (["--help"], ["--keep", "0"], ["-"], ["--script", "-"]):
            subprocess.run([PROGRAM, *arguments], stdin=reading, capture_output=True, timeout=20)
        os.close(writing)
        os.close(reading)
        self.fails(2, "-", says="--text-file -")

    def test_configuration_cascade(self):
        home, system = self.folder / "home", self.folder / "system"
        for folder in (home, system):
            (folder / "baryscope").mkdir(parents=True)
        env = {"XDG_CONFIG_HOME": str(home), "XDG_CONFIG_DIRS": str(system)}
        target = ["--output", "/nonexistent/x.json"]  # what comes after the options: exit code 1
        self.fails(1, *target, env=env)
        (system / "baryscope" / "config.json").write_text('{"keep": 0}')
        self.fails(2, *target, env=env, says=["system/baryscope/config.json", "--keep 0"])
        self.fails(1, *target, "--no-config", env=env)
        (system / "baryscope" / "config.json").unlink()
        (home / "baryscope" / "config.json").write_text('{"kep": 1}')
        self.fails(2, *target, env=env, says="did you mean 'keep'?")
        (home / "baryscope" / "config.json").unlink()
        self.fails(2, *target, env=env | {"BARYSCOPE_WINDOW_ANCHOR": "x"},
                   says=["BARYSCOPE_WINDOW_ANCHOR", "query or key"])
        own = self.path("own.json")
        Path(own).write_text("[")
        self.fails(1, *target, "--config", own, says="own.json")
        message = self.fails(1, *target, "--config", self.path("none.json"), says="No such file")
        self.assertEqual(message.count("none.json"), 1)

    def test_interrupt_while_it_reads(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([PROGRAM, "--text-file", "-"], stdin=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
            time.sleep(0.5)
            process.send_signal(number)
            self.assertEqual(process.wait(20), 130)
            process.communicate()


class Files(InFolder):
    """On the shipped capture: needs LibTorch, no downloaded model."""

    def report(self, *arguments, **more):
        return json.loads(self.ok(CAPTURE, *arguments, "--output", "-", **more))

    def test_report_has_its_fields(self):
        report = self.report("--query", "all", "--dense")
        self.assertEqual(report["schema"], 1)
        for key in ("baryscope", "model", "mechanism", "lens", "layer", "head", "tokens", "queries",
                    "edges", "triangles", "drawn_mass", "weights"):
            self.assertIn(key, report)
        self.assertEqual([q["position"] for q in report["queries"]],
                         list(range(len(report["tokens"]))))
        self.assertIsNone(report["tokens"][0]["id"])

    def test_file_and_standard_output_agree(self):
        written = self.path("x.json")
        printed = self.ok(CAPTURE, "--output", written, "--output", "-")
        self.assertEqual(Path(written).read_bytes(), printed)

    def test_the_table_is_what_is_drawn(self):
        report = self.report("--query", "all", "--mechanism", "two-simplicial")
        written = self.path("x.csv")
        self.ok(CAPTURE, "--query", "all", "--mechanism", "two-simplicial", "--output", written)
        with open(written, newline="") as file:
            rows = list(csv.DictReader(file))
        texts = [token["text"] for token in report["tokens"]]
        self.assertEqual(
            [(row["kind"], float(row["weight"]), int(row["query"]), int(row["key"]),
              row["key_token"]) for row in rows],
            [("marginal", e["weight"], e["query"], e["key"], texts[e["key"]])
             for e in report["edges"]] +
            [("triangle", t["weight"], t["query"], t["key"], texts[t["key"]])
             for t in report["triangles"]])
        self.assertEqual([int(row["key_prime"]) for row in rows if row["kind"] == "triangle"],
                         [t["key_prime"] for t in report["triangles"]])

    def test_all_heads_make_one_file(self):
        reports = self.report("--layer", "all", "--head", "all")["reports"]
        places = [(r["layer"], r["head"]) for r in reports]
        self.assertEqual(places, sorted(places))
        self.fails(2, CAPTURE, "--head", "all", "--output", self.path("x.png"), says="--head is all")
        self.assertEqual(self.names(), [])

    def test_a_session_opens_again(self):
        session = self.path("x.bary.json")
        first = self.ok(CAPTURE, "--mechanism", "cog", "--temperature", "0.5", "--query", "2",
                        "--output", session, "--output", "-")
        kept = json.loads(Path(session).read_text())
        self.assertEqual(kept["options"]["temperature"], 0.5)
        self.assertEqual(len(kept["inputs"][0]["sha256"]), 64)
        self.assertEqual(self.ok(session, "--output", "-"), first)
        broken = self.path("broken.bary.json")
        for text in (Path(session).read_text()[:-9], json.dumps(kept | {"camera": 3}),
                     json.dumps(kept | {"inputs": 3})):
            Path(broken).write_text(text)
            message = self.fails(1, broken, "--output", "-", says="broken.bary.json is no session")
            self.assertNotIn("json.exception", message)
        kept["inputs"][0]["sha256"] = "0" * 64
        Path(session).write_text(json.dumps(kept))
        self.fails(1, session, "--output", "-",
                   says=["is not the file", "--changed-inputs accept"])
        opened = run(session, "--changed-inputs", "accept", "--output", "-")
        self.assertEqual((opened.returncode, opened.stdout), (0, first))
        self.assertIn(b"is not the file", opened.stderr)

    def test_a_capture_opens_again(self):
        capture = self.path("x.safetensors")
        first = json.loads(self.ok(CAPTURE, "--output", capture, "--output", "-"))
        again = json.loads(self.ok(capture, "--output", "-"))
        self.assertEqual(again["queries"], first["queries"])

    def test_a_figure_carries_its_session(self):
        figure, again = self.path("x.png"), self.path("y.png")
        self.ok(CAPTURE, "--size", "320x200", "--output", figure)
        png = Path(figure).read_bytes()
        self.assertEqual(struct.unpack(">II", png[16:24]), (320, 200))
        self.assertIn(b"baryscope.session", png)
        self.ok(figure, "--output", again)
        self.assertEqual(Path(again).read_bytes(), png)
        self.ok(CAPTURE, "--size", "320x200", "--scale", "2", "--output", figure)
        self.assertEqual(struct.unpack(">II", Path(figure).read_bytes()[16:24]), (640, 400))

    def test_two_models_stand_side_by_side(self):
        twin, other = self.path("twin.safetensors"), self.path("other.safetensors")
        self.ok(CAPTURE, "--output", twin)
        self.ok(CAPTURE, "--output", other)
        report = json.loads(self.ok(twin, other, "--query", "2", "--output", "-"))
        self.assertEqual(report["schema"], 1)
        self.assertEqual([Path(r["model"]["path"]).name for r in report["reports"]],
                         ["twin.safetensors", "other.safetensors"])
        self.assertEqual([r["queries"][0]["position"] for r in report["reports"]], [2, 2])
        figure, again, session = (self.path(n) for n in ("p.png", "q.png", "p.bary.json"))
        self.ok(twin, other, "--size", "640x400", "--output", figure, "--output", session)
        png = Path(figure).read_bytes()
        self.assertEqual(struct.unpack(">II", png[16:24]), (640, 400))
        self.ok(figure, "--output", again)
        self.assertEqual(Path(again).read_bytes(), png)
        kept = json.loads(Path(session).read_text())
        self.assertEqual(kept["options"]["compare"], "other.safetensors")
        self.assertEqual([entry["model"] for entry in kept["inputs"]],
                         ["twin.safetensors", "other.safetensors"])
        self.ok(twin, "--compare", other, "--size", "640x400", "--output", again)
        self.assertEqual(Path(again).read_bytes(), png)
        Path(other).write_bytes(b"")
        self.fails(1, session, "--output", self.path("r.json"),
                   says=["other.safetensors is not the file that this session was made with"])
        self.fails(2, twin, other, "--output", self.path("x.safetensors"), says="one model")
        self.fails(2, twin, twin, twin, "--output", "-", says="two models")

    def test_a_script_runs_before_the_outputs(self):
        script = self.path("script")
        Path(script).write_text("# two steps\nset mechanism cog\nset query 3\noutput "
                                f"'{self.path('in script.json')}'\nset query 4\n")
        printed = json.loads(self.ok(CAPTURE, "--script", script, "--output", "-"))
        within = json.loads(Path(self.path("in script.json")).read_text())
        self.assertEqual(within["queries"][0]["position"], 3)
        self.assertEqual(printed["queries"][0]["position"], 4)
        self.assertEqual(printed["mechanism"]["name"], "cog")
        Path(script).write_text("set output x.json\n")
        self.fails(2, CAPTURE, "--script", script, "--output", "-", says=["line 1", "set output"])
        Path(script).write_text("next-head\nnxt-head\n")
        self.fails(2, CAPTURE, "--script", script, "--output", "-",
                   says=["line 2", "did you mean 'next-head'?"])

    def test_a_comma_locale_changes_no_byte(self):
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8",
                               self.path("de_DE.UTF-8")], capture_output=True)
        if not (self.folder / "de_DE.UTF-8").exists():
            self.fail("localedef cannot make de_DE; ./dev test installs locales: " + made.stderr.decode())
        german = {"LOCPATH": str(self.folder), "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
        for arguments in (["--help"], ["--list", "options"],
                          [CAPTURE, "--query", "all", "--temperature", "0.5", "--output", "-"]):
            self.assertEqual(self.ok(*arguments, env=german), self.ok(*arguments))

    def test_a_full_disk_leaves_nothing(self):
        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        for name in ("x.json", "x.csv", "x.safetensors"):
            self.fails(1, CAPTURE, "--output", self.path(name), preexec_fn=small_files_only,
                       says=["cannot write", name])
        self.assertEqual(self.names(), [])

    def test_an_old_file_stays_where_the_new_one_fails(self):
        target = Path(self.path("x.json"))
        target.write_text("old")
        self.fails(2, CAPTURE, "--query", "nosuchtoken", "--output", str(target),
                   says="nosuchtoken")
        self.assertEqual(target.read_text(), "old")
        self.assertEqual(self.names(), ["x.json"])

    def test_missing_folders_and_broken_captures(self):
        self.fails(1, CAPTURE, "--output", self.path("no/x.json"), says="does not exist")
        self.fails(1, CAPTURE, "--output", self.path("no/../../x.json"), says="does not exist")
        broken = self.path("broken.safetensors")
        Path(broken).write_bytes(b"\xff" * 64)
        self.fails(1, broken, "--output", self.path("x.json"), says="broken.safetensors")
        self.assertEqual(self.names(), ["broken.safetensors"])

    def test_vectors_too_narrow_for_a_determinant(self):
        narrow = self.path("narrow.safetensors")
        header = {"__metadata__": {"baryscope.capture": "1", "causal": "false",
                                   "tokens": '["a", "b"]'}}
        for number, name in enumerate(("query", "key", "value")):
            header[f"layers.0.{name}"] = {"dtype": "F32", "shape": [1, 2, 1],
                                          "data_offsets": [8 * number, 8 * number + 8]}
        text = json.dumps(header).encode()
        Path(narrow).write_bytes(struct.pack("<Q", len(text)) + text +
                                 struct.pack("<6f", 1, 2, 3, 4, 5, 6))
        self.ok(narrow, "--mechanism", "two-simplicial", "--output", "-")
        self.fails(2, narrow, "--mechanism", "two-simplicial", "--score", "determinant",
                   "--output", "-", says=["--score determinant", "at least 3"])

    def test_indices_out_of_range(self):
        for arguments in (["--layer", "99"], ["--head", "99"], ["--query", "999"]):
            self.fails(2, CAPTURE, *arguments, "--output", self.path("x.json"), says="99")
        self.assertEqual(self.names(), [])


class Training(InFolder):
    """Tiny trainings: four places on seven plots."""

    SMALL = ["--train", "street", "--mechanism", "two-simplicial", "--places", "4", "--plots", "7",
             "--model-dim", "16", "--head-dim", "8", "--batch", "16", "--device", "cpu"]
    FILES = ["README.md", "checkpoint.safetensors", "config.json", "model.safetensors",
             "tokenizer.json", "training.json"]
    UNFINISHED = FILES[1:-1]  # opens, and trains on

    def files(self, name):
        return sorted(entry.name for entry in Path(self.path(name)).iterdir())

    def test_writes_a_model_that_opens(self):
        record = json.loads(self.ok(*self.SMALL, "--steps", "20", "--output", self.path("street/"),
                                    "--output", self.path("copy.json"), "--output", "-"))
        self.assertEqual(self.files("street"), self.FILES)
        self.assertEqual(record["steps_done"], 20)
        self.assertEqual(json.loads(Path(self.path("copy.json")).read_text()), record)
        self.assertEqual(json.loads(Path(self.path("street/training.json")).read_text()), record)
        example = json.loads(Path(self.path("street/config.json")).read_text())["example"]
        report = json.loads(self.ok(self.path("street"), "--text", example["text"], "--query",
                                    example["query"], "--output", "-"))
        self.assertEqual(report["mechanism"]["name"], "two-simplicial")
        self.assertIsNone(report["lens"])
        self.assertTrue(report["triangles"])

    def test_the_command_of_the_record_makes_the_same_bytes(self):
        self.ok(*self.SMALL, "--steps", "6", "--seed", "3", "--output", self.path("one"))
        command = json.loads(Path(self.path("one/training.json")).read_text())["command"].split()
        command[-1] = self.path("two")
        self.ok(*command[1:], "--device", "cpu")
        for name in ("model.safetensors", "config.json", "tokenizer.json"):
            self.assertEqual(Path(self.path("one/" + name)).read_bytes(),
                             Path(self.path("two/" + name)).read_bytes(), name)

    def test_goes_on_and_protects_what_is_there(self):
        self.ok(*self.SMALL, "--steps", "4", "--output", self.path("street"))
        self.fails(2, *self.SMALL, "--steps", "9", "--output", self.path("street"),
                   says=["--resume on", "--force on"])
        self.ok(*self.SMALL, "--steps", "9", "--resume", "on", "--output", self.path("street"))
        record = json.loads(Path(self.path("street/training.json")).read_text())
        self.assertEqual(record["steps_done"], 9)
        self.ok(*self.SMALL, "--steps", "2", "--force", "on", "--output", self.path("street"))
        Path(self.path("mine")).mkdir()
        Path(self.path("mine/thesis.txt")).write_text("x")
        self.fails(2, *self.SMALL, "--steps", "2", "--force", "on", "--output", self.path("mine"),
                   says="thesis.txt")
        self.assertEqual(self.files("mine"), ["thesis.txt"])

    def test_usage(self):
        street = self.path("street")
        self.fails(2, "--steps", "10", "--output", self.path("x.json"), says="--train")
        self.fails(2, "--train", "street", "--text", "a", "--output", street, says="--text")
        self.fails(2, "--train", "street", "--view", "space", "--output", street, says="--view")
        self.fails(2, "minilm", "--train", "street", "--output", street, says="INPUT")
        self.fails(2, "--train", "street", "--output", self.path("x.png"), says="model folder")
        self.fails(2, "--train", "street", "--output", self.path("x.json"), says="no folder")
        self.fails(2, "--train", "street", "--output", street, "--output", street + "2",
                   says="one model folder")
        self.fails(2, "--train", "strret", "--output", street, says="street")
        self.fails(2, "--train", "street", "--places", "9", "--plots", "5", "--output", street,
                   says="plots")
        self.fails(1, "--train", "street", "--output", self.path("no/street"), says="no/street")
        self.assertEqual(self.names(), [])

    def test_a_breakdown_says_what_to_do(self):
        self.fails(1, *self.SMALL, "--steps", "50", "--learning-rate", "1e30", "--checkpoint-every",
                   "1", "--output", self.path("wild"), says=["--learning-rate", "is kept in"])
        self.assertEqual(self.files("wild"), self.UNFINISHED)

    def test_a_full_disk_keeps_what_was_there(self):
        self.ok(*self.SMALL, "--steps", "4", "--output", self.path("street"))
        before = Path(self.path("street/checkpoint.safetensors")).read_bytes()

        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        self.fails(1, *self.SMALL, "--steps", "20", "--resume", "on", "--output",
                   self.path("street"), preexec_fn=small_files_only,
                   says=["cannot write", "checkpoint of step 4 is kept"])
        self.assertEqual(self.files("street"), self.FILES)
        self.assertEqual(Path(self.path("street/checkpoint.safetensors")).read_bytes(), before)

    def test_interrupt_keeps_the_last_checkpoint(self):
        process = subprocess.Popen(
            [PROGRAM, *self.SMALL, "--steps", "1000000", "--checkpoint-every", "5", "--output",
             self.path("street")], stderr=subprocess.PIPE)
        begin = time.monotonic()
        while not Path(self.path("street/checkpoint.safetensors")).exists():
            self.assertLess(time.monotonic() - begin, 60)
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        process.communicate()
        self.assertEqual(self.files("street"), self.UNFINISHED)


class Model(InFolder):
    """On MiniLM."""

    def setUp(self):
        super().setUp()
        if not has_minilm():
            self.fail("minilm is not in the model folders; ./dev test sets it up")

    def test_the_shipped_session(self):
        report = json.loads(self.ok("--output", "-"))
        self.assertEqual((report["layer"], report["head"]), (5, 3))
        self.assertEqual(report["tokens"][report["queries"][0]["position"]]["text"], "bakery")

    def test_text_from_standard_input(self):
        given = self.ok("--text", SENTENCE, "--output", "-")
        self.assertEqual(self.ok("--text-file", "-", "--output", "-",
                                 stdin=(SENTENCE + "\n").encode()), given)

    def test_bad_texts(self):
        self.fails(2, "--text", "", "--output", self.path("x.json"))
        self.fails(1, "--text", "word " * 600, "--output", self.path("x.json"), says="512")
        self.fails(1, "--text-file", "-", "--output", self.path("x.json"), stdin=b"\xff\xfe",
                   says="UTF-8")
        self.assertEqual(self.names(), [])

    def test_interrupt_leaves_no_file(self):
        process = subprocess.Popen(
            [PROGRAM, "--text", "word " * 400, "--mechanism", "two-simplicial", "--layer", "all",
             "--head", "all", "--query", "all", "--force", "--output", self.path("x.json")],
            stderr=subprocess.PIPE)
        time.sleep(4)
        self.assertIsNone(process.poll(), "it was done before it could be interrupted")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        process.communicate()
        self.assertEqual(self.names(), [])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
