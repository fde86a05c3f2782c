"""The shipped program's window on an X server, with the shipped model and real keys and mouse.

    xvfb-run -a python window_smoke.py PROGRAM [TORCH_FOLDER] [unittest arguments]

A model or a tool that is not here is a failure that names it.
"""
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = None
MODELS = None  # the folder that holds minilm/
PATIENCE_S = 60


def find_models(torch, temporary):
    """The folder that holds minilm/: the environment's, the build environment's, the wheel's."""
    for folder in os.environ.get("BARYSCOPE_MODEL_PATH", "").split(":"):
        if folder and (Path(folder) / "minilm" / "config.json").exists():
            return folder
    torch = os.environ.get("BARYSCOPE_TORCH_DIR") or torch
    if not torch:
        return None
    packages = Path(torch).parent
    models = packages.parents[2] / "models"
    if (models / "minilm" / "config.json").exists():
        return str(models)
    for config in packages.glob("*minilm*/model/config.json"):
        (Path(temporary) / "minilm").symlink_to(config.parent)
        return temporary
    return None


def environment(home):
    variables = {k: v for k, v in os.environ.items()
                 if not k.startswith(("BARYSCOPE_", "QT_", "XDG_"))}
    variables.update({"HOME": home, "BARYSCOPE_MODEL_PATH": MODELS, "LIBGL_ALWAYS_SOFTWARE": "1",
                      "XDG_RUNTIME_DIR": home, "QT_QPA_PLATFORM": "xcb"})
    return variables


def screenshot(path):
    """Rows of RGB pixels of the whole screen."""
    subprocess.run(["import", "-window", "root", "-depth", "8", path], check=True)
    subprocess.run(["convert", path, "-depth", "8", path + ".ppm"], check=True)
    data = Path(path + ".ppm").read_bytes()
    kind, width, height, depth = re.match(rb"(P6)\s+(\d+)\s+(\d+)\s+(\d+)\s", data).groups()
    start = len(data) - 3 * int(width) * int(height)
    return int(width), int(height), data[start:]


def colors(shot, left, top, right, bottom):
    width, _, data = shot
    return {data[3 * (y * width + x):3 * (y * width + x) + 3]
            for y in range(top, bottom, 2) for x in range(left, right, 2)}


class WithHome(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="baryscope-window-")
        os.chmod(self.home, 0o700)
        self.addCleanup(shutil.rmtree, self.home)

    def path(self, name):
        return str(Path(self.home) / name)


class Script(WithHome):
    def run_script(self, *lines):
        Path(self.path("script.txt")).write_text("\n".join(lines) + "\n")
        return subprocess.run([PROGRAM, "--script", self.path("script.txt")], timeout=100,
                              env=environment(self.home), capture_output=True, text=True)

    def test_everything_by_script(self):
        done = self.run_script(
            'set text "A cat sat on the mat"', "set layer 1", "set head 2", "next-head",
            "set mechanism two-simplicial", "set query cat", "select-token 3", "isometric",
            "set threshold 0.5", "undo", f"output {self.path('figure.png')}",
            f"output {self.path('report.json')}", f"output {self.path('open.bary.json')}", "quit")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(Path(self.path("report.json")).read_text())
        self.assertEqual((report["layer"], report["head"]), (1, 3))
        self.assertEqual(report["mechanism"]["name"], "two-simplicial")
        self.assertEqual([token["text"] for token in report["tokens"]][1:-1],
                         ["a", "cat", "sat", "on", "the", "mat"])
        self.assertEqual(report["queries"][0]["position"], 2)
        session = json.loads(Path(self.path("open.bary.json")).read_text())
        self.assertNotIn("threshold", json.dumps(session))  # undone
        self.assertIn("camera", session)  # turned
        figure = Path(self.path("figure.png")).read_bytes()
        self.assertEqual(figure[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(struct.unpack(">II", figure[16:24]), (1600, 1000))
        self.assertIn(b"baryscope.session", figure)


class AtDesk(WithHome):
    """Keys and mouse through the X server, as a person's."""

    def start(self, *arguments):
        self.program = subprocess.Popen([PROGRAM, "--theme", "light", *arguments],
                                        env=environment(self.home), stderr=subprocess.PIPE,
                                        text=True)
        self.addCleanup(self.end)

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.communicate()

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], capture_output=True,
                              text=True).stdout.strip()

    def title(self):
        return self.xdotool("getwindowname", self.window)

    def wait_title(self, *words):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if all(word in self.title() for word in words):
                return
            time.sleep(0.1)
        self.fail(f"the title is '{self.title()}', expected in it: {words}")

    def key(self, name):
        self.xdotool("key", "--window", self.window, name)

    def wait_still(self, name, drawn=lambda shot: True):
        """The screen once two pictures of it are equal, and it is drawn."""
        before, end = None, time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            shot = screenshot(self.path(name))
            if shot == before and drawn(shot):
                return shot
            before = shot
            time.sleep(0.5)
        self.fail("the picture does not come to rest")

    def find_window(self, title="layer 5 head 3"):
        end = time.monotonic() + PATIENCE_S
        self.window = ""
        while not self.window and time.monotonic() < end:
            time.sleep(0.2)
            found = self.xdotool("search", "--name", title).split()
            self.window = found[0] if found else ""
        self.assertTrue(self.window, f"no window whose title has '{title}'")
        self.xdotool("windowfocus", self.window)


class Person(AtDesk):
    def test_keys_and_mouse(self):
        self.start()
        self.find_window()
        self.wait_title("bakery", "layer 5 head 3", "pairwise")
        place = dict(line.split("=") for line in
                     self.xdotool("getwindowgeometry", "--shell", self.window).splitlines())
        left, top = int(place["X"]), int(place["Y"])
        middle = (left + int(place["WIDTH"]) // 2, top + int(place["HEIGHT"]) * 3 // 5)
        box = (middle[0] - 250, middle[1] - 200, middle[0] + 250, middle[1] + 200)
        # The picture: paper, hull, tokens, labels; not one colour.
        width, height, _ = self.wait_still("first.png", lambda shot: len(colors(shot, *box)) > 200)
        self.assertLessEqual(left + int(place["WIDTH"]), width, "the window leaves the screen")
        self.assertLessEqual(top + int(place["HEIGHT"]), height, "the window leaves the screen")

        self.key("m")
        self.wait_title("layer 5 head 3", "linear")
        self.key("bracketright")
        self.wait_title("layer 0 head 3")
        self.key("period")
        self.wait_title("layer 0 head 4")
        for _ in range(3):
            self.key("ctrl+z")
        self.wait_title("layer 5 head 3", "pairwise")
        before = self.wait_still("before.png")

        self.xdotool("mousemove", middle[0] - 80, middle[1] - 150)
        self.xdotool("mousedown", 1)
        for step in range(1, 9):
            self.xdotool("mousemove", middle[0] - 80 + 15 * step, middle[1] - 150 + 5 * step)
        self.xdotool("mouseup", 1)
        turned = self.wait_still("turned.png")
        self.assertNotEqual(turned, before, "the drag turned nothing")
        self.xdotool("click", 1)
        self.key("r")
        self.wait_still("reset.png")
        self.wait_title("layer 5 head 3", "pairwise")

        self.key("ctrl+q")
        self.assertEqual(self.program.wait(PATIENCE_S), 0)


class Training(AtDesk):
    """A training started, watched, paused, resumed and stopped with the keyboard."""

    def box(self, left, top, right, bottom):
        """The pixels of a part of the screen, in shares of the window."""
        width, height, data = screenshot(self.path("screen.png"))
        x0, x1 = int(left * width), int(right * width)
        return b"".join(data[3 * (y * width + x0):3 * (y * width + x1)]
                        for y in range(int(top * height), int(bottom * height)))

    def picture(self):
        return self.box(0.2, 0.22, 0.78, 0.9)

    def dock(self):
        return self.box(0.81, 0.2, 0.99, 0.65)

    def wait_change(self, part, before, what):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            now = part()
            if now != before:
                return now
            time.sleep(0.2)
        self.fail(f"{what} does not change")

    def wait_rest(self, part, what):
        end = time.monotonic() + PATIENCE_S
        before = part()
        while time.monotonic() < end:
            time.sleep(1.5)
            now = part()
            if now == before:
                return now
            before = now
        self.fail(f"{what} does not come to rest")

    def palette(self, command):
        self.key("ctrl+k")
        time.sleep(0.7)
        # Without a window manager nobody hands the palette the keyboard.
        palette = self.xdotool("search", "--onlyvisible", "--name", "^Commands$").split()
        self.assertTrue(palette, "the command palette does not open")
        self.xdotool("windowfocus", "--sync", palette[0])
        self.xdotool("type", command)
        time.sleep(0.7)
        self.xdotool("key", "Return")
        time.sleep(0.7)
        self.xdotool("windowfocus", "--sync", self.window)

    def test_street_is_trained_and_opened_by_name(self):
        self.start("--train", "street", "--mechanism", "two-simplicial", "--steps", "200000",
                   "--checkpoint-every", "100", "--evaluate-every", "100")
        self.find_window()
        self.wait_rest(self.picture, "the picture")
        self.key("space")  # Start has the focus
        self.wait_title("bakery@3", "two-simplicial")
        first = self.picture()
        second = self.wait_change(self.picture, first, "the picture")
        self.wait_change(self.picture, second, "the picture")
        self.wait_change(self.dock, self.dock(), "the dock")

        self.key("p")
        self.wait_rest(self.dock, "the paused dock")
        paused = self.wait_rest(self.picture, "the paused picture")
        self.key("p")
        self.wait_change(self.dock, self.dock(), "the dock")
        self.wait_change(self.picture, paused, "the picture")

        self.palette("stop training")
        self.wait_rest(self.dock, "the stopped dock")
        self.key("ctrl+q")  # no question: nothing runs any more
        self.assertEqual(self.program.wait(PATIENCE_S), 0)

        folder = Path(self.home, ".local/share/baryscope/models/street-two-simplicial")
        self.assertTrue((folder / "checkpoint.safetensors").exists())
        report = self.path("report.json")
        opened = subprocess.run([PROGRAM, folder.name, "--text", "bakery@3 school@1 library@5",
                                 "--query", "bakery@3", "--output", report], timeout=100,
                                env=environment(self.home), capture_output=True, text=True)
        self.assertEqual(opened.returncode, 0, opened.stderr)
        report = json.loads(Path(report).read_text())
        self.assertEqual(report["mechanism"]["name"], "two-simplicial")
        self.assertEqual([token["text"] for token in report["tokens"]],
                         ["bakery@3", "school@1", "library@5"])


class Samples(AtDesk):
    """A table sampled, its sampler changed, the steps walked, the set saved: by keys and mouse."""

    def test_a_table_is_sampled_and_saved(self):
        table = Path(self.path("points.csv"))
        rows = [f"{i % 13 / 13},{i % 7 / 7},many" for i in range(60)]
        rows += [f"{0.8 + i % 4 / 9},{i % 3 / 5 + i / 50},few" for i in range(12)]
        table.write_text("\n".join(["width,height,label", *rows]) + "\n")
        self.start(str(table))
        self.find_window("points.csv")
        middle = (600, 300, 1000, 650)
        self.wait_still("samples.png", lambda shot: len(colors(shot, *middle)) > 30)

        title = self.title()
        self.key("shift+o")  # the sampler before
        end = time.monotonic() + PATIENCE_S
        while self.title() == title and time.monotonic() < end:
            time.sleep(0.1)
        self.assertNotEqual(self.title(), title, "the sampler does not change")
        self.key("ctrl+z")
        self.wait_title(title.split(" — ")[0])
        whole = self.wait_still("whole.png")
        self.key("j")  # the first step: the data alone
        step = self.wait_still("step.png")
        self.assertNotEqual(step, whole, "the step draws the same picture")
        self.key("shift+j")
        self.wait_still("back.png")
        self.xdotool("mousemove", 800, 500)
        self.xdotool("click", 4)  # the wheel zooms
        self.wait_still("zoomed.png")

        self.key("v")  # to the text, and back
        self.wait_title("reads its sentence")
        self.key("v")
        self.wait_title("points.csv")
        self.key("ctrl+q")
        self.assertEqual(self.program.wait(PATIENCE_S), 0)


if __name__ == "__main__":
    PROGRAM = sys.argv[1]
    torch = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory(prefix="baryscope-models-") as folder:
        MODELS = find_models(torch, folder)
        missing = [tool for tool in ("xdotool", "import", "convert") if not shutil.which(tool)]
        if MODELS is None:
            sys.exit("no model 'minilm': name the folder that holds it in BARYSCOPE_MODEL_PATH; ./dev test sets it up")
        if missing:
            sys.exit(f"not installed: {' '.join(missing)}; ./dev test installs them")
        unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
