"""python -m baryscope.capture and capture_model.py: texts, pictures, sounds, a file a layer, several processes.

Usage: command_test.py FOLDER_OF_THE_PACKAGE
"""

import json
import os
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

package = Path(sys.argv[1]).resolve()
sys.path.insert(0, str(package))
import small_models
from baryscope.capture import CaptureError, outputs, read, weights

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
TEXT = "the bakery is between the school and the library"
QUIET = {**os.environ, "PYTHONPATH": str(package), "TRANSFORMERS_VERBOSITY": "error", "OMP_NUM_THREADS": "1"}


def run(*arguments, expect: int = 0, start: tuple = ("-m", "baryscope.capture")) -> str:
    done = subprocess.run([sys.executable, *map(str, start), *map(str, arguments)], capture_output=True, text=True, env=QUIET)
    assert done.returncode == expect and (expect == 0 or "Traceback" not in done.stderr), (done.returncode, done.stderr)
    return done.stderr


def make_tokenizer(folder: Path) -> None:
    words = ["[PAD]", "[UNK]", "[CLS]", *sorted(set(TEXT.split()))]
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]").save_pretrained(folder)


def save(name: str, folder: Path, **changes) -> Path:
    config = small_models.configs()[name]
    for key, value in changes.items():
        setattr(config, key, value)
    small_models.make(config).save_pretrained(folder / name)
    make_tokenizer(folder / name)
    return folder / name


def check(path: Path, n_layers: int) -> "object":
    capture = read(path)
    assert len(capture.layers) == n_layers, len(capture.layers)
    for layer in capture.layers:
        error = (outputs(capture, layer) - layer.tensors["output"]).abs().max().item()
        assert error < 1e-5, (path, layer.name, error)
    return capture


def check_texts(folder: Path) -> None:
    llama = save("llama", folder)
    target = folder / "llama.safetensors"
    said = run(llama, "--text", TEXT, "--output", target)
    assert said.endswith("2 layers, 4 heads of 8, 9 tokens\n"), said
    capture = check(target, 2)
    assert capture.tokens() == TEXT.split() and capture.model == "llama"
    before = target.read_bytes()
    run(llama, "--text", TEXT, "--output", target, start=(package / "capture_model.py",))
    assert target.read_bytes() == before
    # A file a layer, read as one.
    run(llama, "--text", TEXT, "--output", folder / "big-{layer}.safetensors")
    index = folder / "big.safetensors.index.json"
    assert sorted(path.name for path in folder.glob("big*")) == ["big-0.safetensors", "big-1.safetensors", index.name]
    for layer, own in zip(check(index, 2).layers, capture.layers):
        assert all(torch.equal(layer.tensors[name], values) for name, values in own.tensors.items())
    # Only a part: four rows of one head of one layer.
    run(llama, "--text", TEXT, "--layers", 1, "--heads", 2, "--queries=-4--1", "--output", folder / "part.safetensors")
    part = check(folder / "part.safetensors", 1).layers[0]
    assert part.name == "1" and part.heads == [2] and list(part.tensors["query"].shape) == [1, 4, 8]
    for arguments, words in ((("--text", "word " * 65), "at most 64"), (("--text", ""), "no token"),
                             (("--text", TEXT, "--heads", "9"), "not within 0 to 3"),
                             (("--text", TEXT, "--layers", "x"), "no number"), (("--text", TEXT, "--answer", "x"), "--answer"),
                             (("--text-file", folder / "none"), "none")):
        assert words in run(llama, *arguments, "--output", folder / "bad.safetensors", expect=1), words
    assert "does not exist" in run(llama, "--text", TEXT, "--output", folder / "far" / "x.safetensors", expect=1)
    assert ".safetensors" in run(llama, "--text", TEXT, "--output", folder / "x.bin", expect=1)
    assert "cannot capture" in run(folder / "nowhere", "--text", TEXT, "--output", folder / "bad.safetensors", expect=1)
    run(llama, "--output", folder / "bad.safetensors", expect=2)
    assert not (folder / "bad.safetensors").exists() and not [path for path in folder.iterdir() if path.name.startswith(".")]


def check_sides(folder: Path) -> None:
    bart = save("bart", folder)
    run(bart, "--text", TEXT, "--answer", "the school", "--output", folder / "bart.safetensors")
    capture = check(folder / "bart.safetensors", 6)
    assert [len(sequence.tokens) for sequence in capture.sequences] == [9, 2]
    run(bart, "--text", TEXT, "--output", folder / "bart-{layer}.safetensors")
    assert check(folder / "bart.safetensors.index.json", 6).layers[3].name == "decoder 0 cross"
    # What a decoder hears: a tone of a quarter of a second.
    whisper = save("whisper", folder, max_source_positions=50)
    transformers.WhisperFeatureExtractor(feature_size=8, chunk_length=1, n_fft=400).save_pretrained(whisper)
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"".join(int(9000 * ((step // 20) % 2)).to_bytes(2, "little") for step in range(4000)))
    said = run(whisper, "--audio", folder / "tone.wav", "--answer", "the library", "--output", folder / "w.safetensors")
    assert "note" not in said, said
    capture = check(folder / "w.safetensors", 6)
    assert capture.tokens()[:3] == ["0.00 s", "0.02 s", "0.04 s"] and len(capture.sequences[0].tokens) == 50
    (folder / "bad.wav").write_bytes(b"RIFF")
    assert "no WAV" in run(whisper, "--audio", folder / "bad.wav", "--output", folder / "w.safetensors", expect=1)


def check_picture(folder: Path) -> None:
    from PIL import Image

    vit = save("vit", folder)
    transformers.ViTImageProcessor(size={"height": 24, "width": 24}).save_pretrained(vit)
    image = Image.new("RGB", (24, 24), (255, 0, 0))
    image.paste((0, 0, 255), (8, 0, 16, 8))
    image.save(folder / "picture.png")
    run(vit, "--image", folder / "picture.png", "--output", folder / "vit.safetensors")
    capture = check(folder / "vit.safetensors", 2)
    assert (capture.grid.rows, capture.grid.columns) == (3, 3)
    assert torch.equal(capture.grid.image, torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8).reshape(24, 24, 3))
    (folder / "bad.png").write_bytes(b"PNG")
    assert "no picture" in run(vit, "--image", folder / "bad.png", "--output", folder / "vit.safetensors", expect=1)


def check_processes(folder: Path) -> None:
    """Two processes hold half of the heads each; the index joins them to what one process wrote."""
    config = small_models.configs()["llama"]
    assert config.num_key_value_heads == 2
    run(folder / "llama", "--text", TEXT, "--output", folder / "both-{layer}.safetensors",
        start=("-m", "torch.distributed.run", "--nproc-per-node", 2, "--master-port", 29517, "-m", "baryscope.capture"))
    names = sorted(path.name for path in folder.glob("both*"))
    assert names == ["both-0.part0.safetensors", "both-0.part1.safetensors", "both-1.part0.safetensors",
                     "both-1.part1.safetensors", "both.safetensors.index.json"], names
    places = json.loads((folder / "both.safetensors.index.json").read_text())["weight_map"]
    assert places["layers.1.key"] == ["both-1.part0.safetensors", "both-1.part1.safetensors"]
    both, one = check(folder / "both.safetensors.index.json", 2), read(folder / "llama.safetensors")
    for layer, own in zip(both.layers, one.layers):
        assert (weights(both, layer) - weights(one, own)).abs().max() < 1e-5


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check_texts(folder)
        check_sides(folder)
        check_picture(folder)
        check_processes(folder)
        try:
            read(folder / "picture.png")
        except CaptureError as error:
            assert "no valid capture" in str(error)
        print("texts, sides, pictures, processes: captured by the command")


main()
