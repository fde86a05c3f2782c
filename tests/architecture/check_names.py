"""Checks that lists stay the only places that know their entries: check_names.py SOURCE_DIR

The names of mechanisms (core/analysis/mechanism_list.cpp), scores (score_list.cpp) and model families
(core/model/family_list.cpp) are looked up in their list where they come in; what follows is decided by the
traits found there. So nothing outside of a list compares a name.
"""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1]).resolve()
# list -> how its source writes a name: what stands first in a row
LISTS = {
    "core/analysis/mechanism_list.cpp": r'(?:_like\(|\.name =)\s*"([a-z0-9-]+)"',
    "core/analysis/score_list.cpp": r'\{"([a-z0-9-]+)", TripleScore::',
    "core/model/family_list.cpp": r'\{"([a-z0-9_-]+)", "\w*", read_\w+',
}
LEAST_NAMES = {"core/analysis/mechanism_list.cpp": 15, "core/analysis/score_list.cpp": 5,
               "core/model/family_list.cpp": 2}
# Calls that compare with their argument, and the parts of names by which a kind is told apart.
CALLS = r"(?:starts_with|ends_with|find|contains|compare|rfind)"
failures = []


def statements(text):
    """Each line with its number, comments left out; what a comparison needs stands in one or two lines."""
    lines = [re.sub(r"//.*", "", line) for line in text.splitlines()]
    for number, line in enumerate(lines, start=1):
        yield number, line, line + " " + (lines[number].strip() if number < len(lines) else "")


names = {}
for path, pattern in LISTS.items():
    found = re.findall(pattern, (source / path).read_text(encoding="utf-8"))
    if len(found) < LEAST_NAMES[path]:
        failures.append(f"{path}: {len(found)} names were read, there are at least {LEAST_NAMES[path]}")
    names.update(dict.fromkeys(found, path))
any_name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
any_part = "|".join(sorted({part for name in names for part in name.split("-") if len(part) > 2}))
COMPARISON = re.compile(rf'[=!]=\s*"({any_name})"|"({any_name})"\s*[=!]=')
CALL = re.compile(rf'mechanism\w*\.{CALLS}\(\s*"({any_name}|{any_part})-?"')
# Headings of lists are a matter of their widget; what a mechanism does is not told by its family.
FAMILY = re.compile(r"(?:[=!]=\s*MechanismFamily::\w+|MechanismFamily::\w+\s*[=!]=)")

n_files = 0
for folder in ("core", "viz", "app"):
    for path in sorted((source / folder).rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.suffix not in (".h", ".cpp", ".cu", ".cuh") or name in LISTS:
            continue
        n_files += 1
        for number, line, both in statements(path.read_text(encoding="utf-8")):
            found = COMPARISON.search(both) or CALL.search(both)
            if found and found.start() < len(line):
                failures.append(f"{name}:{number}: compares with {found.group(0).strip()}; ask a trait of its list instead")
            if FAMILY.search(line):
                failures.append(f"{name}:{number}: a mechanism's family decides; ask a trait instead")
if n_files < 100:
    failures.append(f"{n_files} sources were read: the check looked at nothing")

print("\n".join(failures) if failures else f"{len(names)} names are compared in their lists only")
sys.exit(1 if failures else 0)
