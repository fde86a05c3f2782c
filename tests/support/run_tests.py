"""Runs ctest, prints every skipped test with its reason, then ctest's summary as the last words.

    python run_tests.py BUILD_DIR [FILTER]

A skip that tests/allowed_skips.txt does not name fails the run. A test that fails is run once more, for
windows on a busy machine, and told where it passes then. There are two places a core and one more: a
test that computes takes two of them, one that waits for a window takes one (tests/CMakeLists.txt).
FILTER: a regular expression over the names of tests, or a room (core/text); one that fits nothing is an
error that lists what there is.
"""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ALLOWED = Path(__file__).resolve().parents[1] / "allowed_skips.txt"


def registered(build):
    """(name, labels) of every test that the build registers."""
    listing = json.loads(subprocess.run(["ctest", "--show-only=json-v1"], cwd=build, check=True,
                                        capture_output=True, text=True).stdout)
    for test in listing["tests"]:
        labels = [p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"]
        yield test["name"], labels[0] if labels else []


def selection(build, text):
    """ctest's arguments for FILTER, which has to fit something."""
    tests = list(registered(build))
    rooms = sorted({label for _, labels in tests for label in labels})
    if text in rooms:
        return ["--label-regex", f"^{re.escape(text)}$"]
    try:
        if any(re.search(text, name) for name, _ in tests):
            return ["--tests-regex", text]
        wrong = f"no test's name matches '{text}'"
    except re.error as error:
        wrong = f"'{text}' is no regular expression: {error}"
    suites = sorted({re.split(r"[./]", name)[0] for name, _ in tests})
    sys.exit(f"dev: failed: {wrong}. Rooms: {', '.join(rooms)}. Names begin with: {', '.join(suites)}.")


def allowed_skips():
    """[(regular expression over names, reason)]"""
    rows = [line.split("\t") for line in ALLOWED.read_text(encoding="utf-8").splitlines()
            if line.strip() and not line.startswith("#")]
    return [(re.compile(name), reason) for name, reason in rows]


def skipped(report):
    """(name, what it printed last) of every skipped test in ctest's report."""
    for case in ElementTree.parse(report).iter("testcase"):
        if case.get("status") == "notrun" or case.find("skipped") is not None:
            said = [line.strip() for line in (case.findtext("system-out") or "").splitlines()
                    if line.strip() and not line.lstrip().startswith("[")]
            yield case.get("name"), said[-1] if said else "no reason given"


def main():
    build = Path(sys.argv[1])
    report = build / "Testing" / "tests.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = ["ctest", "--output-on-failure", "--no-tests=error", "--output-junit", str(report),
               "--repeat", "until-pass:2",
               "--parallel", os.environ.get("CTEST_PARALLEL_LEVEL", str(2 * os.cpu_count() + 1))]
    if len(sys.argv) > 2:
        command += selection(build, sys.argv[2])
    summary, status, tries = [], 0, {}
    with subprocess.Popen(command, cwd=build, stdout=subprocess.PIPE, text=True, errors="replace",
                          stdin=subprocess.DEVNULL) as ctest:
        for line in ctest.stdout:
            result = re.match(r"\s*(?:\d+/\d+)?\s*Test\s+#\d+: (\S+) \.+\s*(\*\*\*)?(Passed|Failed|Timeout|Exception)", line)
            if result:
                tries.setdefault(result[1], []).append(result[3])
            if summary or re.match(r"\d+% tests passed", line):
                summary.append(line)
            else:
                print(line, end="", flush=True)
        status = ctest.wait()
    unsteady = [name for name, results in tries.items() if len(results) > 1 and results[-1] == "Passed"]
    print(f"Passed at the second try: {', '.join(unsteady) or 'none'}")
    allowed, refused = allowed_skips(), []
    skips = list(skipped(report)) if report.exists() else []
    print(f"Skipped tests: {len(skips) or 'none'}")
    for name, said in skips:
        reason = next((r for pattern, r in allowed if pattern.search(name)), None)
        print(f"  {name}: {said}")
        if reason is None:
            refused.append(name)
    if refused:
        print(f"dev: failed: skipped, and tests/allowed_skips.txt does not name it: {', '.join(refused)}")
    print("".join(summary), end="", flush=True)
    sys.exit(status or (1 if refused or not summary else 0))


if __name__ == "__main__":
    main()
