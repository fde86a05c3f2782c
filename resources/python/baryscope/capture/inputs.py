"""From a text, an image or a sound to what a model is called with, and the names of its tokens."""

import array
import sys
import wave
from pathlib import Path

from .errors import CaptureError
from .gathering import Inputs

MOST_SECONDS = 3600


def token_texts(tokenizer, ids) -> list[str]:
    return tokenizer.convert_ids_to_tokens(ids.tolist())


def check_length(config, n_tokens: int) -> None:
    text_config = config.get_text_config() if hasattr(config, "get_text_config") else config
    limit = getattr(text_config, "max_position_embeddings", None)
    if n_tokens == 0:
        raise CaptureError("the text has no token")
    if limit and limit > 0 and n_tokens > limit:
        raise CaptureError(f"the text has {n_tokens} tokens, the model reads at most {limit}")


def decoder_ids(tokenizer, config, answer: str):
    """What a decoder is given so that it writes the answer: its start token, then the answer without its last token."""
    import torch

    start = getattr(config, "decoder_start_token_id", None)
    if start is None:
        raise CaptureError("the model's config names no decoder_start_token_id")
    ids = tokenizer(text_target=answer, return_tensors="pt")["input_ids"] if answer else None
    first = torch.tensor([[start]])
    return first if ids is None else torch.cat([first, ids[:, :-1].to(first.dtype)], 1)


def of_text(model_name: str, config, text: str, text_b: str | None, answer: str | None) -> Inputs:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_name)
    encoded = dict(tokenizer(text, text_b, return_tensors="pt", truncation=False, padding=False))
    ids = encoded["input_ids"]
    check_length(config, ids.shape[1])
    inputs = Inputs(encoded, {"input_ids": token_texts(tokenizer, ids[0])})
    if getattr(config, "is_encoder_decoder", False):
        with_answer(inputs, tokenizer, config, text if answer is None else answer)
    elif answer is not None:
        raise CaptureError("--answer: this model has no decoder that reads its encoder")
    return inputs


def with_answer(inputs: Inputs, tokenizer, config, answer: str) -> None:
    ids = decoder_ids(tokenizer, config, answer)
    check_length(config, ids.shape[1])
    inputs.model["decoder_input_ids"] = ids
    inputs.tokens["decoder_input_ids"] = token_texts(tokenizer, ids[0])


def of_image(model_name: str, path: Path) -> Inputs:
    from PIL import Image, UnidentifiedImageError
    from transformers import AutoImageProcessor

    try:
        image = Image.open(path).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CaptureError(f"{path} is no picture that can be read: {error}") from None
    processor = AutoImageProcessor.from_pretrained(model_name)
    return Inputs(dict(processor(images=image, return_tensors="pt")), processor=processor)


def read_wave(path: Path) -> tuple[list[float], int]:
    """Samples in [-1, 1], channels averaged, and how many a second."""
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if width != 2 or file.getnframes() > rate * MOST_SECONDS:
                raise CaptureError(f"{path}: {8 * width} bits a sample, {file.getnframes()} samples; expected 16 bits and at most "
                                   "an hour")
            samples = array.array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise CaptureError(f"{path} is no WAV file that can be read: {error}") from None
    if sys.byteorder == "big":
        samples.byteswap()
    return [sum(samples[at:at + channels]) / (32768 * channels) for at in range(0, len(samples) - channels + 1, channels)], rate


def of_audio(model_name: str, config, path: Path, answer: str | None) -> Inputs:
    from transformers import AutoFeatureExtractor, AutoTokenizer

    samples, rate = read_wave(path)
    extractor = AutoFeatureExtractor.from_pretrained(model_name)
    if rate != extractor.sampling_rate:
        raise CaptureError(f"{path} has {rate} samples a second, the model hears {extractor.sampling_rate}")
    encoded = dict(extractor(samples, sampling_rate=rate, return_tensors="pt"))
    features = encoded.get("input_features")
    seconds = len(samples) / rate
    if features is not None and hasattr(extractor, "hop_length"):
        seconds = features.shape[-1] * extractor.hop_length / rate
    inputs = Inputs(encoded, seconds=seconds)
    if getattr(config, "is_encoder_decoder", False):
        with_answer(inputs, AutoTokenizer.from_pretrained(model_name), config, answer or "")
    return inputs
