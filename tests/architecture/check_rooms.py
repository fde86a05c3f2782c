"""Checks the house rules on the sources and on the build's own dependency records.

    python check_rooms.py SOURCE_DIR BUILD_DIR
"""
import re
import subprocess
import sys
from pathlib import Path

source, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()

# Inside a folder a room includes only itself and the rooms above it in its line; so do the folders of a
# room that has some.
LINES = {
    "core": ["base", "options", "text", "geometry", "simplicial", "sampling", "tasks",
             "analysis", "attention", "model", "training", "engine"],
    "viz": ["scene", "views", "text", "draw", "export", "vtk"],
    "app": ["session", "commands", "cli", "gui"],
    "core/model": ["weights", "families", "gguf", "listing"],
    "core/sampling": ["data", "neighbors", "samplers", "studies"],
}
FOLDERS = ["core", "viz", "app"]
# The folders of app/gui: what all subjects share, then the subjects, which know nothing of each other.
# The window knows them by one interface (desk.h); only its list of desks names them.
GUI_SHARED = ["widgets", "plots", "scene"]
GUI_SUBJECTS = ["attention", "samples", "training"]
GUI_DESK_LIST = "app/gui/window/desk_list.cpp"
# Heavy dependencies, by the headers that give them away, and the only places for each.
HEAVY = {
    "ATen": (re.compile(r"/include/(ATen|c10|torch)/"), ["core/attention/", "core/model/", "core/training/", "core/engine/"]),
    "VTK": (re.compile(r"/vtk-\d[^/]*/|/vtk[A-Z]\w*\.h$"), ["viz/vtk/"]),
    "Qt": (re.compile(r"/qt6/|/Qt(Core|Gui|Widgets|OpenGL)"), ["app/gui/"]),
    "Pango or Cairo": (re.compile(r"/(pango|cairo)[^/]*/"), ["viz/text/", "viz/export/"]),
}
FORBIDDEN_HEADERS = {"vtkSMPTools.h"}
MAXIMUM_LINES = 400

failures = []


def fail(place, text):
    failures.append(f"{place}: {text}")


def sources(*endings):
    for folder in FOLDERS:
        for path in sorted((source / folder).rglob("*")):
            if path.suffix in endings and path.is_file():
                yield path.relative_to(source)


def check_include(path, included):
    """The one-way rule app -> viz -> core, and the rooms' line inside a folder."""
    parts, target = path.parts, included.split("/")
    if target[0] not in FOLDERS or parts[0] not in FOLDERS:
        return
    if FOLDERS.index(target[0]) > FOLDERS.index(parts[0]):
        fail(path, f"includes {included}: {parts[0]} never includes {target[0]}")
    for folder, line in LINES.items():
        depth = folder.count("/") + 1
        if all("/".join(names[:depth]) == folder and len(names) > depth + 1 for names in (parts, target)):
            if line.index(target[depth]) > line.index(parts[depth]):
                fail(path, f"includes {included}: room {target[depth]} lies below {parts[depth]}")


def check_gui_include(path, included):
    own, other = path.parts[2], included.split("/")[2]
    if own == other:
        return
    if own in GUI_SHARED and other not in GUI_SHARED[:GUI_SHARED.index(own)]:
        fail(path, f"includes {included}: {own} is shared and lies above {other}")
    if other in GUI_SUBJECTS and path.as_posix() != GUI_DESK_LIST:
        fail(path, f"includes {included}: only {GUI_DESK_LIST} knows a subject from outside")


def check_source_files():
    n_files = 0
    for path in sources(".h", ".cpp", ".cu", ".cuh"):
        n_files += 1
        text = (source / path).read_text(encoding="utf-8")
        lines = text.splitlines()
        if len(lines) > MAXIMUM_LINES:
            fail(path, f"{len(lines)} lines; at most {MAXIMUM_LINES}")
        includes = re.findall(r'^#include [<"]([^>"]+)[>"]', text, re.MULTILINE)
        for included in includes:
            check_include(path, included)
            if path.as_posix().startswith("app/gui/") and included.startswith("app/gui/"):
                check_gui_include(path, included)
            if Path(included).name in FORBIDDEN_HEADERS:
                fail(path, f"includes {included}, which does not compile as C++20")
        if path.suffix == ".h" and not lines[0].startswith("/// "):
            fail(path, "a header starts with one sentence about itself (///)")
        own = path.with_suffix(".h")
        if path.suffix == ".cpp" and (source / own).exists() and includes[0] != own.as_posix():
            fail(path, f"its own header {own} is not its first include")
        if re.search(r"\b(utils?|helpers?|manager|misc)\b", path.stem):
            fail(path, "a name that says nothing")
    if n_files == 0:
        fail(source, "no sources found: the check looked at nothing")
    n_main = len((source / "app/main.cpp").read_text().splitlines())
    if n_main > 60:
        fail("app/main.cpp", f"{n_main} lines; at most 60")
    n_window = sum(len(path.read_text().splitlines()) for path in (source / "app/gui/window").glob("main_window*"))
    if not 0 < n_window <= 300:
        fail("app/gui/window/main_window*", f"{n_window} lines together; the main window stays within 300")


def dependency_records():
    """(object, list of headers) of every compiled object, as ninja recorded them."""
    output = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], check=True,
                            capture_output=True, text=True).stdout
    for block in output.split("\n\n"):
        lines = block.strip().splitlines()
        if lines and ".o: " in lines[0]:
            yield lines[0].split(":")[0], [(build / line.strip()).as_posix() for line in lines[1:]]


def check_heavy_dependencies():
    n_objects = dict.fromkeys(HEAVY, 0)
    for name, headers in dependency_records():
        # Joined sources are read by one that is generated; they are of one room all.
        read = [Path(h).resolve() for h in headers if h.endswith((".cpp", ".cu", ".cxx"))]
        own = next((path for path in read if build not in path.parents), read[0] if read else build / name)
        seen = {heavy for heavy, (pattern, _) in HEAVY.items() if any(map(pattern.search, headers))}
        for heavy in seen:
            n_objects[heavy] += 1
        if len(seen & {"ATen", "VTK", "Qt"}) > 1:
            fail(own, f"depends on {' and '.join(sorted(seen))}")
        try:
            place = own.relative_to(source).as_posix()
        except ValueError:
            continue  # a generated file
        for heavy in seen:
            if place.startswith(tuple(f + "/" for f in FOLDERS)) and not place.startswith(tuple(HEAVY[heavy][1])):
                fail(place, f"depends on {heavy}, which belongs to {', '.join(HEAVY[heavy][1])}")
    for heavy, count in n_objects.items():
        if count == 0:
            fail(build, f"no object depends on {heavy}: the records do not tell (see -fpch-deps)")


check_source_files()
check_heavy_dependencies()
print("\n".join(failures) if failures else "the rooms are in order")
sys.exit(1 if failures else 0)
