"""The shipped program's window where none can be shown, and its end by a signal.

    python window_program_test.py PROGRAM [unittest arguments]
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = None
PATIENCE_S = 60
MODELS = Path(__file__).resolve().parents[3] / "resources" / "models"


class WithHome(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="baryscope-window-")
        os.chmod(self.home, 0o700)
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("BARYSCOPE_", "QT_", "XDG_"))
                and name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        return {**kept, "HOME": self.home, "XDG_RUNTIME_DIR": self.home,
                "BARYSCOPE_MODEL_PATH": str(MODELS), "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8", **more}


class Platforms(WithHome):
    """Whatever the desktop is, the program says what to do and does not crash."""

    def refuses(self, *expected, prefix=(), **environment):
        done = subprocess.run([*prefix, PROGRAM], env=self.environment(**environment),
                              capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 1, (environment, done.stderr))
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("baryscope: "), lines[0])
        for words in (*expected, "--output FILE.png"):
            self.assertIn(words, lines[0])

    def test_platforms_without_opengl(self):
        for name in ("offscreen", "minimal", "vnc:port=5999", "linuxfb"):
            with self.subTest(name):
                self.refuses("unset QT_QPA_PLATFORM", QT_QPA_PLATFORM=name)

    def test_an_unknown_platform(self):
        self.refuses("nonsense", "unset QT_QPA_PLATFORM", QT_QPA_PLATFORM="nonsense")

    def test_displays_that_do_not_answer(self):
        self.refuses(":7654", DISPLAY=":7654")
        self.refuses(":7654", "unset QT_QPA_PLATFORM", DISPLAY=":7654", QT_QPA_PLATFORM="xcb")
        self.refuses(WAYLAND_DISPLAY="wayland-of-nobody")
        self.refuses(WAYLAND_DISPLAY="wayland-of-nobody", DISPLAY=":7654")

    def test_a_display_without_opengl(self):
        self.refuses("'xcb'", "OpenGL", prefix=("xvfb-run", "-a"), QT_XCB_GL_INTEGRATION="none")

    def test_an_x_server_without_glx(self):
        """Qt then draws through EGL: the window lives, shows its result and ends as it is told."""
        figure, script = Path(self.home, "figure.png"), Path(self.home, "script.txt")
        script.write_text(f"output {figure}\nquit\n")
        done = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1366x768x24 -extension GLX",
                               PROGRAM, "street", "--script", str(script)],
                              env=self.environment(), capture_output=True, text=True,
                              timeout=PATIENCE_S)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(figure.read_bytes().startswith(b"\x89PNG"))

    def test_figures_need_none_of_them(self):
        report = Path(self.home, "report.json")
        done = subprocess.run([PROGRAM, "street", "--output", str(report)],
                              env=self.environment(QT_QPA_PLATFORM="nonsense"),
                              capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(report.read_text())["schema"], 1)


class Signals(WithHome):
    """A window that is told to end loses nothing and leaves no mark of a crash."""

    def start(self, *arguments, script=()):
        Path(self.home, "script.txt").write_text("\n".join(script) + "\n")
        self.program = subprocess.Popen(
            ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24 +extension GLX", "sh", "-c",
             'echo $$ > "$HOME/pid"; exec "$@"', "sh", PROGRAM, "--script",
             str(Path(self.home, "script.txt")), *arguments],
            env=self.environment(), stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(self.end, self.program)

    def end(self, program):
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()

    def wait_for(self, condition, what):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if condition():
                return
            if self.program.poll() is not None:
                self.fail(f"the program ended: {self.program.communicate()[1]}")
            time.sleep(0.1)
        self.fail(f"not seen: {what}")

    def signal(self, number):
        os.kill(int(Path(self.home, "pid").read_text()), number)
        self.assertEqual(self.program.wait(PATIENCE_S), 130, "interrupted")

    def marks(self):
        return sorted(path.name for path in
                      Path(self.home, ".local/state/baryscope").glob("running-*"))

    def test_a_training_is_kept_and_goes_on(self):
        folder = Path(self.home, ".local/share/baryscope/models/street-two-simplicial")
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                shutil.rmtree(folder, ignore_errors=True)
                self.start("street", script=("set-training steps 200000",
                                             "set-training checkpoint-every 100000",
                                             "start-training"))
                self.wait_for(folder.exists, "the folder of the training")
                self.wait_for(lambda: self.marks() != [], "the session that is kept")
                time.sleep(2)
                self.signal(number)
                self.assertEqual(self.marks(), [], "the mark of a crash")
                self.assertEqual(sorted(path.name for path in folder.iterdir()),
                                 ["README.md", "checkpoint.safetensors", "config.json",
                                  "model.safetensors", "tokenizer.json", "training.json"])
        record = json.loads((folder / "training.json").read_text())
        self.assertTrue(record["stopped"])
        self.assertGreater(record["steps_done"], 0)
        listed = subprocess.run([PROGRAM, "--list", "models"], env=self.environment(),
                                capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertIn("street-two-simplicial\t", listed.stdout)
        opened = subprocess.run([PROGRAM, "street-two-simplicial", "--output", "-"],
                                env=self.environment(), capture_output=True, text=True,
                                timeout=PATIENCE_S)
        self.assertEqual(opened.returncode, 0, opened.stderr)

    def test_killed_it_leaves_a_model_that_opens(self):
        folder = Path(self.home, ".local/share/baryscope/models/street-two-simplicial")
        self.start("street", script=("set-training steps 200000",
                                     "set-training checkpoint-every 20", "start-training"))
        self.wait_for((folder / "config.json").exists, "a checkpoint")
        os.kill(int(Path(self.home, "pid").read_text()), signal.SIGKILL)
        self.program.wait(PATIENCE_S)
        opened = subprocess.run([PROGRAM, "street-two-simplicial", "--output", "-"],
                                env=self.environment(), capture_output=True, text=True,
                                timeout=PATIENCE_S)
        self.assertEqual(opened.returncode, 0, opened.stderr)

    def test_without_a_training_it_ends_at_once(self):
        self.start("street", script=("set threshold 0.01",))
        self.wait_for(lambda: any(name.endswith(".bary.json") for name in self.marks()),
                      "the session that is kept")
        began = time.monotonic()
        self.signal(signal.SIGINT)
        self.assertLess(time.monotonic() - began, 3)
        self.assertEqual(self.marks(), [])


if __name__ == "__main__":
    PROGRAM = sys.argv[1]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
