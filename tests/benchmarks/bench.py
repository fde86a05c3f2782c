"""Runs every benchmark and prints its ratio beside its goal: ./dev bench [NAME]

NAME is a group (start, programs, models, gguf, sampling, motion, window), of which nothing else runs, or a part of a figure's name.

A figure is a ratio of two things measured in this one run, so that a slow or busy machine changes
both. Nothing here is a test: a goal that is missed is printed, not failed.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
TETRAHEDRON = """solid t
facet normal 0 0 1
outer loop
vertex 0 0 0
vertex 1 0 0
vertex 0 1 0
endloop
endfacet
facet normal 0 1 0
outer loop
vertex 0 0 0
vertex 1 0 0
vertex 0 0 1
endloop
endfacet
endsolid t
"""


def seconds(command, environment=None):
    """Wall time of a whole process, which must succeed."""
    start = time.perf_counter()
    finished = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                              capture_output=True, env=environment)
    if finished.returncode != 0:
        sys.exit(f"bench: {command[0]} failed: {finished.stderr.decode()[-500:]}")
    return time.perf_counter() - start


def paired(command_a, command_b, environment_b=None, n_runs=9):
    """Medians of A and of B, and of the ratio A/B, run in turn after one warm-up of each."""
    seconds(command_a), seconds(command_b, environment_b)
    runs = [(seconds(command_a), seconds(command_b, environment_b)) for _ in range(n_runs)]
    return (statistics.median(a for a, _ in runs), statistics.median(b for _, b in runs),
            statistics.median(a / b for a, b in runs))


def json_lines(command, environment=None):
    """The figures that a benchmark program prints, one JSON object a line."""
    finished = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env=environment)
    if finished.returncode != 0:
        sys.exit(f"bench: {command[0]} failed: {finished.stderr[-800:]}")
    return [json.loads(line) for line in finished.stdout.splitlines() if line.startswith("{")]


class Display:
    """An X server for the peer that needs one."""

    def __enter__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0",
                                        "1600x1000x24", "-nolisten", "tcp"], pass_fds=[write],
                                       stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as stream:
            number = stream.readline().strip()
        return dict(os.environ, DISPLAY=f":{number}")

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


def bench_start(build):
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        model = Path(folder, "tetrahedron.stl")
        model.write_text(TETRAHEDRON)
        f3d = ["f3d", model, "--output", Path(folder, "f3d.png"), "--resolution", "1000,600"]
        first = [build / "bin/bench_first_picture", Path(folder, "first.png")]
        ours, theirs, ratio = paired(first, f3d, display)
        yield {"name": "start to first picture, no model / f3d", "ratio": ratio, "goal": "<= 1.2",
               "details": f"{ours * 1e3:.0f} ms / {theirs * 1e3:.0f} ms, 1000x600"}
        figure = [build / "bin/baryscope", "--no-config", "--size", "1000x600", "--output", Path(folder, "bakery.png")]
        ours, theirs, ratio = paired(figure, f3d, display)
        yield {"name": "default text to PNG / f3d", "ratio": ratio, "goal": "<= 3",
               "details": f"{ours * 1e3:.0f} ms / {theirs * 1e3:.0f} ms, 1000x600"}


def bench_programs(build):
    for program in ("bench_attention", "bench_redraw"):
        yield from json_lines([build / "bin" / program])
    for script in ("bench_hull.py", "bench_bert.py", "bench_gradients.py", "bench_training.py"):
        yield from json_lines([sys.executable, HERE / script, build])


def bench_models(build):
    yield from json_lines([sys.executable, HERE / "bench_tokenizers.py", build])
    yield from json_lines([sys.executable, HERE / "bench_models.py", build])


def bench_gguf(build):
    yield from json_lines([sys.executable, HERE / "bench_gguf_blocks.py", build])
    yield from json_lines([sys.executable, HERE / "bench_smollm2.py", build])


def bench_sampling(build):
    yield from json_lines([sys.executable, HERE / "bench_sampling.py", build])
    yield from json_lines([build / "bin/bench_samples_redraw"])


def peak_memory(command):
    """Of a whole process, which must succeed, in MB."""
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"bench: {command[0]} failed")
    return usage.ru_maxrss / 1024


def bench_motion(build):
    yield from json_lines([build / "bin/bench_motion"])
    with tempfile.TemporaryDirectory() as folder:
        film = [build / "bin/baryscope", "--no-config", "--animate", "turntable", "--size", "320x200",
                "--fps", "50", "--output", Path(folder, "film.mp4"), "--duration"]
        few, many = peak_memory(film + ["2"]), peak_memory(film + ["20"])
        yield {"name": "peak memory of a film of 1,000 frames / of 100", "ratio": many / few,
               "goal": "<= 1.05", "details": f"{many:.0f} MB / {few:.0f} MB, 320x200"}


def bench_window(build):
    with Display() as display:
        display.update(QT_QPA_PLATFORM="xcb", LIBGL_ALWAYS_SOFTWARE="1")
        yield from json_lines([build / "bin/bench_training_follow"], display)


GROUPS = {"start": bench_start, "programs": bench_programs, "models": bench_models,
          "gguf": bench_gguf, "sampling": bench_sampling, "motion": bench_motion, "window": bench_window}


def known_figures():
    """The names of the figures in resources/docs/performance.md."""
    rows = (SOURCE / "resources/docs/performance.md").read_text(encoding="utf-8").splitlines()
    return [row.split("|")[1].strip() for row in rows if row.startswith("| ")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="", help="a group, or only figures whose name contains this")
    parser.add_argument("--build", type=Path, default=SOURCE / "build/dev")
    parser.add_argument("--check", action="store_true", help="only say whether the name is known")
    arguments = parser.parse_args()
    name = arguments.name
    if name not in GROUPS and not any(name in figure for figure in known_figures()):
        sys.exit(f"bench: '{name}' is neither a group ({', '.join(GROUPS)}) nor part of a figure's name in "
                 "resources/docs/performance.md")
    if arguments.check:
        return
    print("| figure | measured | goal | details |\n|---|---|---|---|")
    chosen = [GROUPS[name]] if name in GROUPS else GROUPS.values()
    for benchmark in chosen:
        for figure in benchmark(arguments.build):
            if name in GROUPS or name in figure["name"]:
                print(f"| {figure['name']} | {figure['ratio']:.3g}x | {figure['goal']} | {figure['details']} |", flush=True)


if __name__ == "__main__":
    main()
