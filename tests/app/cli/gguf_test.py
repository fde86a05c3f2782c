"""Models in GGUF files as a person opens them: SmolLM2 with its known numbers, parts, Ollama's store, files that are no models.

    python gguf_test.py PROGRAM FOLDER_OF_GGUF_FILES_PY [unittest arguments]
"""
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, sys.argv.pop(2))
import gguf_files  # first: it keeps transformers offline and quiet
import gguf

import shipped_program
from shipped_program import InFolder

MARY = "When Mary and John went to the store, John gave a drink to"
# Text, mean negative log-likelihood, likeliest next tokens with their logits (science.md, 6.2).
KNOWN = [("The capital of France is", 3.6916, [(" Paris", 17.371), (" the", 14.889), (" London", 13.245)]),
         ("The cat sat on the mat because it was", 5.3743, [(" a", 20.035)]),
         (MARY, 4.2179, [(" Mary", 11.037), (" the", 7.282), (" his", 5.944)])]


def smollm2() -> Path:
    for folder in os.environ["BARYSCOPE_MODEL_PATH"].split(":"):
        if (file := Path(folder, "smollm2.gguf")).exists():
            return file
    raise FileNotFoundError("smollm2.gguf in BARYSCOPE_MODEL_PATH")


class InReport(InFolder):
    def report(self, *arguments, **more):
        self.ok(*arguments, "--output", self.path("r.json"), **more)
        return json.loads(Path(self.path("r.json")).read_text())

    def small(self, name="llama", kind="model.gguf"):
        case = next(case for case in gguf_files.all_cases() if case.name == name)
        gguf_files.write(case, self.folder / name, 1)
        return str(self.folder / name / kind)


class SmolLM2(InReport):
    def test_it_says_what_it_is_known_to_say(self):
        for text, nll, likeliest in KNOWN:
            report = self.report("smollm2", "--text", text)
            self.assertAlmostEqual(report["text_nll"], nll, delta=2e-3)
            found = report["predictions"][-1]["top"]
            for token, (word, logit) in zip(found, likeliest):
                self.assertEqual(token["text"].replace("\u0120", " "), word)
                self.assertAlmostEqual(token["logit"], logit, delta=2e-3)

    def test_the_first_head_weighs_as_elsewhere(self):
        report = self.report("smollm2", "--text", KNOWN[0][0], "--layer", "0", "--head", "0", "--query", "4")
        self.assertEqual([token["id"] for token in report["tokens"]], [504, 3575, 282, 4649, 314])
        weights = {edge["key"]: edge["weight"] for edge in report["edges"]}
        for key, weight in enumerate([.2853, .2456, .0479, .1256, .2955]):
            self.assertAlmostEqual(weights[key], weight, delta=1e-4)

    def test_it_opens_with_a_head_that_reads_the_right_name(self):
        report = self.report("smollm2")
        words = [token["text"] for token in report["tokens"]]
        self.assertEqual("".join(words).replace("\u0120", " "), MARY)
        self.assertEqual(report["model"]["name"], "SmolLM2")
        heaviest = max(report["edges"], key=lambda edge: edge["weight"])
        self.assertEqual((words[heaviest["query"]], words[heaviest["key"]]), ("\u0120to", "\u0120Mary"))
        self.assertGreater(heaviest["weight"], 0.75)

    def test_another_text_has_a_head_of_its_own(self):
        report = self.report("smollm2", "--text", "Every morning the baker sells fresh bread in the old bakery by the river")
        self.assertIn("choice", report)
        heaviest = max(report["edges"], key=lambda edge: edge["weight"])
        self.assertNotIn(heaviest["query"], (0,), "the first token reads nothing but itself")

    def test_a_small_cache_changes_no_number(self):
        texts = ["smollm2", "--text", KNOWN[1][0], "--layer", "29", "--head", "1"]
        self.assertEqual(self.report(*texts)["edges"], self.report(*texts, "--cache", "50000000")["edges"])


class Files(InReport):
    def test_a_file_opens_by_its_path_and_as_its_folder(self):
        path = self.small()
        by_path, by_folder = self.report(path, "--text", "the cat"), self.report(str(Path(path).parent), "--text", "the cat")
        self.assertEqual(by_path["edges"], by_folder["edges"])
        self.assertEqual(by_path["model"]["architecture"], "llama")

    def test_it_reads_as_the_same_model_in_a_folder(self):
        for name in ("llama", "qwen3", "gemma3", "phi3", "gpt2", "bert"):
            ours = self.report(self.small(name), "--text", "the cat sat on the mat", "--query", "all", "--layer", "1", "--head", "1")
            theirs = self.report(self.small(name, "hf"), "--text", "the cat sat on the mat", "--query", "all", "--layer", "1", "--head", "1")
            self.assertEqual([token["id"] for token in ours["tokens"]], [token["id"] for token in theirs["tokens"]], name)
            for a, b in zip(ours["queries"], theirs["queries"]):
                for x, y in zip(a["output"], b["output"]):
                    self.assertAlmostEqual(x, y, delta=1e-5)

    def split(self):
        """The small llama in three parts, as llama.cpp's splitter names them."""
        reader = gguf.GGUFReader(self.small())
        whole, n_parts = list(reader.tensors), 3
        for part in range(n_parts):
            writer = gguf.GGUFWriter(self.folder / f"parts-{part + 1:05}-of-{n_parts:05}.gguf", "llama")
            if part == 0:
                for key, field in reader.fields.items():
                    if not key.startswith("GGUF.") and key != "general.architecture":
                        gguf_files.add_value(writer, key, field.contents())
            writer.add_uint16("split.no", part)
            writer.add_uint16("split.count", n_parts)
            writer.add_int32("split.tensors.count", len(whole))
            for tensor in whole[part::n_parts]:
                writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
            writer.close()
        return [str(self.folder / f"parts-{part + 1:05}-of-{n_parts:05}.gguf") for part in range(n_parts)]

    def test_parts_open_by_any_of_them(self):
        parts = self.split()
        whole = self.report(str(self.folder / "llama/model.gguf"), "--text", "the cat")
        for part in parts:
            report = self.report(part, "--text", "the cat")
            self.assertEqual(report["edges"], whole["edges"])
            self.assertEqual(report["model"]["name"], "parts")
        os.remove(parts[1])
        self.fails(1, parts[2], "--output", self.path("r.png"), says=["parts-00002-of-00003.gguf", "not beside it"])

    def test_a_session_keeps_and_checks_the_file(self):
        path = self.small()
        self.ok(path, "--text", "the cat", "--size", "300x200", "--output", self.path("a.png"))
        self.ok(self.path("a.png"), "--output", self.path("b.png"))
        self.assertEqual(Path(self.path("a.png")).read_bytes(), Path(self.path("b.png")).read_bytes())


class OllamaStore(InReport):
    def store(self):
        """Two models as Ollama keeps them: manifests by name and tag, files by their hashes."""
        store = self.folder / "store"
        (store / "blobs").mkdir(parents=True)
        for name, tag, path in (("tiny-llama", "latest", self.small("llama")), ("tiny-gemma", "1b-q4_0", self.small("gemma3-q4_0"))):
            digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            shutil.copy(path, store / "blobs" / f"sha256-{digest}")
            manifest = store / "manifests/registry.ollama.ai/library" / name / tag
            manifest.parent.mkdir(parents=True)
            manifest.write_text(json.dumps({"schemaVersion": 2, "layers": [
                {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}", "size": 1}]}))
        return {"OLLAMA_MODELS": str(store)}

    def test_models_are_listed_and_opened(self):
        store = self.store()
        listed = self.ok("--list", "models", env=store).decode()
        rows = {line.split("\t")[0]: line for line in listed.splitlines()}
        self.assertIn("Q4_0", rows["ollama/tiny-gemma:1b-q4_0"])
        self.assertIn("ollama/tiny-llama", "\n".join(rows))
        report = self.report("ollama/tiny-llama", "--text", "the cat", env=store)
        self.assertEqual(report["model"]["architecture"], "llama")
        report = self.report("ollama/tiny-gemma:1b-q4_0", "--text", "the cat", env=store)
        self.assertEqual((report["model"]["architecture"], report["model"]["n_layers"]), ("gemma3", 7))
        self.fails(1, "ollama/tiny-gemma:9b", "--output", self.path("r.json"), env=store, says="1b-q4_0")


class NoModels(InReport):
    def made(self, name, tensors=True, **keys):
        path = self.path(f"{name}.gguf")
        writer = gguf.GGUFWriter(path, keys.pop("architecture", "llama"))
        for key, value in keys.items():
            gguf_files.add_value(writer, key.replace("__", "."), value)
        if tensors:
            import numpy as np
            writer.add_tensor("token_embd.weight", np.zeros((4, 32), np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path

    def refused(self, path, *words):
        message = self.fails(1, path, "--text", "a b", "--output", self.path("out.png"), says=[path, *words])
        self.assertNotIn("out.png", self.names())
        return message

    def test_other_kinds_are_named(self):
        self.refused(self.made("projector", general__type="mmproj", architecture="clip"), "projector")
        self.refused(self.made("adapter", general__type="adapter"), "LoRA")
        self.refused(self.made("vocabulary", tensors=False), "vocabulary")
        self.refused(self.made("moe", architecture="qwen3moe"), "qwen3moe", "llama, qwen2")
        self.refused(self.made("bare"), "llama.")

    def test_damaged_files_are_said_so(self):
        path = Path(self.small())
        whole = path.read_bytes()
        for n_bytes in (0, 3, 20, len(whole) // 4, len(whole) - 7):
            cut = Path(self.path("cut.gguf"))
            cut.write_bytes(whole[:n_bytes])
            self.refused(str(cut))
        pointer = Path(self.path("pointer.gguf"))
        pointer.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1234\n")
        self.refused(str(pointer), "LFS")
        big = Path(self.path("big-endian.gguf"))
        big.write_bytes(whole[:4] + whole[4:8][::-1] + whole[8:])
        self.refused(str(big), "big-endian")

    def test_numbers_that_are_none_are_named(self):
        path = Path(self.small())
        reader = gguf.GGUFReader(path)
        tensor = next(tensor for tensor in reader.tensors if tensor.name == "blk.1.ffn_up.weight")
        broken = bytearray(path.read_bytes())
        broken[tensor.data_offset:tensor.data_offset + 4] = b"\x00\x00\xc0\x7f"
        path.write_bytes(broken)
        self.refused(str(path), "blk.1.ffn_up.weight", "NaN")

    def test_unknown_keys_and_scalings_are_named(self):
        path = Path(self.small("qwen2-yarn"))
        data = path.read_bytes()
        path.write_bytes(data.replace(b"\x04\x00\x00\x00\x00\x00\x00\x00yarn", b"\x04\x00\x00\x00\x00\x00\x00\x00yard"))
        self.refused(str(path), "rope.scaling.type", "yard")
        path.write_bytes(data.replace(b"qwen2.rope.scaling.factor", b"qwen2.rope.scaling.actorf"))
        self.refused(str(path), "qwen2.rope.scaling.actorf")


if __name__ == "__main__":
    shipped_program.main()
