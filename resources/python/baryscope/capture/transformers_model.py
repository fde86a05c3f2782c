"""Runs a transformers model once and gathers what its attention saw into a Capture."""

from contextlib import contextmanager

import torch

from .content import Capture
from .errors import CaptureError
from .gathering import Gathering, Inputs
from .modules import Places
from .recorder import NAME, Recorder
from .restriction import Restriction

MASKS = {"input_ids": "attention_mask", "decoder_input_ids": "decoder_attention_mask"}
ROWS = (*MASKS, "pixel_values", "input_features", "input_values")


@contextmanager
def attention_through(model, recorder: Recorder):
    """Meanwhile the attention of all parts of the model goes through the recorder."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import eager_mask

    AttentionInterface.register(NAME, recorder)
    AttentionMaskInterface.register(NAME, eager_mask)  # always says what is read, where others may say it by is_causal
    configs = {id(part.config): part.config for part in model.modules() if hasattr(part, "config")}
    before = {key: config._attn_implementation for key, config in configs.items() if hasattr(config, "_attn_implementation")}
    try:
        for key in before:
            configs[key]._attn_implementation_internal = NAME
        yield
    finally:
        for key, value in before.items():
            configs[key]._attn_implementation_internal = value


def real_places(inputs: dict, row: int | None) -> dict[int, torch.Tensor]:
    """Places that are no padding, by the length of the sequence that has padding."""
    kept: dict[int, torch.Tensor] = {}
    lengths = [inputs[name].shape[1] for name in MASKS if inputs.get(name) is not None]
    for mask_name in MASKS.values():
        mask = inputs.get(mask_name)
        if mask is None or mask.dim() != 2:
            continue
        mask = mask[row or 0].bool().cpu()
        if mask.all():
            continue
        if not mask.any():
            raise CaptureError("all tokens of this text are padding")
        if lengths.count(len(mask)) > 1:
            raise CaptureError("two padded sequences have one length; leave the padding out")
        kept[len(mask)] = mask.nonzero()[:, 0]
    return kept


def capture_model(model, inputs, *, tokens: dict[str, list[str]] | None = None, row: int | None = None, name: str | None = None,
                  restriction: Restriction = Restriction(), processor=None, seconds: float | None = None,
                  sink=lambda index, layer: None) -> Capture:
    """Runs `model(**inputs)` without gradients and returns what its attention saw.

    tokens: the texts of the tokens of "input_ids" and, of an encoder-decoder, of "decoder_input_ids", without padding.
    row: which of several texts (rows of a batch) is meant. Throws CaptureError for what a capture would misread.
    """
    given = dict(inputs)
    rows = max((given[key].shape[0] for key in ROWS if isinstance(given.get(key), torch.Tensor)), default=1)
    if rows > 1 and row is None:
        raise CaptureError(f"{rows} texts at once: say which one by row=0 … {rows - 1}")
    if row is not None and not 0 <= row < rows:
        raise CaptureError(f"row {row} is not within 0 to {rows - 1}")
    model.eval()
    gathering = Gathering(name or type(model).__name__, Inputs(given, tokens or {}, processor, seconds), model.config,
                          row or 0, sink)
    with Places(model) as places, torch.inference_mode():
        recorder = Recorder(places, restriction, row, real_places(given, row), gathering.take)
        with attention_through(model, recorder):
            model(**given, **without_cache(model))
    if not recorder.n_calls:
        raise CaptureError(f"the attention of {type(model).__name__} does not go through transformers' attention interface, so "
                           "nothing could be recorded")
    if not gathering.records:
        raise CaptureError("no layer is left: --layers names none that the model has")
    capture = gathering.result()
    n_layers = getattr(model.config, "num_hidden_layers", None)
    if restriction.layers is None and isinstance(n_layers, int) and len(capture.layers) < n_layers:
        capture.notes.append(f"{n_layers - len(capture.layers)} of its {n_layers} layers mix tokens in another way and are left out")
    return capture


def without_cache(model) -> dict:
    """Models that keep keys for later are told not to, if they can be told."""
    return {"use_cache": False} if hasattr(model.config, "use_cache") else {}
