"""The command line: python -m baryscope.capture MODEL --text TEXT --output FILE."""

import argparse
import os
import sys
from pathlib import Path

from .errors import CaptureError

TYPES = ("float64", "float32", "float16", "bfloat16")
DESCRIPTION = "Captures what every layer and head of a Hugging Face model sees."
# What transformers raises for folders, names and files that are not what they should be.
TROUBLE = (OSError, ValueError, KeyError, RuntimeError, TypeError)


def read_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="capture_model.py", description=DESCRIPTION)
    parser.add_argument("model", help="model folder, or a name on the Hugging Face hub")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--text", help="the text to read")
    source.add_argument("--text-file", type=Path, help="a UTF-8 file with the text")
    source.add_argument("--image", type=Path, help="the image to see, for vision transformers")
    source.add_argument("--audio", type=Path, help="the sound to hear: WAV, 16 bits, at the model's own rate")
    parser.add_argument("--text-b", help="second sentence of a pair")
    parser.add_argument("--answer", help="what a decoder writes (default: the text again; of a sound nothing yet)")
    parser.add_argument("--output", type=Path, required=True,
                        help="the capture, *.safetensors; with {layer} in the name a file a layer, and an index")
    parser.add_argument("--layers", help="only these, such as 0,5-7, counted within each stack")
    parser.add_argument("--heads", help="only these heads of each layer")
    parser.add_argument("--queries", help="only the rows of these tokens; negative numbers count from the end: --queries=-16--1")
    parser.add_argument("--keys", help="only the columns of these tokens; their weights stay those among all")
    parser.add_argument("--dtype", choices=TYPES, default="float32",
                        help="precision of the forward pass and of the file (default float32)")
    parser.add_argument("--device", default="cpu",
                        help="cpu, cuda, cuda:1, …; auto: over all that there are (accelerate). Under torchrun every process holds "
                        "its heads (default cpu)")
    parser.add_argument("--name", help="what to call the model (default: the last part of MODEL)")
    parser.add_argument("--offline", action="store_true", help="use only what is on this machine")
    return parser.parse_args(arguments)


def read_restriction(arguments):
    from .restriction import Restriction, read_ranges

    return Restriction(*(None if text is None else read_ranges(text, f"--{name}") for name, text in
                         ((name, getattr(arguments, name)) for name in ("layers", "heads", "queries", "keys"))))


def load(arguments, n_processes: int):
    import torch
    from transformers import AutoModel

    options: dict = {"dtype": getattr(torch, arguments.dtype)}
    if n_processes > 1:
        from transformers.distributed import DistributedConfig

        options["distributed_config"] = DistributedConfig(tp_plan="auto")
    elif arguments.device == "auto":
        options["device_map"] = "auto"
    model = AutoModel.from_pretrained(arguments.model, **options)
    return model if n_processes > 1 or arguments.device == "auto" else model.to(arguments.device)


def read_inputs(arguments, config):
    from . import inputs

    if arguments.image is not None:
        return inputs.of_image(arguments.model, arguments.image)
    if arguments.audio is not None:
        return inputs.of_audio(arguments.model, config, arguments.audio, arguments.answer)
    text = arguments.text
    if arguments.text_file is not None:
        text = arguments.text_file.read_text(encoding="utf-8")
    return inputs.of_text(arguments.model, config, text, arguments.text_b, arguments.answer)


def run(arguments):
    """→ the capture, without tensors where they are in files of their own."""
    import torch
    from transformers import AutoConfig

    from .files import Writer
    from .processes import finish_together, n_processes, rank
    from .transformers_model import capture_model

    n_ranks = n_processes()
    restriction = read_restriction(arguments)
    if n_ranks > 1 and restriction.heads is not None:
        raise CaptureError("--heads: under torchrun each process holds heads of its own, and all are kept")
    inputs = read_inputs(arguments, AutoConfig.from_pretrained(arguments.model))
    with Writer(arguments.output, rank() if n_ranks > 1 else None) as writer:
        model = load(arguments, n_ranks)
        device = next(model.parameters()).device
        given = {name: value.to(device) for name, value in inputs.model.items()}
        if "pixel_values" in given:
            given["pixel_values"] = given["pixel_values"].to(getattr(torch, arguments.dtype))
        if "input_features" in given:
            given["input_features"] = given["input_features"].to(getattr(torch, arguments.dtype))
        capture = capture_model(model, given, tokens=inputs.tokens, name=arguments.name or Path(arguments.model).name,
                                restriction=restriction, processor=inputs.processor, seconds=inputs.seconds, sink=writer.take)
        if n_ranks > 1:
            finish_together(writer, capture)
        else:
            writer.finish(capture)
    return capture


def main(arguments: list[str] | None = None) -> int:
    asked = read_arguments(arguments)
    if asked.offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        capture = run(asked)
    except ImportError as missing:
        print(f"capture_model.py: {missing}; install torch, transformers and safetensors", file=sys.stderr)
        return 1
    except (CaptureError, *TROUBLE) as error:
        print(f"capture_model.py: cannot capture {asked.model}: {error}", file=sys.stderr)
        return 1
    for note in capture.notes:
        print(f"capture_model.py: note: {note}", file=sys.stderr)
    heads, width = capture.layers[0].heads_and_width()
    print(f"{asked.output}: {len(capture.layers)} layers, {heads} heads of {width}, {len(capture.tokens())} tokens", file=sys.stderr)
    return 0
