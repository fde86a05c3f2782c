"""Captures what every layer and head of a model sees, for Baryscope.

    from baryscope.capture import capture_model, write
    capture = capture_model(model, tokenizer(text, return_tensors="pt"), tokens={"input_ids": [...]})
    write(capture, "text.safetensors")

`python -m baryscope.capture MODEL --text "…" --output text.safetensors` does so from a shell. Models are those of
transformers that use its attention interface; caches of TransformerLens and calls that nnsight saved are read by
`from_transformer_lens` and `from_attention_calls`. Needs torch and safetensors, and transformers for its models.
"""

from .caches import from_attention_calls, from_transformer_lens
from .content import Capture, Grid, Layer, Sequence, outputs, weights
from .errors import CaptureError
from .files import Writer, read, write
from .restriction import Restriction, read_ranges
from .transformers_model import capture_model

__all__ = ["Capture", "CaptureError", "Grid", "Layer", "Restriction", "Sequence", "Writer", "capture_model",
           "from_attention_calls", "from_transformer_lens", "outputs", "read", "read_ranges", "weights", "write"]
