"""A model that several processes hold together (torchrun): each writes the heads that it has, the first writes the index."""

import os
from pathlib import Path

from .content import Capture
from .errors import CaptureError
from .files import Writer, index_path, write_index


def n_processes() -> int:
    """As torchrun says it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def rank() -> int:
    return int(os.environ.get("RANK", "0"))


def finish_together(writer: Writer, capture: Capture) -> None:
    """Called by every process with its own capture of the same layers."""
    import torch.distributed as together

    metadata, places = writer.finish(capture)
    shapes = {f"layers.{index}.query": layer.shape("query")[0] for index, layer in enumerate(capture.layers)}
    parts: list = [None] * together.get_world_size()
    together.all_gather_object(parts, (metadata, places, shapes))
    problem = None
    if together.get_rank() == 0:
        problem = join_parts(writer.target, parts)
    box = [problem]
    together.broadcast_object_list(box, 0)
    if box[0]:
        raise CaptureError(box[0])


def join_parts(target: Path, parts: list) -> str | None:
    """Writes the index of all parts; words where they do not fit."""
    metadata = parts[0][0]
    if any(part[2] != parts[0][2] for part in parts):
        return "the processes hold different numbers of heads"
    if any(part[0]["tokens"] != metadata["tokens"] for part in parts):
        return "the processes have different tokens"
    places: dict[str, list[str]] = {}
    for part in parts:
        for name, file in part[1].items():
            places.setdefault(name, []).append(file)
    write_index(index_path(target), metadata, places)
    return None
