"""The shipped program as a person meets it: on a screen, with what it prints and shows."""
import json
import os
import queue
import re
import subprocess
import threading
import time

PATIENCE_S = 60
DESCRIBE = "ctrl+shift+d"  # the command describe-window


def poll(condition, patience=PATIENCE_S, pause=0.03):
    """The first true answer of `condition`, else its last."""
    end = time.monotonic() + patience
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(pause)


class Program:
    def __init__(self, screen, command, home, environment):
        self.screen = screen
        self.process = subprocess.Popen(command, cwd=home, stdin=subprocess.DEVNULL,
                                        env={**environment, "DISPLAY": screen.display},
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines, self.errors = queue.Queue(), []
        self.readers = [threading.Thread(target=self.read_output, daemon=True),
                        threading.Thread(target=self.read_errors, daemon=True)]
        for reader in self.readers:
            reader.start()
        self.window = None

    def read_output(self):
        for line in self.process.stdout:
            self.lines.put(line.decode("utf-8", "replace"))

    def read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line.decode("utf-8", "replace").rstrip("\n"))

    def find_window(self):
        """Waits for the window and its first picture."""
        def found():
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended with {self.process.returncode}: "
                                     + "\n".join(self.errors))
            return [w for w in self.screen.windows("Baryscope$")]
        windows = poll(found)
        if not windows:
            raise AssertionError("no window came up")
        self.window = windows[0]
        self.screen.focus(self.window)
        self.idle()

    def running(self):
        return self.process.poll() is None

    def take_focus(self):
        """Where nobody manages windows, the focus of a dialog that closed falls to the root."""
        windows = self.screen.windows()
        if windows and self.screen.focused() not in windows:
            self.screen.focus(self.window if self.window in windows else windows[-1])

    def describe(self, patience=PATIENCE_S):
        """What the window says of itself."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not self.running():
                raise AssertionError(f"the program ended with {self.process.returncode}")
            self.take_focus()
            while not self.lines.empty():
                self.lines.get()
            self.screen.keys(DESCRIBE)
            try:
                line = self.lines.get(timeout=2)
            except queue.Empty:
                continue
            if line.startswith("{"):
                return Description(json.loads(line))
        raise AssertionError("the window does not answer")

    def idle(self):
        """Waits until nothing is computed and a result is shown; what it shows then."""
        calm = []

        def rests():
            shown = self.describe()
            calm.append(shown)
            return len(calm) > 1 and not any(each.told["busy"] for each in calm[-2:]) and \
                calm[-1].told["title"] != "Baryscope"
        if not poll(rests):
            raise AssertionError("the program does not come to rest")
        return calm[-1]

    def end(self):
        if self.running():
            self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join(5)


class Description:
    """What the command describe-window told."""

    def __init__(self, told):
        self.told = told
        self.controls = told["controls"]

    def find(self, target):
        """The control with this name, else these words, else whose words begin so, else value."""
        rows = [row for row in self.controls if row["name"] == target
                or not row["kind"].endswith("QDockWidget")] + [{"kind": "menu", "name": "", "inside": "", "value": "", **menu}
                                for menu in self.told["menus"]]
        tests = [lambda row: row["name"] == target, lambda row: row["words"] == target,
                 lambda row: row["words"].startswith(target),
                 lambda row: row["value"].startswith(target)]
        for test in tests:
            found = [row for row in rows if test(row) and row["box"][2] > 0 and row["box"][3] > 0]
            if found:
                return found[0]
        return None

    def inside(self, name):
        """The words and values of all that lies in a part of the window."""
        names, words = {name}, []
        for row in self.controls:
            if row["name"] == name or row["inside"] in names:
                names |= {row["name"]} - {""}
                words += [row["words"], row["value"]]
        return " ".join(words)

    def option(self, name):
        return self.told["session"].get("options", {}).get(name)

    def stops(self):
        """The controls in sight at which the Tab key has to stop."""
        return {identity(row) for row in self.controls
                if row.get("tab") and row["box"][2] > 0 and row["box"][3] > 0}

    def focus(self):
        held = [row for row in self.controls if row.get("focus")]
        return held[0] if held else None


def identity(row):
    return row["kind"].split("::")[-1], row["name"], re.sub(r"[\d.−-]+", "#", row["words"]), \
        row["inside"]
