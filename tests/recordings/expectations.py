"""What a recording may expect: of the window, of the picture, of files, of the program's end."""
import csv
import json
import math
import re
import struct
import subprocess
import zlib
from pathlib import Path

from program import PATIENCE_S, identity, poll

SAME = 0.02  # of the pixels may differ between two pictures of the same: labels look for room
CHANGED = 0.0005  # of the pixels differ at least where something changed
PNG = b"\x89PNG\r\n\x1a\n"


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def share_changed(one, other):
    """Of the pixels, those that differ in a step that is seen; all, where the sizes differ."""
    if len(one) != len(other) or len(one[0]) != len(other[0]):
        return 1
    n_changed = 0
    for a, b in zip(one, other):
        if a != b:
            n_changed += sum(max(abs(a[x + c] - b[x + c]) for c in range(3)) > 16
                             for x in range(0, len(a), 4))
    return n_changed / (len(one) * len(one[0]) / 4)


def value_at(data, path):
    """`queries.0.hull_distance`; `edges.length` counts, `[key=value]` finds a row."""
    for step in path.split("."):
        if step == "length" and isinstance(data, (list, dict)):
            data = len(data)
        elif isinstance(data, list):
            data = data[int(step)]
        else:
            check(isinstance(data, dict) and step in data, f"'{step}' of {path} is not there")
            data = data[step]
    return data


def agrees(value, relation, *wanted):
    """Whether a value read from a file is as wanted; `about` takes a number and a tolerance."""
    if relation == "has":
        return all(word in str(value) for word in wanted)
    if relation == "about":
        return math.isclose(value, float(wanted[0]), rel_tol=0, abs_tol=float(wanted[1]))
    if relation in ("<", "<=", ">", ">="):
        return {"<": value < float(wanted[0]), "<=": value <= float(wanted[0]),
                ">": value > float(wanted[0]), ">=": value >= float(wanted[0])}[relation]
    check(relation in ("=", "!="), f"unknown relation '{relation}'")
    text = {None: "null", True: "true", False: "false"}.get(value, str(value)) \
        if value is None or isinstance(value, bool) else str(value)
    return (text == wanted[0]) == (relation == "=")


def png_parts(data):
    """Size, and the text chunks, of a PNG whose checksums hold."""
    check(data[:8] == PNG, "no PNG")
    at, size, texts, ended = 8, None, {}, False
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        check(zlib.crc32(kind + body) == struct.unpack(
            ">I", data[at + 8 + length:at + 12 + length])[0], f"the chunk {kind} is damaged")
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        if kind in (b"tEXt", b"iTXt", b"zTXt"):
            name, _, text = body.partition(b"\0")
            texts[name.decode("latin-1")] = text
        ended = ended or kind == b"IEND"
        at += 12 + length
    check(ended, "the PNG has no end")
    return size, texts


class Expectations:
    patience = PATIENCE_S

    def do_expect(self, what, *words):
        """expect [no] WHAT …: waited for; with `no` the opposite, once nothing is computed."""
        refuse = what == "no"
        if refuse:
            what, words = words[0], words[1:]
            self.program.idle()
        test = getattr(self, "expect_" + what.replace("-", "_"), None)
        check(test is not None, f"unknown expectation '{what}'")
        failure = []

        def holds():
            try:
                test(*words)
            except AssertionError as error:
                failure[:] = [error]
                return refuse
            failure[:] = [AssertionError("it is so")] if refuse else []
            return not refuse
        if not poll(holds, self.patience):
            raise failure[0]

    # ---- the window -----------------------------------------------------------------------------
    def shown(self):
        return self.program.describe()

    def expect_words(self, what, text, words):
        missing = [word for word in words if self.words(word) not in text]
        check(not missing, f"{what} is '{text}'; missing in it: {missing}")

    def expect_title(self, *words):
        self.expect_words("the title", self.shown().told["title"], words)

    def expect_finding(self, *words):
        row = self.shown().find("Finding")
        check(row, "no finding is shown")
        self.expect_words("the finding", row["value"], words)

    def expect_status(self, *words):
        rows = [row for row in self.shown().controls if row["kind"].endswith("QStatusBar")]
        self.expect_words("the status line", rows[0]["value"] if rows else "", words)

    def expect_message(self, *words):
        row = self.shown().find("message-bar")
        check(row, "no message is shown")
        self.expect_words("the message", self.shown().inside("message-bar"), words)

    def expect_inside(self, name, *words):
        check(self.shown().find(name), f"nothing that is seen is called '{name}'")
        self.expect_words(name, self.shown().inside(name), words)

    def expect_value(self, target, value):
        row = self.shown().find(target)
        check(row, f"nothing that is seen is called '{target}'")
        check(row["value"] == self.words(value), f"the value is '{row['value']}'")

    def expect_value_has(self, target, *words):
        row = self.shown().find(target)
        check(row, f"nothing that is seen is called '{target}'")
        self.expect_words(target, row["value"], words)

    def expect_shown(self, *targets):
        shown = self.shown()
        missing = [target for target in targets if shown.find(target) is None]
        check(not missing, f"not seen: {missing}")

    def expect_focus(self, target):
        shown = self.shown()
        held = shown.focus()
        check(held is not None, "nothing has the focus")
        check(target in (held["name"], held["words"]) or held["words"].startswith(target),
              f"the focus is at {held['name']} '{held['words']}'")

    def expect_checked(self, target, state="yes"):
        row = self.shown().find(target)
        check(row and row.get("checked") == (state == "yes"), f"checked: {row}")

    def expect_option(self, name, value):
        """Of the session that is open; `default` where it does not differ from its default."""
        found = self.shown().option(name)
        check(value == "default" if found is None else agrees(found, "=", self.words(value)),
              f"--{name} is {found}")

    def expect_camera(self, state):
        touched = self.shown().told["session"].get("camera") is not None
        check(touched == (state == "moved"), f"the camera is {'moved' if touched else 'home'}")

    def expect_dialog(self, title):
        check(self.screen.windows(f"^{title}"), f"no window is titled '{title}'")

    def expect_size(self, size):
        width, height = self.shown().told["size"]
        check(f"{width}x{height}" == size, f"the window is {width}x{height}")

    def expect_on_screen(self):
        """Nothing that is seen leaves the screen, and no part has lost its room."""
        for row in self.shown().controls:
            left, top, width, height = row["box"]
            if width <= 0 or height <= 0:
                continue
            check(left >= 0 and top >= 0 and left + width <= self.screen.width
                  and top + height <= self.screen.height, f"off the screen: {row}")

    def seen(self, shown):
        """While the focus walks: what has it now, and what else it would have to come by."""
        self.stops = getattr(self, "stops", set()) | shown.stops()
        self.walked.add(identity(shown.focus()))

    def expect_walked(self, *targets):
        """Without a target: the focus came by all controls at which it has to stop."""
        missed = self.stops - self.walked
        missed = {each for each in missed if not targets or each[1] in targets}
        check(not missed, "the focus did not come by: " + "; ".join(map(str, sorted(missed))))
        for target in targets:
            check(any(target in each for each in self.walked), f"the focus did not see {target}")

    # ---- the picture ----------------------------------------------------------------------------
    def area(self, target):
        row = poll(lambda: self.program.describe().find(target), 10)
        check(row, f"nothing that is seen is called '{target}'")
        return row["box"]

    def still(self, target):
        """The pixels of a control once they rest, the mouse away from it."""
        self.program.idle()
        self.screen.point(self.screen.width - 2, self.screen.height - 2)
        box, before = self.area(target), []

        def rests():
            before.append(self.screen.pixels(box))
            return len(before) > 3 and before[-1] == before[-2] == before[-3] == before[-4]
        check(poll(rests, 20, 0.12), f"{target} does not come to rest")
        return before[-1]

    def expect_same_picture(self, name, target="scene"):
        share = share_changed(self.still(target), self.pictures[name])
        check(share < SAME, f"{100 * share:.3f} % of {target} look other than '{name}'")

    def expect_changed_picture(self, name, target="scene"):
        share = share_changed(self.still(target), self.pictures[name])
        check(share >= CHANGED, f"{target} still looks as '{name}'")

    def expect_colors(self, n, target="scene"):
        """At least so many colours: a picture, not an empty sheet."""
        colors = {row[x:x + 3] for row in self.still(target)[::2] for x in range(0, len(row), 8)}
        check(len(colors) >= int(n), f"{len(colors)} colours")

    def expect_paper(self, shade, target="scene"):
        """The paper of the picture is light or dark."""
        rows = self.still(target)
        sums = sorted(sum(row[x:x + 3]) for row in rows[::8] for x in range(0, len(row), 64))
        middle = sums[len(sums) // 2] / 3
        check((middle > 128) == (shade == "light"), f"its middle shade is {middle:.0f} of 255")

    # ---- files ----------------------------------------------------------------------------------
    def there(self, name):
        path = self.path(name)
        check(path.is_file(), f"there is no {name}")
        return path

    def expect_file(self, name):
        self.there(name)

    def expect_folder_has(self, name, *patterns):
        for pattern in patterns:
            check(list(self.path(name).glob(pattern)), f"no {pattern} in {name}")

    def expect_same_files(self, one, other):
        check(self.there(one).read_bytes() == self.there(other).read_bytes(),
              f"{one} and {other} differ")

    def expect_text(self, name, *words):
        self.expect_words(name, self.there(name).read_text(encoding="utf-8"), words)

    def expect_json(self, name, path, *relation):
        """expect json FILE PATH [= | != | < | > | has | about] VALUE"""
        try:
            data = json.loads(self.there(name).read_text(encoding="utf-8"))
        except ValueError as error:
            raise AssertionError(f"{name}: {error}")
        value = value_at(data, path)
        relation = relation if len(relation) > 1 else ("=", *relation)
        check(agrees(value, relation[0], *map(self.words, relation[1:])), f"it is {value}")

    def expect_png(self, name, size):
        found, texts = png_parts(self.there(name).read_bytes())
        check("{}x{}".format(*found) == size, "its size is {}x{}".format(*found))
        check("baryscope.session" in texts, "it carries no session")

    def expect_film(self, name, size, n_frames):
        """expect film FILE WxH FRAMES, as they are decoded"""
        said = subprocess.run(
            ["ffprobe", "-v", "error", "-count_frames", "-show_entries",
             "stream=width,height,nb_read_frames", "-of", "csv=p=0", str(self.there(name))],
            capture_output=True, text=True, check=True).stdout.strip()
        check(said == "{},{},{}".format(*size.split("x"), n_frames), f"it is {said}")

    def expect_csv(self, name, *wanted):
        """expect csv FILE rows N | columns NAME…"""
        with self.there(name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        check(rows, "it is empty")
        check(len({len(row) for row in rows}) == 1, "its rows differ in length")
        if wanted[0] == "rows":
            check(len(rows) - 1 == int(wanted[1]), f"it has {len(rows) - 1} rows")
        else:
            check(rows[0] == list(wanted[1:]), f"its columns are {rows[0]}")

    # ---- the end --------------------------------------------------------------------------------
    def expect_exit(self, code):
        ended = poll(lambda: not self.program.running(), self.patience)
        check(ended, "the program still runs")
        self.program.end()
        found = self.program.process.returncode
        check(found == int(code), f"the exit code is {found}: {self.program.errors}")
        said = [line for line in self.program.errors if line.strip()
                and not any(re.search(pattern, line) for pattern in self.allowed)]
        check(not said, "standard error says: " + "\n".join(said))

    def expect_error(self, *words):
        """Once the program has ended: what standard error says; it is then allowed."""
        poll(lambda: not self.program.running(), self.patience)
        self.program.end()
        self.expect_words("standard error", "\n".join(self.program.errors), words)
        self.allowed.append("")

    # ---- when it failed -------------------------------------------------------------------------
    def save_screen(self, path):
        rows = self.screen.pixels((0, 0, self.screen.width, self.screen.height))
        path.write_bytes(to_png(self.screen.width, rows))

    def report(self):
        if self.screen is None:
            return
        picture = Path.cwd() / (self.recording.stem + ".failed.png")
        self.save_screen(picture)
        print(f"  the screen: {picture}")
        if self.program is not None:
            print("  windows:", [self.screen.xdotool("getwindowname", window)
                                 for window in self.screen.windows()])
            print("  standard error:", *self.program.errors, sep="\n    ")


def to_png(width, rows):
    lines = []
    for row in rows:
        rgb = bytearray(3 * width)
        rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
        lines.append(b"\0" + bytes(rgb))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(
            ">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(lines), 6)) + \
        chunk(b"IEND", b"")
