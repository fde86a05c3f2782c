"""An X server of its own, and real keys and mouse on it."""
import fcntl
import math
import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path


class Screen:
    """Xvfb at a size; its pixels are read from the file in which it keeps them."""

    def __init__(self, width, height):
        self.folder = tempfile.mkdtemp(prefix="baryscope-screen-")
        if not any(self.start_server(number, width, height) for number in range(210, 290)):
            raise RuntimeError("Xvfb did not start: no display from :210 to :289 is free")
        self.width, self.height = width, height
        with open(os.path.join(self.folder, "Xvfb_screen0"), "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.memory[:100])
        self.start, self.stride = header[0] + 12 * header[19], header[12]

    def start_server(self, number, width, height):
        """False where the display of this number is taken. Held until this server is gone: one that
        ends removes the socket by its name, also where another has just made it anew."""
        self.lock = open(Path(tempfile.gettempdir()) / f"baryscope-display-{number}.lock", "w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        end, other = os.pipe()
        self.display = f":{number}"
        self.server = subprocess.Popen(
            ["Xvfb", self.display, "-displayfd", str(other), "-screen", "0",
             f"{width}x{height}x24", "-fbdir", self.folder, "-r", "-noreset", "-nolisten", "tcp",
             "+extension", "GLX"],
            pass_fds=(other,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(other)
        with os.fdopen(end) as answer:
            return answer.readline().strip() == str(number)

    def close(self):
        self.server.terminate()
        self.server.wait()
        self.lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True,
                              env={**os.environ, "DISPLAY": self.display}, timeout=60)
        return done.stdout.strip()

    def pixels(self, box):
        """Rows of BGRX bytes inside a box (left, top, width, height)."""
        left, top, width, height = box
        first = [self.start + y * self.stride + 4 * left
                 for y in range(max(0, top), min(self.height, top + height))]
        return [self.memory[at:at + 4 * width] for at in first]

    # ---- windows --------------------------------------------------------------------------------
    def windows(self, title="."):
        """Numbers of the windows that are seen and whose title has these words."""
        return self.xdotool("search", "--onlyvisible", "--name", title).split()

    def focus(self, window):
        self.xdotool("windowfocus", "--sync", window)

    def focused(self):
        return self.xdotool("getwindowfocus", "-f")

    # ---- keys and mouse -------------------------------------------------------------------------
    def keys(self, *names):
        self.xdotool("key", *names)

    def type(self, text):
        self.xdotool("type", "--delay", 2, "--", text)

    def point(self, x, y):
        self.xdotool("mousemove", round(x), round(y))

    def click(self, x, y, button=1, held=(), times=1):
        self.point(x, y)
        for key in held:
            self.xdotool("keydown", key)
        self.xdotool("click", "--repeat", times, "--delay", 30, button)
        for key in held:
            self.xdotool("keyup", key)

    def drag(self, start, end, button=1, held=()):
        self.point(*start)
        for key in held:
            self.xdotool("keydown", key)
        self.xdotool("mousedown", button)
        n_steps = max(2, math.ceil(math.dist(start, end) / 25))
        for step in range(1, n_steps + 1):
            share = step / n_steps
            self.point(start[0] + share * (end[0] - start[0]),
                       start[1] + share * (end[1] - start[1]))
        time.sleep(0.03)
        self.xdotool("mouseup", button)
        for key in held:
            self.xdotool("keyup", key)
