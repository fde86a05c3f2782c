"""The shipped program as a person uses it: what the tests of it share."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = None
CAPTURE = str(Path(__file__).parents[2] / "support/street_capture.safetensors")


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


def main():
    """Runs the tests of the script that is run: SCRIPT PROGRAM [unittest arguments]."""
    global PROGRAM
    PROGRAM = sys.argv.pop(1)
    unittest.main()
