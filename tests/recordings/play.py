"""Plays a recording of what a person does on the shipped program, and checks what is expected.

    python play.py PROGRAM TORCH_FOLDER RECORDING

README.md tells the words of a recording.
"""
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from expectations import Expectations
from program import Program, poll
from screen import Screen


class Failed(AssertionError):
    pass


def read_recording(path):
    """(number, words, lines that belong to it) of each line that does something."""
    actions = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("  ") and actions:
            actions[-1][2].append(line[2:])
        elif line.strip() and not line.startswith("#"):
            actions.append((number, shlex.split(line, comments=True), []))
    return actions


def has_ended(actions):
    """Whether the program of the last start has come to its end."""
    ended = False
    for _, words, _ in actions:
        if words[0] in ("start", "run"):
            ended = False
        ended = ended or words[0] == "quit" or words[:2] == ["expect", "exit"]
    return ended


def models_folder(torch):
    """The folder that holds minilm/: the environment's, or the one beside LibTorch's."""
    folders = os.environ.get("BARYSCOPE_MODEL_PATH", "").split(":")
    if torch:
        folders.append(str(Path(torch).parents[3] / "models"))
    for folder in folders:
        if folder and (Path(folder) / "minilm" / "config.json").exists():
            return folder
    raise Failed(f"no model minilm in {folders}: name its folder in BARYSCOPE_MODEL_PATH")


class Player(Expectations):
    def __init__(self, program, recording):
        self.command, self.models, self.recording = program, None, Path(recording)
        self.home = Path(tempfile.mkdtemp(prefix="baryscope-recording-"))
        self.home.chmod(0o700)
        self.screen = self.program = None
        self.size = (1600, 1000)
        self.pictures, self.walked = {}, set()
        self.allowed = []  # patterns of what standard error may say

    def environment(self):
        """A person's, without what this machine's person set."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("BARYSCOPE_", "QT_", "XDG_", "WAYLAND_"))}
        return {**kept, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home),
                "LIBGL_ALWAYS_SOFTWARE": "1", "BARYSCOPE_MODEL_PATH": self.models}

    def play(self):
        actions = read_recording(self.recording)
        if not has_ended(actions):
            actions.append((actions[-1][0], ["quit"], []))
        for number, words, lines in actions:
            try:
                self.act(words, lines)
            except AssertionError as error:
                raise Failed(f"{self.recording.name}:{number}: {shlex.join(words)}\n  {error}")

    def act(self, words, lines):
        action = getattr(self, "do_" + words[0].replace("-", "_"), None)
        if action is None:
            raise AssertionError(f"unknown action '{words[0]}'")
        block = {"lines": lines} if lines else {}
        action(*words[1:], **block)

    def close(self):
        if self.program is not None:
            self.program.end()
        if self.screen is not None:
            self.screen.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def path(self, name):
        return self.home / name

    def words(self, text):
        """HOME in a word is the folder of this recording's person."""
        return text.replace("HOME", str(self.home))

    # ---- the program ----------------------------------------------------------------------------
    def do_screen(self, size):
        self.size = tuple(map(int, size.split("x")))

    def do_file(self, name, lines=()):
        self.path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def do_table(self, name, n_many, n_few):
        """A table of two classes on a plane, the same every time."""
        rows = ["width,height,label"]
        rows += [f"{i % 13 / 13:.6},{i % 7 / 7 + i / 900:.6},many" for i in range(int(n_many))]
        rows += [f"{0.8 + i % 4 / 9:.6},{i % 3 / 5 + i / 50:.6},few" for i in range(int(n_few))]
        self.do_file(name, rows)

    def do_text_of(self, name, n_characters, pattern):
        text = pattern * (int(n_characters) // len(pattern) + 1)
        self.path(name).write_text(text[:int(n_characters)], encoding="utf-8")

    def do_copy_model(self, name, target):
        shutil.copytree(Path(self.command).parents[3] / "resources" / "models" / name,
                        self.path(target))

    def do_allow(self, pattern):
        self.allowed.append(pattern)

    def start(self, arguments):
        if self.screen is None:
            self.screen = Screen(*self.size)
        self.program = Program(self.screen, [self.command, *map(self.words, arguments)],
                               self.home, self.environment())

    def do_start(self, *arguments):
        self.start(arguments)
        self.program.find_window()

    def do_run(self, *arguments):
        """Without waiting for a window: it may be a run that refuses."""
        self.start(arguments)

    def do_quit(self):
        if self.program.running():
            self.do_key("ctrl+q")
        self.do_expect("exit", "0")

    def do_signal(self, name):
        self.program.process.send_signal(getattr(signal, "SIG" + name))

    def do_wait(self, seconds):
        time.sleep(float(seconds))

    def do_idle(self):
        self.program.idle()

    # ---- what a person does ---------------------------------------------------------------------
    def do_key(self, *names):
        self.program.take_focus()
        self.screen.keys(*names)

    def do_type(self, text):
        self.program.take_focus()
        self.screen.type(self.words(text))

    def do_command(self, line):
        """Through the command palette, once what went before is done."""
        self.program.idle()
        self.do_key("ctrl+k")
        windows = poll(lambda: self.screen.windows("^Commands$"), 10)
        if not windows:
            raise AssertionError("the command palette does not open")
        self.screen.focus(windows[0])
        self.screen.type(self.words(line))
        self.screen.keys("Return")
        if not poll(lambda: not self.screen.windows("^Commands$"), 10):
            raise AssertionError("the command palette does not close")
        self.program.take_focus()

    def do_dialog(self, title, *keys):
        """Waits for a dialog; then its keys: a name of a key, or 'type TEXT'."""
        windows = poll(lambda: self.screen.windows(f"^{title}"), 10)
        if not windows:
            raise AssertionError(f"no window is titled '{title}'")
        self.screen.focus(windows[0])
        for key in keys:
            if key.startswith("type "):
                self.screen.type(self.words(key[5:]))
            else:
                self.screen.keys(key)
        # A list of completions that came up meanwhile takes the first Return.
        gone = lambda: windows[0] not in self.screen.windows(f"^{title}")
        if keys and keys[-1] == "Return" and not poll(gone, 3):
            self.screen.keys("Return")

    def do_click(self, target, *more):
        """click TARGET [AT_X AT_Y] [ctrl|shift|double|right|middle]"""
        place = [float(word) for word in more if re.fullmatch(r"[\d.]+", word)]
        x, y = self.place(target, *place)
        held = [word for word in more if word in ("ctrl", "shift")]
        button = 3 if "right" in more else 2 if "middle" in more else 1
        self.screen.click(x, y, button, held, 2 if "double" in more else 1)

    def do_hover(self, target, *place):
        self.screen.point(*self.place(target, *map(float, place)))

    def do_drag(self, target, x0, y0, x1, y1, *more):
        """drag TARGET FROM_X FROM_Y TO_X TO_Y [ctrl|shift|middle]"""
        held = [word for word in more if word in ("ctrl", "shift")]
        self.screen.drag(self.place(target, float(x0), float(y0)),
                         self.place(target, float(x1), float(y1)),
                         2 if "middle" in more else 1, held)

    def do_wheel(self, target, way, times="1"):
        self.screen.click(*self.place(target), 4 if way == "up" else 5, (), int(times))

    def do_menu(self, title, *keys):
        self.do_click(title)
        time.sleep(0.2)
        self.screen.keys(*keys)

    def do_resize(self, size):
        width, height = size.split("x")
        self.screen.xdotool("windowsize", "--sync", self.program.window, width, height)

    def do_walk(self, key, most):
        """Presses a key until the focus is where it was first; remembers where it came by."""
        trail = []
        for _ in range(int(most)):
            self.do_key(key)
            now = self.program.describe()
            held = now.focus()
            if held is None:
                raise AssertionError(f"after {trail[-1:]} nothing has the focus")
            place = held["name"] or held["words"] or held["kind"]
            if trail and place == trail[0]:
                return
            trail.append(place)
            self.seen(now)
        raise AssertionError(f"{most} times {key}, and not back where it began: {trail}")

    def place(self, target, at_x=0.5, at_y=0.5):
        """Where on the screen something is; waits for it to be seen."""
        row = poll(lambda: self.program.describe().find(target), 10)
        if row is None:
            raise AssertionError(f"nothing that is seen is called '{target}'")
        left, top, width, height = row["box"]
        return left + at_x * (width - 1), top + at_y * (height - 1)

    def do_picture(self, name, target="scene"):
        self.pictures[name] = self.still(target)

    def do_save_picture(self, name):
        """The whole screen at rest, as resources/window_pictures.sh wants it."""
        self.program.idle()
        self.still("scene")
        self.do_save_moving_picture(name)

    def do_save_moving_picture(self, name):
        folder = Path(os.environ.get("BARYSCOPE_WINDOW_PICTURES", self.home))
        self.save_screen(folder / f"{name}.png")

    def do_fails(self, *words):
        """The action that follows has to fail."""
        self.patience = 0.3
        try:
            self.act(list(words), [])
        except AssertionError:
            return
        finally:
            self.patience = Expectations.patience
        raise AssertionError("it does not fail")


def main(program, torch, recording):
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed: ./dev test installs it")
            return 1
    player = Player(program, recording)
    try:
        player.models = models_folder(torch)
        player.play()
    except Failed as failed:
        print(failed)
        player.report()
        return 1
    finally:
        player.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
