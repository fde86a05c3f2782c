"""The shipped program on MiniLM.

    python model_test.py PROGRAM [unittest arguments]
"""
import json
import signal
import subprocess
import time

import shipped_program
from shipped_program import InFolder, run

SENTENCE = "The bakery is between the school and the library"


def has_minilm():
    return run("--output", "/nonexistent/x.json").returncode == 1 and \
        b"was not found" not in run("minilm", "--text", "a", "--output", "-").stderr


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
            [shipped_program.PROGRAM, "--text", "word " * 400, "--mechanism", "two-simplicial", "--layer", "all",
             "--head", "all", "--query", "all", "--force", "--output", self.path("x.json")],
            stderr=subprocess.PIPE)
        time.sleep(4)
        self.assertIsNone(process.poll(), "it was done before it could be interrupted")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        process.communicate()
        self.assertEqual(self.names(), [])


if __name__ == "__main__":
    shipped_program.main()
