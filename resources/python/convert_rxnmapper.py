#!/usr/bin/env python3
"""Makes a model folder of RXNMapper's transformer, as its wheel on PyPI carries it.

    pip download --no-deps rxnmapper==0.4.3
    convert_rxnmapper.py rxnmapper-0.4.3-py3-none-any.whl rxnmapper

The transformer is an ALBERT (877,598 parameters, MIT) that read chemical reactions. Head 5 of layer 10 points from most atoms
of the product to the atom of the reactants that they came from (Schwaller et al. 2021, doi 10.1126/sciadv.abe4166), so that
what this head should read is known. The weights come in torch's old pickle format; nothing in it is run (see
legacy_torch_file.py). Only the standard library is used.

The folder holds config.json, model.safetensors, tokenizer.json with tokenizer_config.json, and LICENSE; it is
there as a whole or not at all.
Exit codes: 0 done, 1 failed, 2 bad usage.
"""

import argparse
import array
import json
import math
import os
import shutil
import struct
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

from legacy_torch_file import LegacyFileError, Tensor, read_legacy_torch_file

FOLDER = "rxnmapper/models/transformers/albert_heads_8_uspto_all_1310k"
FILES = {"config.json": 64 << 10, "vocab.txt": 1 << 20, "pytorch_model.bin": 64 << 20}  # and their most bytes
LICENSE = "licenses/LICENSE"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# A token of a reaction: a bracketed atom, an element of two letters, the arrow, a ring closure past 9, else one character.
# What is none of these is left out, as there.
TOKEN = r"\[[^\]]+\]|Br|Cl|>>|%[0-9]{2}|[BCNOSPFIbcnosp0-9().=#+\-\\/:~@?>*$]"
# So that transformers takes tokenizer.json as it is, and no ALBERT's SentencePiece.
TOKENIZER_CONFIG = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", "unk_token": "[UNK]",
                    "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]", "model_max_length": 512}
SIZES = ("embedding_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_hidden_groups", "inner_group_num",
         "num_attention_heads", "vocab_size", "max_position_embeddings", "type_vocab_size")
MAX_SIZE = 1_000_000
# A Suzuki coupling; [CLS] is token 0, atom 32 of the product came from token 16 of the reactants.
REACTION = "c1ccccc1Br.OB(O)c1ccncc1>>c1ccc(-c2ccncc2)cc1"


class ConversionError(Exception):
    """What cannot be converted, in words."""


def read_wheel(wheel: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = {name: f"{FOLDER}/{name}" for name in FILES}
            names["LICENSE"] = next((name for name in archive.namelist() if name.endswith(LICENSE)), LICENSE)
            found = {}
            for name, member in names.items():
                limit = FILES.get(name, 64 << 10)
                with archive.open(member) as stream:  # KeyError: not there
                    found[name] = stream.read(limit + 1)
                if len(found[name]) > limit:
                    raise ConversionError(f"{member} is longer than {limit} bytes")
            return found
    except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ConversionError(f"it is no wheel of rxnmapper: {str(error)[:160]}") from None


def to_config(text: bytes) -> dict:
    """What transformers and Baryscope ask of an ALBERT; the rest of the file belongs to its training."""
    try:
        source = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConversionError(f"config.json is no JSON: {str(error)[:120]}") from None
    if not isinstance(source, dict) or source.get("model_type") != "albert":
        raise ConversionError("config.json describes no model of the type albert")
    for name in SIZES:
        if type(source.get(name)) is not int or not 0 < source[name] <= MAX_SIZE:
            raise ConversionError(f"config.json: {name} is no count up to {MAX_SIZE}")
    if source.get("hidden_act") != "gelu" or type(source.get("layer_norm_eps")) is not float:
        raise ConversionError("config.json: hidden_act is not gelu, or layer_norm_eps no number")
    return {"architectures": ["AlbertForMaskedLM"], "model_type": "albert", **{name: source[name] for name in SIZES},
            "hidden_act": "gelu", "layer_norm_eps": source["layer_norm_eps"], "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0, "classifier_dropout_prob": 0.0, "tie_word_embeddings": True,
            "dtype": "float32",
            # For Baryscope alone: the head whose truth is known, reading from an atom of the product.
            "_baryscope": {"title": "RXNMapper", "example": {"text": REACTION, "layer": 10, "head": 5, "query": 32}}}


def read_vocabulary(text: bytes, n_tokens: int) -> dict[str, int]:
    try:
        lines = text.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise ConversionError(f"vocab.txt is not UTF-8: {error}") from None
    vocabulary = {line: place for place, line in enumerate(lines)}
    if len(lines) != n_tokens or len(vocabulary) != n_tokens:
        raise ConversionError(f"vocab.txt holds {len(lines)} lines, {len(vocabulary)} different ones; expected {n_tokens}")
    missing = [token for token in SPECIAL if token not in vocabulary]
    if missing:
        raise ConversionError(f"vocab.txt has no {', '.join(missing)}")
    return vocabulary


def to_tokenizer(vocabulary: dict[str, int]) -> dict:
    def part(name: str, segment: int, kind: str = "SpecialToken") -> dict:
        return {kind: {"id": name, "type_id": segment}}

    single = [part("[CLS]", 0), part("A", 0, "Sequence"), part("[SEP]", 0)]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": vocabulary[token], "content": token, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for token in SPECIAL],
        "normalizer": None,
        # Inverted: the matches are kept, what lies between them is removed.
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": TOKEN}, "behavior": "Removed", "invert": True},
        "post_processor": {
            "type": "TemplateProcessing", "single": single,
            "pair": single + [part("B", 1, "Sequence"), part("[SEP]", 1)],
            "special_tokens": {token: {"id": token, "ids": [vocabulary[token]], "tokens": [token]}
                               for token in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "Fuse"},
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    }


def check_tensors(tensors: dict[str, Tensor], config: dict) -> None:
    embeddings = tensors.get("albert.embeddings.word_embeddings.weight")
    if embeddings is None or embeddings.shape != (config["vocab_size"], config["embedding_size"]):
        raise ConversionError("pytorch_model.bin has no albert.embeddings.word_embeddings.weight of "
                              f"{config['vocab_size']} x {config['embedding_size']}")
    for name, tensor in tensors.items():
        numbers = array.array("f", tensor.values)
        if sys.byteorder == "big":
            numbers.byteswap()
        if not all(map(math.isfinite, numbers)):
            raise ConversionError(f"pytorch_model.bin: {name} holds NaN or infinity")


def to_safetensors(tensors: dict[str, Tensor]) -> bytes:
    header: dict = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, tensor in tensors.items():
        end = offset + len(tensor.values)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(tensor.values for tensor in tensors.values())


def convert(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the model folder, by their names."""
    config = to_config(files["config.json"])
    vocabulary = read_vocabulary(files["vocab.txt"], config["vocab_size"])
    try:
        tensors = read_legacy_torch_file(files["pytorch_model.bin"])
    except LegacyFileError as error:
        raise ConversionError(f"pytorch_model.bin: {error}") from None
    check_tensors(tensors, config)

    def text(value: dict) -> bytes:
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

    return {"config.json": text(config), "model.safetensors": to_safetensors(tensors),
            "tokenizer.json": text(to_tokenizer(vocabulary)), "tokenizer_config.json": text(TOKENIZER_CONFIG),
            "LICENSE": files["LICENSE"]}


def write_folder(files: dict[str, bytes], target: Path) -> None:
    """Whole or not at all: beside the target first, then renamed."""
    parent = target.absolute().parent
    if not parent.is_dir():
        raise ConversionError(f"the folder {parent} does not exist")
    if target.is_symlink() or target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ConversionError(f"{target} is there already; remove it first")
    unfinished = Path(tempfile.mkdtemp(dir=parent, prefix=f".{target.name}."))
    try:
        for name, data in files.items():
            (unfinished / name).write_bytes(data)
        unfinished.chmod(0o755)
        os.replace(unfinished, target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes a model folder of RXNMapper's transformer.")
    parser.add_argument("wheel", type=Path, help="rxnmapper-0.4.3-py3-none-any.whl")
    parser.add_argument("target", type=Path, help="the model folder, which must not be there yet")
    arguments = parser.parse_args()
    try:
        write_folder(convert(read_wheel(arguments.wheel)), arguments.target)
    except (ConversionError, OSError) as error:
        print(f"convert_rxnmapper.py: cannot convert {arguments.wheel}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
