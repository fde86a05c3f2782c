"""Captures as files: one *.safetensors, or {layer} files behind one index, whole or not at all."""

import json
import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import torch

from .content import TENSORS, Capture, Layer
from .errors import CaptureError
from .safetensors_file import save_safetensors
from .text_form import from_metadata, to_metadata

INDEX_ENDING = ".safetensors.index.json"
MOST_INDEX_BYTES = 256 << 20


def index_path(target: Path) -> Path:
    """big-{layer}.safetensors → big.safetensors.index.json."""
    stem = target.name.removesuffix(".safetensors")
    stem = re.sub(r"[-_. ]*\{layer\}[-_. ]*", "", stem) or "capture"
    return target.with_name(stem + INDEX_ENDING)


def masks_of(layers: list[Layer]) -> tuple[list[str | None], dict[str, torch.Tensor]]:
    """The mask of each layer by its name, and each different mask once."""
    names: list[str | None] = []
    different: dict[str, torch.Tensor] = {}
    for layer in layers:
        allowed = layer.rule.allowed
        if allowed is None:
            names.append(None)
            continue
        same = next((name for name, mask in different.items() if torch.equal(mask, allowed)), None)
        if same is None:
            same = f"masks.{len(different)}"
            different[same] = allowed
        names.append(same)
    return names, different


class Writer:
    """Keeps files beside the target until all are there. With {layer} in the target's name each layer is written as soon as
    it is there, and let go; with a part, of several that write at once (one a process), files carry its number and
    `finish` returns what the index needs, of which `write_index` of one process makes the whole."""

    def __init__(self, target: Path, part: int | None = None) -> None:
        self.target, self.part = target, part
        self.by_layer = "{layer}" in target.name
        if not target.parent.is_dir():
            raise CaptureError(f"the folder {target.parent} does not exist")
        if not target.name.endswith(".safetensors"):
            raise CaptureError(f"{target.name} does not end in .safetensors")
        self.folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name.replace('{layer}', '')}."))
        self.places: dict[str, str] = {}  # tensor → file
        self.files: list[str] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def file_name(self, layer: str) -> str:
        name = self.target.name.replace("{layer}", layer)
        return name if self.part is None else name.removesuffix(".safetensors") + f".part{self.part}.safetensors"

    def save(self, name: str, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
        save_safetensors(self.folder / name, tensors, metadata)
        os.chmod(self.folder / name, 0o644)
        self.files.append(name)
        self.places.update(dict.fromkeys(tensors, name))

    def take(self, index: int, layer: Layer) -> None:
        """The sink of a capture that comes layer by layer."""
        if not self.by_layer:
            return
        layer.shapes = {name: list(values.shape) for name, values in layer.tensors.items()}
        self.save(self.file_name(str(index)), {f"layers.{index}.{name}": values for name, values in layer.tensors.items()},
                  {"baryscope.capture_part": "1"})
        layer.tensors = {}

    def finish(self, capture: Capture) -> tuple[dict[str, str], dict[str, str]]:
        """→ metadata, file by tensor. Everything has its final name, but for an index."""
        mask_names, masks = masks_of(capture.layers)
        metadata = to_metadata(capture, mask_names)
        shared = {name: mask.to(torch.uint8) for name, mask in masks.items()}
        if capture.grid is not None and capture.grid.image is not None:
            shared["image"] = capture.grid.image
        if self.by_layer:
            if shared and not self.part:
                self.save(self.file_name("shared"), shared, {"baryscope.capture_part": "1"})
        else:
            tensors = {f"layers.{index}.{name}": values for index, layer in enumerate(capture.layers)
                       for name, values in layer.tensors.items()}
            self.save(self.file_name(""), {**tensors, **({} if self.part else shared)},
                      metadata if self.part is None else {"baryscope.capture_part": "1"})
        for name in self.files:
            os.replace(self.folder / name, self.target.with_name(name))
        if self.by_layer and self.part is None:
            write_index(index_path(self.target), metadata, {name: [file] for name, file in self.places.items()})
        return metadata, self.places


def write_index(target: Path, metadata: dict[str, str], places: dict[str, list[str]]) -> None:
    """weight_map names the file of a tensor, or those that hold its heads in turn."""
    text = json.dumps({"metadata": metadata, "weight_map": {name: files[0] if len(files) == 1 else files
                                                            for name, files in places.items()}}, ensure_ascii=False, indent=1)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def write(capture: Capture, target) -> None:
    """A capture that is in memory as a whole, and stays so."""
    capture = replace(capture, layers=[replace(layer) for layer in capture.layers])
    with Writer(Path(target)) as writer:
        for index, layer in enumerate(capture.layers):
            writer.take(index, layer)
        writer.finish(capture)


def read_index(path: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    if path.stat().st_size > MOST_INDEX_BYTES:
        raise CaptureError(f"an index of {path.stat().st_size} bytes, at most {MOST_INDEX_BYTES} are read")
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise CaptureError("it is no JSON") from None
    metadata = index.get("metadata") if isinstance(index, dict) else None
    places = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(metadata, dict) or not isinstance(places, dict) or \
            not all(type(value) is str for value in metadata.values()):
        raise CaptureError("it has no metadata of texts and no weight_map")
    joined = {}
    for name, files in places.items():
        joined[name] = files if isinstance(files, list) else [files]
        for file in joined[name]:
            if type(file) is not str or not file or Path(file).name != file or file.startswith("."):
                raise CaptureError(f"weight_map: {name} is in {file!r}, expected a file's name in the same folder")
    return metadata, joined


def read(path) -> Capture:
    """A *.safetensors or the index of {layer} files, with all tensors."""
    from safetensors import SafetensorError, safe_open

    path = Path(path)
    try:
        if path.name.endswith(INDEX_ENDING):
            metadata, places = read_index(path)
        else:
            with safe_open(path, framework="pt") as file:
                metadata, places = file.metadata() or {}, {name: [path.name] for name in file.keys()}
        tensors = {}
        for name, files in places.items():
            parts = []
            for file_name in files:
                with safe_open(path.with_name(file_name), framework="pt") as file:
                    parts.append(file.get_tensor(name))
            tensors[name] = parts[0] if len(parts) == 1 else torch.cat(parts, 0)
        return assemble(metadata, tensors)
    except (SafetensorError, CaptureError, RuntimeError, OSError) as error:
        raise CaptureError(f"{path} is no valid capture: {error}") from None


def assemble(metadata: dict[str, str], tensors: dict[str, torch.Tensor]) -> Capture:
    layers: dict[int, dict[str, torch.Tensor]] = {}
    masks, image = {}, None
    for name, values in tensors.items():
        found = re.fullmatch(r"layers\.(0|[1-9]\d{0,5})\.(\w+)", name)
        if found:
            layers.setdefault(int(found[1]), {})[found[2]] = values
        elif re.fullmatch(r"masks\.\d+", name) and values.dtype == torch.uint8 and values.dim() == 2:
            masks[name] = values.bool()
        elif name == "image" and values.dtype == torch.uint8 and values.dim() == 3 and values.shape[2] == 3:
            image = values
        else:
            raise CaptureError(f"unknown tensor {name!r}")
    if sorted(layers) != list(range(len(layers))) or not layers:
        raise CaptureError("its layers are not numbered from 0 without gaps")
    capture = from_metadata(metadata, [layers[index] for index in range(len(layers))], masks, image)
    for index, layer in enumerate(capture.layers):
        check_shapes(layer, f"layer {index}")
    return capture


def check_shapes(layer: Layer, what: str) -> None:
    for name in ("query", "key", "value"):
        if name not in layer.tensors:
            raise CaptureError(f"{what} has no {name}")
    n_heads = layer.tensors["query"].shape[0]
    n_queries, n_keys = len(layer.queries), len(layer.keys)
    if layer.heads is not None and len(layer.heads) != n_heads:
        raise CaptureError(f"{what} has {n_heads} heads, its metadata lists {len(layer.heads)}")
    if layer.rule.allowed is not None and list(layer.rule.allowed.shape) != [n_queries, n_keys]:
        raise CaptureError(f"{what}: its mask is {list(layer.rule.allowed.shape)}, expected {[n_queries, n_keys]}")
    for name, values in layer.tensors.items():
        if name not in TENSORS:
            continue  # of mechanisms that are not captured here
        if name == "lambda" or name.startswith("log_sum_exp"):
            shapes = [[n_heads, n_queries]] + ([[n_heads]] if name == "lambda" else [])
            fits = list(values.shape) in shapes
        elif name == "score_bias":
            fits = list(values.shape) == [n_heads, n_queries, n_keys]
        else:
            length = n_queries if name.startswith("query") or name == "output" else n_keys
            fits = values.dim() == 3 and values.shape[1] == length and n_heads % max(values.shape[0], 1) == 0
        if not fits or not values.is_floating_point() or not torch.isfinite(values).all():
            raise CaptureError(f"{what}: its {name} is {list(values.shape)} of {values.dtype}, or holds NaN or infinity; expected "
                               f"{n_heads} heads (or key heads that divide them), {n_queries} queries and {n_keys} keys")
