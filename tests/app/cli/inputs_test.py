"""What the shipped program reads, from where, and that no output replaces it.

    python inputs_test.py PROGRAM [unittest arguments]
"""
import json
import os
import resource
import shutil
import socket
import struct
import subprocess
import time
from pathlib import Path

import shipped_program
from shipped_program import CAPTURE, InFolder, run

SHIPPED = str(Path(__file__).parents[3] / "resources/models")


class Inputs(InFolder):
    """Needs LibTorch, no downloaded model."""

    CASES = Path(__file__).parents[2] / "cases"

    def capture(self, name="c.safetensors"):
        shutil.copy(self.CASES / "c.safetensors", self.path(name))
        return self.path(name)

    def shards(self, name="model"):
        """A model folder in the layout of the Hugging Face cache: links to blobs, shards below."""
        source = Path(SHIPPED) / "street"
        folder, blobs = Path(self.path(name)), Path(self.path("blobs"))
        (folder / "parts").mkdir(parents=True)
        blobs.mkdir()
        for file in ("config.json", "tokenizer.json", "model.safetensors"):
            shutil.copy(source / file, blobs / file)
        for file in ("config.json", "tokenizer.json"):
            (folder / file).symlink_to(blobs / file)
        (folder / "parts/one.safetensors").symlink_to(blobs / "model.safetensors")
        with open(blobs / "model.safetensors", "rb") as file:
            header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        header.pop("__metadata__", None)
        (folder / "model.safetensors.index.json").write_text(
            json.dumps({"weight_map": {name: "./parts/one.safetensors" for name in header}}))
        return folder

    def test_no_output_replaces_what_is_read(self):
        model, capture = self.shards(), self.capture()
        other, twin = self.path("other.safetensors"), self.path("hard.safetensors")
        shutil.copy(CAPTURE, other)
        os.link(capture, twin)
        link = self.path("link.json")
        os.symlink(model / "config.json", link)
        config, text, script = (self.path(n) for n in ("own.json", "text.json", "script.json"))
        Path(config).write_text("{}")
        Path(text).write_text("4 8 6")
        Path(script).write_text("# nothing\n")
        session, figure = self.path("s.bary.json"), self.path("f.png")
        self.ok(capture, "--size", "200x200", "--output", session, "--output", figure)
        data = self.path("d.csv")
        Path(data).write_text("x,label\n1,a\n2,b\n")
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

        def refused(*arguments):
            with self.subTest(arguments=arguments):
                self.fails(2, *map(str, arguments), says="would be overwritten")
        for target in (model / "config.json", model / "tokenizer.json", link,
                       model / "model.safetensors.index.json", model / "parts/one.safetensors",
                       self.path("blobs/config.json"), self.path("blobs/model.safetensors")):
            refused(model, "--output", target)
            refused(capture, "--compare", model, "--output", target)
        for target in (capture, twin):
            refused(capture, "--output", target)
            refused(other, capture, "--output", target)
        refused(capture, "--config", config, "--output", config)
        refused(model, "--text-file", text, "--output", text)
        refused(capture, "--script", script, "--output", script)
        refused(session, "--output", session)
        refused(figure, "--output", figure)
        refused(data, "--output", data)
        refused("--train", "street", "--config", config, "--output", self.path("new"), "--output",
                config)
        Path(script).write_text(f"open '{session}'\noutput '{session}'\n")
        self.fails(2, other, "--script", script, "--output", self.path("x.json"),
                   says=["line 2", "would be overwritten"])
        os.remove(self.path("script.json"))
        for path, content in before.items():
            if path != Path(script):
                self.assertEqual(path.read_bytes(), content, path)
        self.fails(2, "--train", "street", "--output", self.path("new"), "--output",
                   self.path("new/config.json"), says="name a copy elsewhere")
        self.assertFalse(os.path.exists(self.path("new")))

    def test_the_users_configuration_is_not_replaced(self):
        own = self.folder / "baryscope/config.json"
        own.parent.mkdir()
        own.write_text("{}")
        self.fails(2, CAPTURE, "--output", str(own), env={"XDG_CONFIG_HOME": str(self.folder)},
                   says="would be overwritten")
        self.assertEqual(own.read_text(), "{}")

    def test_every_reader_wants_a_plain_file(self):
        def make(name):
            os.mkfifo(self.path(name))
            return self.path(name)
        started = time.monotonic()
        target = self.path("x.json")
        pipes = {kind: make(kind) for kind in ("a.safetensors", "a.csv", "a.bary.json", "a.png",
                                               "a.txt", "a.json")}
        words = "expected a plain file, found a pipe"
        for name in ("a.safetensors", "a.csv", "a.bary.json", "a.png"):
            with self.subTest(name=name):
                self.fails(1, pipes[name], "--output", target, says=[name, words])
        for option in ("--text-file", "--script", "--config"):
            with self.subTest(option=option):
                self.fails(1, CAPTURE if option != "--text-file" else SHIPPED + "/street", option,
                           pipes["a.txt"], "--output", target, says=["a.txt", words])
                self.fails(1, CAPTURE if option != "--text-file" else SHIPPED + "/street", option,
                           "/dev/zero", "--output", target, says="found a device")
                self.fails(1, CAPTURE if option != "--text-file" else SHIPPED + "/street", option,
                           str(self.folder), "--output", target, says="found a folder")
        for name in ("config.json", "tokenizer.json", "model.safetensors"):
            with self.subTest(name=name):
                folder = Path(self.path("of-" + name))
                shutil.copytree(Path(SHIPPED) / "street", folder)
                os.remove(folder / name)
                os.mkfifo(folder / name)
                self.fails(1, str(folder), "--output", target, says=[name, words])
        own = self.folder / "baryscope/config.json"
        own.parent.mkdir()
        os.mkfifo(own)
        self.fails(1, CAPTURE, "--output", target, env={"XDG_CONFIG_HOME": str(self.folder)},
                   says=["config.json", words])
        self.assertLess(time.monotonic() - started, 60)
        self.assertFalse(os.path.exists(target))

    def test_outputs_may_be_pipes_and_never_sockets_or_folders(self):
        pipe = self.path("x.json")
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
        self.ok(CAPTURE, "--output", pipe)
        self.assertEqual(json.loads(reader.communicate(timeout=20)[0])["schema"], 1)
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(self.path("s.json"))
        self.fails(1, CAPTURE, "--output", self.path("s.json"), says="it is a socket")
        os.mkdir(self.path("d.json"))
        self.fails(1, CAPTURE, "--output", self.path("d.json"), says="it is a folder")
        self.assertEqual(self.names(), ["d.json", "s.json", "x.json"])

    def test_a_session_finds_its_inputs_beside_itself(self):
        session = self.path("session.bary.json")
        shutil.copy(self.CASES / "session-relative-model.bary.json", session)
        self.capture()
        os.mkdir(self.path("elsewhere"))
        expected = self.ok(self.path("c.safetensors"), "--output", "-")
        for folder, opened in ((self.folder, "session.bary.json"), ("/", session),
                               (self.path("elsewhere"), "../session.bary.json")):
            found = json.loads(self.ok(opened, "--output", "-", cwd=folder))
            found["model"].pop("path")
            wanted = json.loads(expected)
            wanted["model"].pop("path")
            self.assertEqual(found, wanted)
        # Another file of that name where the program runs is not taken for it.
        shutil.copy(CAPTURE, self.path("elsewhere/c.safetensors"))
        self.ok("../session.bary.json", "--output", "-", cwd=self.path("elsewhere"))

    def test_a_written_session_moves_with_its_inputs(self):
        os.mkdir(self.path("one"))
        self.capture("one/c.safetensors")
        self.ok("one/c.safetensors", "--size", "200x200", "--output", "one/s.bary.json", "--output",
                "one/f.png", "--output", "t.bary.json", cwd=self.folder)
        kept = json.loads(Path(self.path("one/s.bary.json")).read_text())
        self.assertEqual(kept["options"]["model"], "c.safetensors")
        self.assertEqual(json.loads(Path(self.path("t.bary.json")).read_text())["inputs"][0]["model"],
                         "one/c.safetensors")
        self.ok(self.path("t.bary.json"), "--output", "-", cwd="/")
        os.rename(self.path("one"), self.path("two"))
        for name in ("two/s.bary.json", "two/f.png"):
            self.ok(self.path(name), "--output", "-", cwd="/")
        self.fails(1, self.path("t.bary.json"), "--output", "-", says="one/c.safetensors")

    def test_another_file_of_the_name_is_an_error_with_a_choice(self):
        session, script = self.path("session.bary.json"), self.path("script")
        shutil.copy(self.CASES / "session-relative-model.bary.json", session)
        shutil.copy(CAPTURE, self.path("c.safetensors"))
        says = ["c.safetensors is not the file that this session was made with",
                "--changed-inputs accept"]
        self.fails(1, session, "--output", self.path("x.json"), says=says)
        self.ok(session, "--changed-inputs", "accept", "--output", "-")
        self.ok(session, "--model", CAPTURE, "--output", "-")  # which is not looked at then
        Path(script).write_text(f"open '{session}'\n")
        self.fails(1, CAPTURE, "--script", script, "--output", self.path("x.json"), says=says)
        self.ok(CAPTURE, "--script", script, "--changed-inputs", "accept", "--output", "-")
        self.assertEqual(self.names(), ["c.safetensors", "script", "session.bary.json"])

    def test_a_session_cannot_have_other_files_opened(self):
        session = self.path("s.bary.json")
        os.mkfifo(self.path("pipe.safetensors"))
        secret = self.path("secret.txt")
        Path(secret).write_text("secret")
        digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
        self.capture()
        folder = str(self.shards())

        def write(options, **entry):
            Path(session).write_text(json.dumps(
                {"schema": 1, "options": options, "inputs": [{"sha256": digest} | entry]}))
        for options, entry, words in (
                ({"model": "c.safetensors"}, {"model": secret}, "named by none of its options"),
                ({"model": "c.safetensors"}, {"dataset": "a.csv"}, "named by none"),
                ({"model": folder}, {"model": folder, "file": "../secret.txt"}, "no file of a model"),
                ({"model": folder}, {"model": folder, "file": "../c.safetensors"},
                 "no file of a model"),
                ({"model": folder}, {"model": folder, "file": "/etc/passwd"}, "no file of a model"),
                ({"model": secret}, {"model": secret}, "no capture"),
                ({"model": "/dev/zero"}, {"model": "/dev/zero"}, "no capture"),
                ({"model": "pipe.safetensors"}, {"model": "pipe.safetensors"}, "found a pipe"),
                ({"dataset": "a.npy"}, {"dataset": "a.npy", "file": "secret.txt"}, "no data set")):
            with self.subTest(entry=entry):
                write(options, **entry)
                message = self.fails(1, session, "--output", self.path("x.json"), says=words)
                self.assertNotIn("is not the file", message)

    def test_sessions_are_read_strictly(self):
        session = self.path("s.bary.json")
        for text, words in (
                ('{"schema": 1, "options": {"layer": 1, "layer": 2}}', '"layer" occurs twice'),
                ('{"schema": 1, "options": {}, "options": {}}', '"options" occurs twice'),
                ('{"schema": 1, "options": {}, "inputs": [{"model": "a", "model": "b"}]}',
                 '"model" occurs twice'),
                ('{"schema": 1, "options": {"force": "on"}}', "'force' belongs to one run")):
            with self.subTest(text=text):
                Path(session).write_text(text)
                self.fails(1, session, "--output", "-", says=["s.bary.json is no session", words])
        self.ok(CAPTURE, "--force", "--output", session)
        self.assertNotIn("force", json.loads(Path(session).read_text())["options"])

    def test_where_one_output_fails_the_others_are_told(self):
        # Nobody can make files in /proc, not even root.
        message = self.fails(1, CAPTURE, "--output", self.path("a.json"), "--output",
                             "/proc/b.json", "--output", "/proc/d.csv", "--output",
                             self.path("c.csv"))
        self.assertIn("cannot write /proc/b.json", message)
        self.assertIn("not written either: /proc/d.csv", message)
        self.assertRegex(message, r"written all the same: \S*/a\.json, \S*/c\.csv")
        self.assertEqual(self.names(), ["a.json", "c.csv"])
        # What all of them share is said once.
        message = self.fails(2, CAPTURE, "--layer", "99", "--output", self.path("e.json"),
                             "--output", self.path("f.json"))
        self.assertEqual(message.count("99"), 1)

    def test_a_pointer_of_git_lfs_is_named(self):
        self.fails(1, str(self.CASES / "lfs-pointer"), "--output", "-",
                   says=["model.safetensors", "Git LFS pointer", "git lfs pull"])

    def test_little_memory_ends_in_words(self):
        data = self.path("d.csv")
        Path(data).write_text("x,y,label\n" + "".join(f"{i},{i % 7},{'ab'[i % 2]}\n"
                                                      for i in range(20000)))
        street = SHIPPED + "/street"
        for megabytes in (250, 600, 800):
            limit = megabytes << 20
            for arguments in ([CAPTURE, "--output", "-"], [data, "--output", "-"],
                              [street, "--output", self.path("x.png")],
                              [data, "--output", self.path("y.png")]):
                with self.subTest(megabytes=megabytes, arguments=arguments):
                    done = run(*arguments, preexec_fn=lambda: resource.setrlimit(
                        resource.RLIMIT_AS, (limit, limit)))
                    message = done.stderr.decode(errors="replace")
                    self.assertIn(done.returncode, (0, 1), message)
                    self.assertNotIn("bad_alloc", message)
                    if done.returncode == 1:
                        self.assertIn("baryscope: ", message)
                    self.assertFalse([name for name in self.names() if name.startswith(".")])


if __name__ == "__main__":
    shipped_program.main()
