"""What a desktop reads about the program is valid and means what it should.

    python desktop_test.py SOURCE
"""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SOURCE = Path(sys.argv[1])
DESKTOP = SOURCE / "resources" / "desktop"


def run(tool, *arguments, **more):
    if shutil.which(tool) is None:
        raise AssertionError(f"{tool} is not installed; ./dev test installs it")
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, **more)


class Desktop(unittest.TestCase):
    def check(self, tool, *arguments):
        done = run(tool, *arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_entry(self):
        self.assertEqual(self.check("desktop-file-validate", DESKTOP / "baryscope.desktop"), "")

    def test_metadata(self):
        done = run("appstreamcli", "validate", "--no-net", DESKTOP / "baryscope.metainfo.xml")
        self.assertIn("Validation", done.stdout, done.stderr)
        faults = re.findall(r"^[EW]: .*$", done.stdout, re.MULTILINE)
        # The project has no page of its own that could be named.
        self.assertEqual([fault for fault in faults if "url-homepage-missing" not in fault], [])
        version = re.search(r"project\(baryscope VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
        release = ElementTree.parse(DESKTOP / "baryscope.metainfo.xml").find("releases/release")
        self.assertEqual(release.get("version"), version)

    def test_file_types(self):
        head = '{"__metadata__":{%s"format":"pt"},"a":{}}'
        files = {"x.bary.json": ("{}", "application/x-baryscope-session+json"),
                 "x.json": ("{}", "application/json"),
                 "weights.safetensors": (head % "", "application/x-safetensors"),
                 "capture.safetensors": (head % '"baryscope.capture":"1",', "application/x-safetensors-capture")}
        entry = (DESKTOP / "baryscope.desktop").read_text()
        with tempfile.TemporaryDirectory() as folder:
            mime = Path(folder, "mime")
            (mime / "packages").mkdir(parents=True)
            shutil.copy(DESKTOP / "baryscope-mime.xml", mime / "packages" / "baryscope.xml")
            self.check("update-mime-database", mime)
            for name, (text, kind) in files.items():
                path = Path(folder, name)
                path.write_bytes((len(text).to_bytes(8, "little") if name.endswith("tensors") else b"")
                                 + text.encode())
                told = run("gio", "info", "-a", "standard::content-type", path,
                           env={"HOME": folder, "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": folder,
                                "XDG_DATA_DIRS": "/usr/share"})
                self.assertIn(f"content-type: {kind}\n", told.stdout, told.stderr)
                if name != "x.json":
                    self.assertIn(kind + ";", entry)

    def test_icon_is_the_simplex_that_it_says(self):
        """The output is Σ weight · corner, and edges are as thick as their weights."""
        text = (DESKTOP / "baryscope.svg").read_text()
        ElementTree.fromstring(text)
        weights = [float(w) for w in re.findall(r"(0\.\d+) (?:above|left|right)", text)]
        self.assertAlmostEqual(sum(weights), 1)
        corners = [(128, 50), (50, 184.5), (206, 184.5)]
        edges = re.findall(r'd="M107.7 138.8 ([\d.]+) ([\d.]+)" stroke="[^"]*" stroke-width="([\d.]+)"', text)
        self.assertEqual(len(edges), 3)
        thickness = {(float(x), float(y)): float(width) for x, y, width in edges}
        for corner, weight in zip(corners, weights):
            self.assertAlmostEqual(thickness[corner], 30 * weight, delta=0.05)
        for axis, value in ((0, 107.7), (1, 138.8)):
            self.assertAlmostEqual(sum(w * c[axis] for w, c in zip(weights, corners)), value, delta=0.05)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
