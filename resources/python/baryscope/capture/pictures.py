"""Patches of an image as tokens: their grid, their names, and the image as the model was shown it."""

import torch

from .content import Grid
from .errors import CaptureError

MOST_EXTRA = 64  # tokens before the patches: [CLS], distillation, registers


def pair(value, what: str) -> tuple[int, int]:
    sides = tuple(value) if isinstance(value, (list, tuple)) else (value, value)
    if len(sides) != 2 or not all(isinstance(side, int) and side > 0 for side in sides):
        raise CaptureError(f"{what} is {value!r}, expected one or two counts")
    return sides


def to_bytes(pixels: torch.Tensor, processor) -> torch.Tensor:
    """[height, width, 3] of bytes: what the processor did to colours is undone; without one, the darkest is black and the
    brightest white. pixels: [channels, height, width]."""
    values = pixels.float().cpu()
    mean, spread = (getattr(processor, name, None) for name in ("image_mean", "image_std"))
    if getattr(processor, "do_normalize", False) and mean is not None and spread is not None:
        shape = (-1, 1, 1)
        values = values * torch.tensor(spread, dtype=torch.float32).reshape(shape) + \
            torch.tensor(mean, dtype=torch.float32).reshape(shape)
    else:
        low, high = values.min(), values.max()
        values = (values - low) / (high - low).clamp(min=1e-12)
    if values.shape[0] not in (1, 3):
        raise CaptureError(f"an image of {values.shape[0]} channels, expected 1 or 3")
    image = (values.clamp(0, 1) * 255).round().to(torch.uint8).expand(3, -1, -1)
    return image.permute(1, 2, 0).contiguous()


def read_grid(config, pixels, n_tokens: int, processor, row: int) -> tuple[Grid, list[str]] | None:
    """The grid of a vision transformer's patches and the names of all its tokens; None where the tokens are no such patches.

    pixels: [images, channels, height, width].
    """
    vision = getattr(config, "vision_config", None) or config
    size = getattr(vision, "patch_size", None)
    if size is None or pixels is None or pixels.dim() != 4:
        return None
    height, width = pair(size, "patch_size")
    rows, columns = pixels.shape[2] // height, pixels.shape[3] // width
    first = n_tokens - rows * columns
    if rows < 1 or columns < 1 or not 0 <= first <= MOST_EXTRA:
        return None
    names = ["[CLS]"] if first else []
    names += [f"[REG{number}]" for number in range(1, first)]
    names += [f"{row_number},{column}" for row_number in range(rows) for column in range(columns)]
    image = to_bytes(pixels[row][:, :rows * height, :columns * width], processor)
    return Grid(first, rows, columns, image), names
