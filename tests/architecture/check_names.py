"""Checks that lists stay the only places that know their entries: check_names.py SOURCE_DIR

The names of mechanisms, scores, model families, samplers, views and formats are looked up in their list
where they come in; what follows is decided by the traits found there. So nothing outside of a list compares
a name. And the table "One more of each" of resources/docs/architecture.md names each list, with the rows
that it has now.
"""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1]).resolve()
# list -> how its source writes a name: what stands first in a row
LISTS = {
    "core/analysis/mechanism_list.cpp": r'(?:_like\(|\.name =)\s*"([a-z0-9-]+)"',
    "core/analysis/score_list.cpp": r'\{"([a-z0-9-]+)", TripleScore::',
    "core/model/family_list.cpp": r'\{"([a-z0-9_-]+)",\s+"\w*",\s+"[^"]+",\s+read_\w+',
    "core/sampling/samplers/sampler_list.cpp": r'\{\{"([a-z0-9-]+)",',
    "viz/views/view_list.cpp": r'\.name = "([a-z0-9-]+)"',
    "viz/export/exporter_list.cpp": r'\{"((?:\{frame\})?\.[a-z0-9.]+)", ExportKind::',
}
LEAST_NAMES = {"core/analysis/mechanism_list.cpp": 15, "core/analysis/score_list.cpp": 5,
               "core/model/family_list.cpp": 20, "core/sampling/samplers/sampler_list.cpp": 10,
               "viz/views/view_list.cpp": 2, "viz/export/exporter_list.cpp": 10}
# "none" is a value of many options, and no sampler; it is asked for as what it is.
PLAIN_WORDS = {"none"}
# Calls that compare with their argument, and the parts of names by which a kind is told apart.
CALLS = r"(?:starts_with|ends_with|find|contains|compare|rfind)"
failures = []


def statements(text):
    """Each line with its number, comments left out; what a comparison needs stands in one or two lines."""
    lines = [re.sub(r"//.*", "", line) for line in text.splitlines()]
    for number, line in enumerate(lines, start=1):
        yield number, line, line + " " + (lines[number].strip() if number < len(lines) else "")


names, rows = {}, {}
for path, pattern in LISTS.items():
    found = re.findall(pattern, (source / path).read_text(encoding="utf-8"))
    if len(found) < LEAST_NAMES[path]:
        failures.append(f"{path}: {len(found)} names were read, there are at least {LEAST_NAMES[path]}")
    rows[path] = found
    if path == "viz/export/exporter_list.cpp":
        continue  # an ending is also that of a file that is read
    names.update(dict.fromkeys(set(found) - PLAIN_WORDS, path))
any_name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
any_part = "|".join(sorted({part for name in names for part in name.split("-") if len(part) > 2}))
COMPARISON = re.compile(rf'[=!]=\s*"({any_name})"|"({any_name})"\s*[=!]=')
CALL = re.compile(rf'mechanism\w*\.{CALLS}\(\s*"({any_name}|{any_part})-?"')
# Headings of lists are a matter of their widget; what a mechanism does is not told by its family.
FAMILY = re.compile(r"(?:[=!]=\s*MechanismFamily::\w+|MechanismFamily::\w+\s*[=!]=)")

# | a view | `viz/views/view_list.cpp` | … | space, samples |
manual = (source / "resources/docs/architecture.md").read_text(encoding="utf-8")
table = manual.partition("## One more of each")[2].partition("\n## ")[0]
for path in LISTS:
    line = re.search(rf"^\| .* \| `{re.escape(path)}` \| (.*) \| (.*) \|$", table, re.MULTILINE)
    if not line:
        failures.append(f"architecture.md: its table 'One more of each' has no row of {path}")
        continue
    told = [name.strip() for name in line.group(2).split(",")]
    if told != rows[path]:
        failures.append(f"architecture.md tells of {told} in {path}, which has {rows[path]}")
    for place in re.findall(r"`([\w/.]+)`", line.group(1)):
        if not (source / place).exists():
            failures.append(f"architecture.md: {place}, where one more in {path} has its files, is not there")

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
