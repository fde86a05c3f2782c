"""baryscope.capture: what its files say, that plain captures stay version 1, and that files which lie are refused by name.

Usage: files_test.py FOLDER_OF_THE_PACKAGE
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers
from safetensors import safe_open

sys.path.insert(0, sys.argv[1])
import small_models
from baryscope.capture import CaptureError, Restriction, Writer, capture_model, read, weights, write
from baryscope.capture.files import INDEX_ENDING
from baryscope.capture.safetensors_file import save_safetensors

transformers.logging.set_verbosity_error()
PLAIN = ("gpt2", "gpt_neox", "llama", "qwen3", "bert", "albert", "diffllama")
RULED = ("mistral", "gemma2", "gemma3", "modernbert")
OTHERS = {**dict.fromkeys(RULED, {"layer_rules"}), "bart": {"layer_rules", "sequences"},
          "whisper": {"layer_rules", "sequences"}, "vit": {"grid"}}


def captured(name: str, attention_mask=None, **options):
    model = small_models.make(small_models.configs()[name])
    inputs, tokens = small_models.inputs_of(model.config)
    if attention_mask is not None:
        inputs["attention_mask"] = attention_mask
    return capture_model(model, inputs, tokens=tokens, **options)


def contents(path: Path) -> tuple[dict, dict]:
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def check_versions(folder: Path) -> None:
    for name in (*PLAIN, *OTHERS):
        capture = captured(name)
        write(capture, folder / "x.safetensors")
        _, said = contents(folder / "x.safetensors")
        usual = {"baryscope.capture", "tokens", "causal", "model"}
        assert said["baryscope.capture"] == ("1" if name in PLAIN + RULED else "2"), name
        assert set(said) - usual - {"mechanism", "scale"} == OTHERS.get(name, set()), (name, set(said))
        first = (folder / "x.safetensors").read_bytes()
        write(captured(name), folder / "x.safetensors")
        assert (folder / "x.safetensors").read_bytes() == first, "the same capture is the same bytes"
        again = read(folder / "x.safetensors")
        for layer, own in zip(again.layers, capture.layers):
            assert (layer.name, layer.queries, layer.keys, layer.heads, layer.score_cap) == \
                (own.name, own.queries, own.keys, own.heads, own.score_cap)
            assert torch.equal(weights(again, layer), weights(capture, own)), name
    # A mask that no window says: two halves that do not read each other.
    blocks = torch.zeros(small_models.N_TOKENS, small_models.N_TOKENS)
    blocks[:5, 5:] = blocks[5:, :5] = torch.finfo(torch.float32).min
    capture = captured("bert", attention_mask=blocks[None, None])
    masks = [name for name in contents_of(folder, capture) if name.startswith("masks.")]
    assert masks == ["masks.0"], "equal masks are stored once"
    assert torch.equal(read(folder / "y.safetensors").layers[1].rule.allowed, blocks == 0)


def contents_of(folder: Path, capture) -> dict:
    write(capture, folder / "y.safetensors")
    return contents(folder / "y.safetensors")[0]


def refuses(path: Path, words: str) -> None:
    try:
        read(path)
    except CaptureError as error:
        assert words in str(error), (words, str(error))
    else:
        raise AssertionError(f"was read: {words}")


def check_lies(folder: Path) -> None:
    write(captured("bart"), folder / "true.safetensors")
    tensors, said = contents(folder / "true.safetensors")
    lying = folder / "lying.safetensors"

    def lie(words: str, changed_tensors: dict | None = None, **changes) -> None:
        texts = {**said, **changes}
        save_safetensors(lying, {**tensors, **(changed_tensors or {})}, {key: text for key, text in texts.items() if text is not None})
        refuses(lying, words)

    def attention(layer: int, **changes) -> str:
        spoken = json.loads(said["layer_rules"])
        spoken[layer].update(changes)
        return json.dumps(spoken)

    query = tensors["layers.0.query"]
    lie("version '3'", **{"baryscope.capture": "3"})
    lie("no list of texts", tokens="[1]")
    lie("no list of texts", tokens="{}")
    lie("no JSON", tokens="[" * 100_000)
    lie("causal is", causal="yes")
    lie("one a layer", layer_rules="[]")
    lie("no object", layer_rules=json.dumps([1] * 6))
    lie("not known", layer_rules=attention(0, bias=[1]))
    lie("its causal not true", layer_rules=attention(0, causal=1))
    lie("its window", layer_rules=attention(2, window=0))
    lie("its window", layer_rules=attention(2, window=1.5))
    lie("its score_cap", layer_rules=attention(0, score_cap=-1))
    lie("its scale", layer_rules=attention(0, scale="1"))
    lie("its scale", layer_rules=attention(0, scale=float("nan")))
    lie("its mask", layer_rules=attention(0, mask="masks.9"))
    lie("window_after", layer_rules=attention(0, window_after=2))
    lie("its score_bias is", {"layers.0.score_bias": torch.zeros(4, 3, 3)})
    lie("not ascending", layer_rules=attention(0, keys=[[0, 5], [4, 2]]))
    lie("not ascending", layer_rules=attention(0, queries=[[0, 10 ** 9]]))
    lie("not ascending", layer_rules=attention(0, queries=[[-1, 3]]))
    lie("pairs", layer_rules=attention(0, queries=[3]))
    lie("expected 4 heads", layer_rules=attention(0, queries=[[0, 3]]))
    lie("metadata lists 2", layer_rules=attention(0, heads=[0, 1]))
    lie("no list of numbers", layer_rules=attention(0, heads=[0, 1, 2, "3"]))
    lie("its sequences have", sequences=json.dumps([{"name": "encoder", "count": 3}]))
    lie("positions", sequences=json.dumps([{"name": "encoder", "count": 18, "positions": [[0, 3]]}]))
    lie("name and a count", sequences="[1]")
    lie("not known", sequences=json.dumps([{"name": "", "count": 18, "image": 1}]))
    lie("grid", grid=json.dumps({"first": 1, "rows": 9, "columns": 9}))
    lie("grid", grid="[]")
    lie("unknown tensor", {"extra": query})
    lie("unknown tensor", {"layers.00.query": query})
    lie("unknown tensor", {"image": query})
    lie("without gaps", {"layers.9.query": query})
    lie("has no key", {"layers.6.query": query}, layer_rules=attention(0)[:-1] + "," + json.dumps(json.loads(said["layer_rules"])[0]) + "]")
    lie("NaN", {"layers.0.query": query * float("nan")})
    lie("its key is", {"layers.0.key": tensors["layers.0.key"][:3]})
    lie("its key is", {"layers.0.key": tensors["layers.0.key"][:, :3]})
    lie("its value is", {"layers.0.value": tensors["layers.0.value"].to(torch.uint8)})
    lying.write_bytes((folder / "true.safetensors").read_bytes()[:-9])
    refuses(lying, "no valid capture")
    lying.write_bytes(b"\xff" * 20)
    refuses(lying, "no valid capture")


def check_indexes(folder: Path) -> None:
    capture = captured("llama")
    write(capture, folder / "big.{layer}.safetensors")
    index = folder / f"big{INDEX_ENDING}"
    text = index.read_text()
    for change, words in ((lambda whole: "[", "no JSON"), (lambda whole: "[]", "no metadata"),
                          (lambda whole: whole.replace("big.1.safetensors", "../big.1.safetensors"), "in the same folder"),
                          (lambda whole: whole.replace("big.1.safetensors", "/etc/passwd"), "in the same folder"),
                          (lambda whole: whole.replace("big.1.safetensors", "big.7.safetensors"), "no valid capture"),
                          (lambda whole: whole.replace('"layers.1.key": "big.1', '"layers.1.key": "big.0'), "no valid capture")):
        index.write_text(change(text))
        refuses(index, words)
    index.write_text(text)
    for layer, own in zip(read(index).layers, capture.layers):
        assert torch.equal(layer.tensors["query"], own.tensors["query"])


def check_nothing_half_written(folder: Path) -> None:
    """A capture that fails in its second layer leaves neither a file of the first nor an index."""
    before = sorted(path.name for path in folder.iterdir())
    for pattern in ("new.safetensors", "new-{layer}.safetensors"):
        model = small_models.make(small_models.configs()["llama"])
        with torch.no_grad():
            model.layers[1].self_attn.v_proj.weight[0, 0] = float("inf")
        inputs, tokens = small_models.inputs_of(model.config)
        try:
            with Writer(folder / pattern) as writer:
                writer.finish(capture_model(model, inputs, tokens=tokens, sink=writer.take))
        except CaptureError as error:
            assert "NaN or infinity" in str(error), error
        else:
            raise AssertionError("was captured")
    assert sorted(path.name for path in folder.iterdir()) == before


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check_versions(folder)
        check_lies(folder)
        check_indexes(folder)
        check_nothing_half_written(folder)
        sizes = Restriction(layers=[(0, 0)], heads=[(0, 0)])
        write(captured("gemma3", restriction=sizes), folder / "small.safetensors")
        assert len(read(folder / "small.safetensors").layers) == 1
        print("versions, lies, indexes: as they should be")


main()
