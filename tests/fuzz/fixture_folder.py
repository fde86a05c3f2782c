"""Fixtures that a script makes: written into a folder, or compared with what lies there."""
import argparse
import sys
from pathlib import Path


def main(fixtures, ending):
    """`fixtures`: bytes by name; the names are those of files without their ending."""
    parser = argparse.ArgumentParser(description="Writes fixtures, each named by the rule that it breaks.")
    parser.add_argument("--check", action="store_true", help="compare the files instead; 1 where they differ")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    files = {f"{name}.{ending}": data for name, data in fixtures.items()}
    if not arguments.check:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (arguments.folder / name).write_bytes(data)
        return
    there = {path.name: path.read_bytes() for path in arguments.folder.glob(f"*.{ending}")}
    different = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
    for name in different:
        print(f"{arguments.folder / name}: not what the script makes")
    print(f"{len(files)} fixtures, {len(different)} differ")
    sys.exit(1 if different or not files else 0)
