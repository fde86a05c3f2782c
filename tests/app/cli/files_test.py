"""What the shipped program reads and writes: reports, tables, figures, sessions, captures, scripts.

    python files_test.py PROGRAM [unittest arguments]
"""
import csv
import json
import resource
import struct
import subprocess
from pathlib import Path

import shipped_program
from shipped_program import CAPTURE, InFolder, run


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


if __name__ == "__main__":
    shipped_program.main()
