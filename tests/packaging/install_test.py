"""An installation in a prefix of its own, with nothing of the build and source trees in reach.

    python install_test.py SOURCE BUILD CMAKE ON_DISPLAY PYTHON
"""
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, BUILD, CMAKE, ON_DISPLAY, PYTHON = sys.argv[1:6]
LIBRARIES = ["libbaryscope_core.so", "libbaryscope_engine.so", "libbaryscope_gui.so",
             "libbaryscope_ops.so", "libbaryscope_sampling.so", "libbaryscope_scene.so",
             "libbaryscope_session.so", "libbaryscope_vtk.so", "libc10.so", "libcudart.so.13",
             "libcupti.so.13", "libtorch_cpu.so"]


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="installed-", dir=BUILD))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        # Installed in one place, used in another: nothing may remember the first.
        subprocess.run([CMAKE, "--install", BUILD, "--prefix", cls.folder / "first"], check=True,
                       stdout=subprocess.DEVNULL)
        cls.prefix = (cls.folder / "first").rename(cls.folder / "moved")

    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="home-", dir=self.folder))

    def run_program(self, *arguments, start=(), **variables):
        """Nothing of the caller's environment reaches the program."""
        return subprocess.run(
            [*start, self.prefix / "bin" / "baryscope", *arguments], cwd=self.home, timeout=120,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                 "XDG_RUNTIME_DIR": str(self.home), **variables}, capture_output=True, text=True)

    def write(self, name, *arguments, **variables):
        done = self.run_program(*arguments, "--output", name, **variables)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("not found", done.stderr)
        return (self.home / name).read_bytes()

    def is_foreign(self, path):
        """Of the trees that it was built from and with, but neither installed nor at home here."""
        trees = [SOURCE, BUILD, Path(PYTHON).parents[1]]
        return (not Path(path).is_relative_to(self.folder)
                and any(Path(path).is_relative_to(Path(tree).resolve()) for tree in trees))

    def test_the_first_picture_and_its_numbers(self):
        report = json.loads(self.write("first.json"))
        self.assertEqual((report["layer"], report["head"]), (5, 3))
        self.assertIn("bakery", [token["text"] for token in report["tokens"]])
        figure = self.write("first.png")
        self.assertEqual(struct.unpack(">II", figure[16:24]), (1600, 1000))

    def test_a_shipped_model_is_the_installed_one(self):
        self.assertEqual(json.loads(self.write("street.json", "street"))["mechanism"]["name"],
                         "two-simplicial")
        models = self.prefix / "share" / "baryscope" / "models"
        (models / "street").rename(models / "hidden")
        self.addCleanup((models / "hidden").rename, models / "street")
        done = self.run_program("street", "--output", "street2.json")
        self.assertEqual(done.returncode, 1, "the model was found elsewhere")
        looked = re.findall(r"^  (/.*)$", done.stderr, re.MULTILINE)
        self.assertIn(str(models), looked)
        self.assertEqual([path for path in looked if self.is_foreign(path)], [])

    def test_every_library_that_is_loaded_is_the_installed_or_the_systems(self):
        (self.home / "quit.txt").write_text("quit\n")
        done = self.run_program("--script", "quit.txt", start=[ON_DISPLAY], QT_QPA_PLATFORM="xcb",
                                LIBGL_ALWAYS_SOFTWARE="1", LD_DEBUG="libs",
                                LD_DEBUG_OUTPUT=str(self.home / "loads"))
        self.assertEqual(done.returncode, 0, done.stderr)
        logs = [path.read_text(errors="replace") for path in self.home.glob("loads.*")]
        loaded = {os.path.normpath(path) for log in logs if "libbaryscope_core" in log
                  for path in re.findall(r"calling init: (/\S+)", log)}
        own = self.prefix / "lib" / "baryscope"
        for name in LIBRARIES:
            if name != "libbaryscope_sampling.so":  # Python's alone
                self.assertIn(str(own / name), loaded)
        self.assertEqual([path for path in loaded if self.is_foreign(path)], [])

    def test_run_paths_name_no_folder_of_this_machine(self):
        objects = [self.prefix / "bin" / "baryscope", *(self.prefix / "lib/baryscope").iterdir()]
        self.assertGreaterEqual({path.name for path in objects}, {"baryscope", *LIBRARIES})
        for path in objects:
            dynamic = subprocess.run(["readelf", "-d", path], check=True, capture_output=True,
                                     text=True).stdout
            for entries in re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", dynamic):
                for entry in entries.split(":"):
                    self.assertRegex(entry, r"^\$ORIGIN", path)

    def test_python_finds_its_library(self):
        found = subprocess.run(
            [PYTHON, "-c", "import baryscope.over_sampling, baryscope._library as l; print(l.library_path)"],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(self.prefix / "lib/python3/dist-packages"),
                 "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=self.home, capture_output=True, text=True)
        self.assertEqual(found.stdout.strip(),
                         str(self.prefix / "lib/baryscope/libbaryscope_sampling.so"), found.stderr)

    def test_what_a_desktop_looks_for(self):
        share = self.prefix / "share"
        for name in ("applications/baryscope.desktop", "mime/packages/baryscope.xml",
                     "metainfo/org.baryscope.Baryscope.metainfo.xml",
                     "icons/hicolor/scalable/apps/baryscope.svg", "man/man1/baryscope.1",
                     "bash-completion/completions/baryscope", "zsh/site-functions/_baryscope",
                     "fish/vendor_completions.d/baryscope.fish", "doc/baryscope/copyright",
                     "doc/baryscope/licences/torch/LICENSE", "doc/baryscope/licences/nvidia/License.txt"):
            self.assertTrue((share / name).is_file(), name)
        for size in (48, 64, 128, 256):
            icon = (share / f"icons/hicolor/{size}x{size}/apps/baryscope.png").read_bytes()
            self.assertEqual(struct.unpack(">II", icon[16:24]), (size, size))


if __name__ == "__main__":
    os.umask(0o022)
    unittest.main(argv=sys.argv[:1], verbosity=2)
