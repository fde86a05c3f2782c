"""Models that the shipped program trains: what it writes, goes on with and keeps.

    python training_test.py PROGRAM [unittest arguments]
"""
import json
import resource
import signal
import subprocess
import time
from pathlib import Path

import shipped_program
from shipped_program import InFolder


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
            [shipped_program.PROGRAM, *self.SMALL, "--steps", "1000000", "--checkpoint-every", "5", "--output",
             self.path("street")], stderr=subprocess.PIPE)
        begin = time.monotonic()
        while not Path(self.path("street/checkpoint.safetensors")).exists():
            self.assertLess(time.monotonic() - begin, 60)
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        process.communicate()
        self.assertEqual(self.files("street"), self.UNFINISHED)


if __name__ == "__main__":
    shipped_program.main()
