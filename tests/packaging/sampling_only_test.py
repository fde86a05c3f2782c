"""The samplers alone configure without torch, and what they build and link has nothing of it.

    python sampling_only_test.py SOURCE BUILD CMAKE
"""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, BUILD, CMAKE = sys.argv[1:4]


def run(*arguments):
    variables = {name: value for name, value in os.environ.items() if name != "BARYSCOPE_TORCH_DIR"}
    return subprocess.run(arguments, cwd=SOURCE, env=variables, capture_output=True, text=True)


class SamplingOnly(unittest.TestCase):
    def test_configures_without_torch(self):
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            done = run(CMAKE, "--preset", "sampling-only", "-B", folder)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            commands = run("ninja", "-C", folder, "-t", "commands", "all").stdout
            self.assertIn("libbaryscope_sampling.so", commands)
            self.assertIn("libbaryscope_core.so", commands)
            self.assertNotIn("libtorch", commands)
            self.assertNotIn("baryscope_engine", commands)

    def test_the_program_is_refused_without_torch(self):
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            done = run(CMAKE, "--preset", "sampling-only", "-B", folder, "-DBARYSCOPE_APP=ON")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("BARYSCOPE_APP", done.stderr)

    def test_the_libraries_need_no_torch(self):
        for name in ("core", "sampling"):
            library = Path(BUILD, "lib", f"libbaryscope_{name}.so")
            done = run("readelf", "-d", str(library))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("NEEDED", done.stdout)
            for heavy in ("torch", "c10", "Qt6", "vtk"):
                self.assertNotIn(heavy, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
