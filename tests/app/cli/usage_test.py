"""What the shipped program says to its options alone.

    python usage_test.py PROGRAM [unittest arguments]
"""
import os
import signal
import subprocess
import time
from pathlib import Path

import shipped_program
from shipped_program import InFolder, run


class Usage(InFolder):
    """Needs no model and no LibTorch."""

    def options(self):
        rows = self.ok("--list", "options").decode().splitlines()
        return [row.split("\t")[0] for row in rows]

    def test_every_option_refuses_a_bad_value_before_any_work(self):
        paths = {"text-file", "script", "config", "output"}
        options = self.options()
        self.assertGreater(len(options), 40)
        for option in options:
            if option in paths:
                continue
            with self.subTest(option=option):
                self.fails(2, f"--{option}=".encode() + b"\xff no such thing", "--output",
                           self.path("x.json"), says=f"--{option}")
        for option in sorted(paths - {"output"}):
            with self.subTest(option=option):
                self.fails(1, f"--{option}", "/nonexistent/file", "--output", self.path("x.json"),
                           says="/nonexistent/file")
        self.assertEqual(self.names(), [])

    def test_every_option_wants_its_value(self):
        for option in set(self.options()) - {"dense", "force", "title", "key-bias", "value-bias",
                                             "output-scaling", "resume", "blank", "closed-form",
                                             "standardize", "loop", "trail", "embed-session"}:
            with self.subTest(option=option):
                self.fails(2, f"--{option}", says=[f"--{option}", "expected a value"])

    def test_named_bad_values(self):
        for arguments, words in {
            ("--window", "0"): "--window 0", ("--lambda", "much"): "--lambda much",
            ("--mechanism", "pairwse"): "did you mean 'pairwise'?",
            ("--mechanisn", "cog"): "did you mean '--mechanism'?",
            ("--temperature", "0"): "--temperature 0", ("--temperature", "nan"): "--temperature nan",
            ("--keep", "1,5"): "--keep 1,5", ("--output", "x.jpg"): ".png (figure)",
            ("--list", "model"): "did you mean 'models'?",
            ("--layer", "-1"): "--layer -1", ("--size", "0x0"): "--size 0x0",
            ("--layer", "all"): "--output", ("---",): "unknown option '---'",
            ("--=3",): "unknown option '--'", ("--list", "queries-of"): "'; known: mechanisms",
            ("--top", "99999999999"): "at most 2147483647",
            ("--seed", "9" * 400): "at most 9007199254740991", ("--output", ""): "--output '':",
        }.items():
            with self.subTest(arguments=arguments):
                self.fails(2, *arguments, says=words)

    def test_a_value_may_begin_with_anything(self):
        self.ok("--affine-b", "-0.03", "--text", "--keep", "--version")

    def test_no_display_names_output(self):
        self.fails(1, says="--output")
        self.fails(1, env={"DISPLAY": ":7654"}, says=[":7654", "--output"])

    def test_prints_nothing_else(self):
        self.assertRegex(self.ok("--version").decode(), r"^baryscope \d+\.\d+\.\d+\n$")
        for name in ("mechanisms", "models", "families", "samplers", "datasets", "tasks", "views", "exporters",
                     "options", "commands"):
            for row in self.ok("--list", name).decode().splitlines():
                # Models are also those that lie on this machine, under any name.
                self.assertRegex(row, r"^[^\t]+\t\S.*\.$" if name == "models" else r"^[a-z0-9._{}-]+\t\S.*\.$")
        mechanisms = [row.split("\t")[0] for row in
                      self.ok("--list", "mechanisms").decode().splitlines()]
        self.assertEqual(mechanisms, [
            "pairwise", "linear", "relu-expm1", "softpick", "affine", "differential",
            "differential-v2", "rectified-differential", "heaviside-differential", "heaviside-gate",
            "cog", "dipole-v1", "dipole-v2", "two-simplicial", "n-order"])

    def test_models_of_other_programs_are_listed(self):
        key = lambda text: len(text).to_bytes(8, "little") + text.encode()
        metadata = (key("general.architecture") + (8).to_bytes(4, "little") + key("mamba")
                    + key("mamba.block_count") + (4).to_bytes(4, "little") + (24).to_bytes(4, "little"))
        gguf = (b"GGUF" + (3).to_bytes(4, "little") + (0).to_bytes(8, "little")
                + (2).to_bytes(8, "little") + metadata)
        (self.folder / "cache").mkdir()
        (self.folder / "cache" / "org_\tname.gguf").write_bytes(gguf + bytes(64))
        tags = self.folder / "ollama/manifests/registry.ollama.ai/library/tiny"
        tags.mkdir(parents=True)
        (tags / "latest").write_text("no JSON")
        places = {"HOME": str(self.folder), "OLLAMA_MODELS": str(self.folder / "ollama"),
                  "LLAMA_CACHE": str(self.folder / "cache"), "HF_HOME": str(self.folder)}
        rows = dict(row.split("\t") for row in self.ok("--list", "models", env=places).decode().splitlines())
        self.assertEqual(list(rows)[:2], ["minilm", "smollm2"])
        self.assertRegex(rows[str(self.folder / "cache" / "org_?name.gguf")],
                         r"^cannot be opened: .*'mamba'.*\.$")
        self.assertRegex(rows["ollama/tiny:latest"], r"^cannot be opened: .*is not JSON.*\.$")
        self.fails(1, "ollama/tiny", "--output", "-", env=places, says="is not JSON")
        self.fails(1, "ollama/none", "--output", "-", env=places, says="ollama pull none")

    def test_heavy_libraries_stay_closed(self):
        for arguments in (["--help"], ["--list", "models"], ["--version"]):
            done = run(*arguments, env={"LD_DEBUG": "files"})
            for library in (b"torch", b"libvtk", b"libQt", b"libc10"):
                self.assertNotIn(library, done.stderr)
            self.assertIn(b"baryscope_core", done.stderr)

    def test_a_closed_pipe_is_no_failure(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([shipped_program.PROGRAM, "--help"], stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_standard_input_is_left_alone(self):
        reading, writing = os.pipe()  # stays open: whoever reads it would wait for ever
        for arguments in (["--help"], ["--keep", "0"], ["-"], ["--script", "-"]):
            subprocess.run([shipped_program.PROGRAM, *arguments], stdin=reading, capture_output=True, timeout=20)
        os.close(writing)
        os.close(reading)
        self.fails(2, "-", says="--text-file -")

    def test_configuration_cascade(self):
        home, system = self.folder / "home", self.folder / "system"
        for folder in (home, system):
            (folder / "baryscope").mkdir(parents=True)
        env = {"XDG_CONFIG_HOME": str(home), "XDG_CONFIG_DIRS": str(system)}
        target = ["--output", "/nonexistent/x.json"]  # what comes after the options: exit code 1
        self.fails(1, *target, env=env)
        (system / "baryscope" / "config.json").write_text('{"keep": 0}')
        self.fails(2, *target, env=env, says=["system/baryscope/config.json", "--keep 0"])
        self.fails(1, *target, "--no-config", env=env)
        (system / "baryscope" / "config.json").unlink()
        (home / "baryscope" / "config.json").write_text('{"kep": 1}')
        self.fails(2, *target, env=env, says="did you mean 'keep'?")
        (home / "baryscope" / "config.json").unlink()
        self.fails(2, *target, env=env | {"BARYSCOPE_WINDOW_ANCHOR": "x"},
                   says=["BARYSCOPE_WINDOW_ANCHOR", "query or key"])
        own = self.path("own.json")
        Path(own).write_text("[")
        self.fails(1, *target, "--config", own, says="own.json")
        message = self.fails(1, *target, "--config", self.path("none.json"), says="No such file")
        self.assertEqual(message.count("none.json"), 1)

    def test_interrupt_while_it_reads(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([shipped_program.PROGRAM, "--text-file", "-"], stdin=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
            time.sleep(0.5)
            process.send_signal(number)
            self.assertEqual(process.wait(20), 130)
            process.communicate()


if __name__ == "__main__":
    shipped_program.main()
