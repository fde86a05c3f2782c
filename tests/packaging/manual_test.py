"""The manual page and the completions have every option, and the programs that read them take them.

    python manual_test.py MANUAL_FOLDER PROGRAM
"""
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

MANUAL, PROGRAM = Path(sys.argv[1]), sys.argv[2]
SWITCHES = ["help", "version", "list", "no-config"]


def listed(name):
    done = subprocess.run([PROGRAM, "--list", name], check=True, capture_output=True, text=True)
    return [line.split("\t")[0] for line in done.stdout.splitlines()]


def run(tool, *arguments, **more):
    if shutil.which(tool) is None:
        raise AssertionError(f"{tool} is not installed; ./dev test installs it")
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, **more)


class Manual(unittest.TestCase):
    def setUp(self):
        self.options = listed("options") + SWITCHES
        self.assertGreater(len(self.options), 80)

    def read_quietly(self, tool, *arguments):
        done = run(tool, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_page(self):
        page = MANUAL / "man/man1/baryscope.1"
        text = self.read_quietly("groff", "-K", "utf8", "-man", "-T", "utf8", "-ww", "-P-cbou", page)
        for option in self.options:
            self.assertRegex(text, rf"(?m)^ +--{option}( |$)")
        words = " ".join(text.split())
        # What troff takes for requests and escapes is text here.
        self.assertIn("(BARYSCOPE_KEEP for --keep)", words)

    def test_bash(self):
        file = MANUAL / "bash-completion/completions/baryscope"
        self.read_quietly("bash", "-n", file)

        def complete(*words):
            """What bash offers for the last of `words`, as it takes a line apart."""
            script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _baryscope; '
                      'printf "%s\\n" "${COMPREPLY[@]}"')
            return self.read_quietly("bash", "-c", script, "-", file, "baryscope", *words).split("\n")[:-1]

        self.assertEqual(sorted(complete("--")), sorted("--" + option for option in self.options))
        self.assertEqual(complete("--list", ""),
                         ["mechanisms", "models", "families", "samplers", "datasets", "tasks", "views", "exporters", "options", "commands"])
        self.assertEqual(sorted(complete("--mechanism", "")), sorted(["auto", *listed("mechanisms")]))
        self.assertEqual(complete("--mechanism", "two"), ["two-simplicial"])
        self.assertEqual(complete("--mechanism", "=", "two"), ["two-simplicial"])
        self.assertEqual(complete("--mechanism", "=")[0], "auto")
        self.assertEqual(complete("--sampling-strategy", "not"), [r"not\ minority", r"not\ majority"])
        self.assertEqual(complete("--show", "edges,tri"), ["edges,triangles"])
        self.assertEqual(complete("--temperature", ""), [""])  # a number: nothing to offer
        self.assertIn("street", complete("stre"))
        self.assertIn(str(MANUAL / "bash-completion"), complete("--output", str(MANUAL) + "/"))

    def test_zsh(self):
        file = MANUAL / "zsh/site-functions/_baryscope"
        self.read_quietly("zsh", "-n", file)
        text = file.read_text()
        self.assertTrue(text.startswith("#compdef baryscope\n"))
        # As zsh itself reads the words: one argument of _arguments an option.
        told = self.read_quietly("zsh", "-fc", '_arguments() { print -rl -- "$@" }; source "$1"', "-", file)
        specs = told.splitlines()
        found = [re.match(r"^\*?--([a-z0-9-]+)=?\[.*\]", spec) for spec in specs]
        self.assertEqual(sorted(match[1] for match in found if match), sorted(self.options))
        self.assertEqual([spec for spec, match in zip(specs, found) if not match],
                         ["*:INPUT:_baryscope_input"])

    def test_fish(self):
        file = MANUAL / "fish/vendor_completions.d/baryscope.fish"
        self.read_quietly("fish", "--no-execute", file)

        def complete(line):
            told = self.read_quietly("fish", "--no-config", "-c", f"source {file}; complete -C '{line}'")
            return [row.split("\t")[0] for row in told.splitlines()]

        self.assertEqual(sorted(complete("baryscope --")), sorted("--" + option for option in self.options))
        self.assertEqual(complete("baryscope --mechanism two"), ["two-simplicial"])
        self.assertEqual(sorted(complete("baryscope --sampling-strategy not")), ["not majority", "not minority"])
        self.assertEqual(complete("baryscope --temperature "), [])
        self.assertIn("street", complete("baryscope stre"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
