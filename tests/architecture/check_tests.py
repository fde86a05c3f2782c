"""Checks that no test can vanish or skip unseen: check_tests.py SOURCE_DIR BUILD_DIR

Every source under tests/ is compiled, every script there that is a test stands in a registered
command, and none ends by itself as skipped (the run counts GoogleTest's skips: run_tests.py).
"""
import json
import re
import subprocess
import sys
from pathlib import Path

source, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
failures = []

compiled = {Path(entry["file"]).resolve() for entry in json.loads((build / "compile_commands.json").read_text())}
# Joined sources are compiled by one that is generated and reads them (BARYSCOPE_JOIN_SOURCES).
for joining in [path for path in compiled if path.parent.name == "Unity"]:
    compiled.update(Path(name).resolve() for name in re.findall(r'^#include "(.*\.cpp)"', joining.read_text(), re.MULTILINE))
listing = json.loads(subprocess.run(["ctest", "--show-only=json-v1"], cwd=build, check=True,
                                    capture_output=True, text=True).stdout)
commands = {Path(part).resolve() for test in listing["tests"] for part in test.get("command", []) if "/" in part}
if len(listing["tests"]) < 1000:
    failures.append(f"{len(listing['tests'])} tests are registered; there were 1,082 once")

tests = source / "tests"
for path in sorted(tests.rglob("*")):
    name = path.relative_to(source).as_posix()
    if path.suffix == ".cpp" and path not in compiled:
        failures.append(f"{name}: no target compiles it")
    if re.search(r"(_test|_smoke)\.(py|sh)$|^compare_.*\.py$", path.name) and path not in commands:
        failures.append(f"{name}: no registered test runs it")
    if path.suffix in (".py", ".sh", ".txt", ".h", ".cpp") and path != Path(__file__).resolve():
        text = path.read_text(encoding="utf-8", errors="replace")
        for word in ("SKIP_RETURN_CODE", "exit(77)", "exit 77", "skipTest(", "unittest.skip",
                     "DISABLED_"):
            if word in text:
                failures.append(f"{name}: {word} skips where a failure has to name what is missing")
        if path.name == "CMakeLists.txt":
            for condition in re.findall(r"if\((?:EXISTS|[A-Z0-9_]*(?:_RUN|_PYTHON3?|_EXECUTABLE)\b)[^)]*\)", text):
                failures.append(f"{name}: {condition} makes a test depend on what is installed")

print("\n".join(failures) if failures else f"{len(listing['tests'])} tests are registered, none by chance")
sys.exit(1 if failures else 0)
