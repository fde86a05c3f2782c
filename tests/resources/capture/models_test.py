"""baryscope.capture: weights computed in double precision of nothing but the file equal those that the model itself says.

Usage: models_test.py FOLDER_OF_THE_PACKAGE
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers

sys.path.insert(0, sys.argv[1])
import small_models
from baryscope.capture import (CaptureError, Restriction, capture_model, from_attention_calls, from_transformer_lens, outputs,
                               read, read_ranges, weights, write)
from baryscope.capture.differential import read_lambda

transformers.logging.set_verbosity_error()
TOLERANCE = 1e-5


def refuses(words: str, call) -> None:
    try:
        call()
    except CaptureError as error:
        assert words in str(error), (words, str(error))
    else:
        raise AssertionError(f"not refused: {words}")


def expected_weights(model, inputs: dict) -> list[torch.Tensor]:
    """Differential attention says the weights of both maps, as heads; the capture's are their difference."""
    own = [weight.double() for weight in small_models.own_weights(model, inputs)]
    if model.config.model_type != "diffllama":
        return own
    result = []
    for layer, weight in zip(model.layers, own):
        first, second = torch.chunk(weight, 2, 0)
        result.append(first - read_lambda(layer.self_attn).double() * second)
    return result


def check_model(name: str, config, folder: Path) -> None:
    model = small_models.make(config)
    inputs, tokens = small_models.inputs_of(config)
    expected = expected_weights(model, inputs)
    path = folder / f"{name}.safetensors"
    before = model.config._attn_implementation
    write(capture_model(model, inputs, tokens=tokens, name=name), path)
    assert model.config._attn_implementation == before
    capture = read(path)
    assert capture.model == name and len(capture.layers) == len(expected), (name, len(capture.layers))
    worst_weight = worst_output = 0.0
    for layer, own in zip(capture.layers, expected):
        ours = weights(capture, layer)
        assert ours.shape == own.shape, (name, layer.name, ours.shape, own.shape)
        worst_weight = max(worst_weight, (ours - own).abs().max().item())
        worst_output = max(worst_output, (outputs(capture, layer) - layer.tensors["output"]).abs().max().item())
    sharpest = max(own.max().item() for own in expected)
    assert worst_weight < TOLERANCE and worst_output < TOLERANCE and sharpest > 0.5, (name, worst_weight, worst_output, sharpest)
    print(f"{name}: {len(expected)} layers, weights within {worst_weight:.1e}, outputs within {worst_output:.1e}")
    CHECKS.get(name, lambda capture: None)(capture)


def check_gemma2(capture) -> None:
    assert [layer.rule.window for layer in capture.layers] == [4, None]
    assert all(layer.score_cap == 2.0 and layer.rule.causal for layer in capture.layers)
    assert abs(capture.layers[0].scale - 20 ** -0.5) < 1e-12


def check_gemma3(capture) -> None:
    assert [layer.rule.window for layer in capture.layers] == [4, 4, 4, 4, 4, None]


def check_modernbert(capture) -> None:
    assert [(layer.rule.window, layer.rule.after) for layer in capture.layers] == [(None, 0), (3, 2), (3, 2)]


def check_sides(capture) -> None:
    assert [layer.name for layer in capture.layers] == ["encoder 0", "encoder 1", "decoder 0", "decoder 0 cross", "decoder 1",
                                                        "decoder 1 cross"]
    assert [sequence.name for sequence in capture.sequences] == ["encoder", "decoder"]
    n_encoder, n_decoder = (len(sequence.tokens) for sequence in capture.sequences)
    cross = capture.layers[3]
    assert n_decoder == small_models.N_ANSWER and capture.tokens()[n_encoder] == "said 0"
    assert cross.keys == list(range(n_encoder)) and cross.queries == list(range(n_encoder, n_encoder + n_decoder))
    assert [layer.rule.causal for layer in capture.layers] == [False, False, True, False, True, False]


def check_vit(capture) -> None:
    grid = capture.grid
    assert (grid.first, grid.rows, grid.columns) == (1, 3, 3) and list(grid.image.shape) == [24, 24, 3]
    assert capture.tokens()[:3] == ["[CLS]", "0,0", "0,1"] and capture.tokens()[-1] == "2,2"


def check_diffllama(capture) -> None:
    assert capture.mechanism == "differential"
    assert list(capture.layers[0].tensors["query"].shape) == [2, small_models.N_TOKENS, 8]
    assert list(capture.layers[0].tensors["value"].shape) == [1, small_models.N_TOKENS, 16]


CHECKS = {"gemma2": check_gemma2, "gemma3": check_gemma3, "modernbert": check_modernbert, "bart": check_sides,
          "whisper": check_sides, "vit": check_vit, "diffllama": check_diffllama}


def check_precisions(folder: Path) -> None:
    config = small_models.configs()["llama"]
    inputs, tokens = small_models.inputs_of(config)
    for dtype, tolerance in ((torch.float64, 1e-6), (torch.bfloat16, 5e-2)):
        model = small_models.make(config).to(dtype)
        write(capture_model(model, inputs, tokens=tokens), folder / "precise.safetensors")
        capture = read(folder / "precise.safetensors")
        assert capture.layers[0].tensors["query"].dtype == dtype
        worst = max((weights(capture, layer) - own.double()).abs().max().item()
                    for layer, own in zip(capture.layers, small_models.own_weights(model, inputs)))
        assert worst < tolerance, (dtype, worst)


def check_refusals() -> None:
    for words, config in small_models.refused_configs().items():
        inputs, tokens = small_models.inputs_of(config)
        refuses(words, lambda: capture_model(small_models.make(config), inputs, tokens=tokens))
    model = small_models.make(small_models.configs()["llama"])
    inputs, tokens = small_models.inputs_of(model.config)
    refuses("--layers names none", lambda: capture_model(model, inputs, restriction=Restriction(layers=[(7, 9)])))
    refuses("not within 0 to 3", lambda: capture_model(model, inputs, restriction=Restriction(heads=[(4, 4)])))
    refuses("not within 0 to 10", lambda: capture_model(model, inputs, restriction=Restriction(queries=[(5, 11)])))
    bad = {name: values.clone() for name, values in model.state_dict().items()}
    bad["layers.1.self_attn.v_proj.weight"][0, 0] = float("nan")
    model.load_state_dict(bad)
    refuses("NaN", lambda: capture_model(model, inputs))

    class Odd(transformers.models.llama.modeling_llama.LlamaAttention):
        pass

    def own(module, query, key, value, mask, scaling, dropout=0.0, **options):
        output, weight = transformers.models.llama.modeling_llama.eager_attention_forward(module, query, key, value, mask,
                                                                                          scaling, dropout)
        return output * 1.01, weight

    odd = type(sys)("odd_attention")
    odd.eager_attention_forward = own
    sys.modules["odd_attention"] = odd
    Odd.__module__ = "odd_attention"
    model = small_models.make(small_models.configs()["llama"])
    for layer in model.layers:
        layer.self_attn.__class__ = Odd
    refuses("computes something else", lambda: capture_model(model, inputs))
    biased = {**inputs, "attention_mask": torch.full((1, 1, 11, 11), -0.5)}
    refuses("adds biases to its scores", lambda: capture_model(small_models.make(small_models.configs()["bert"]), biased))
    for text in ("", "a", "1-", "1--", "3-x", "1,,2"):
        refuses("no number", lambda: read_ranges(text, "--heads"))


def check_padding_and_rows() -> None:
    """A padded row of a batch is what the text alone is."""
    for name in ("gpt2", "bert", "llama", "bart", "gemma2"):
        config = small_models.configs()[name]
        model = small_models.make(config)
        inputs, tokens = small_models.inputs_of(config)
        alone = capture_model(model, inputs, tokens=tokens)
        padding = torch.full((1, 5), 1)
        other = torch.randint(5, 95, (1, small_models.N_TOKENS + 5))
        batch = {"input_ids": torch.cat([other, torch.cat([inputs["input_ids"], padding], 1)]),
                 "attention_mask": torch.ones(2, small_models.N_TOKENS + 5, dtype=torch.long)}
        batch["attention_mask"][1, small_models.N_TOKENS:] = 0
        if "decoder_input_ids" in inputs:
            batch["decoder_input_ids"] = inputs["decoder_input_ids"].repeat(2, 1)
        refuses("say which one", lambda: capture_model(model, batch, tokens=tokens))
        refuses("not within", lambda: capture_model(model, batch, tokens=tokens, row=2))
        padded = capture_model(model, batch, tokens=tokens, row=1)
        assert padded.tokens() == alone.tokens(), (name, padded.tokens())
        for layer, true in zip(padded.layers, alone.layers):
            assert layer.rule.causal == true.rule.causal and layer.rule.window == true.rule.window, name
            for part, values in true.tensors.items():
                error = (layer.tensors[part] - values).abs().max().item() / values.abs().max().item()
                assert error < 1e-5, (name, layer.name, part, error)
        assert len(capture_model(model, batch, row=0).tokens()) >= small_models.N_TOKENS + 5
    refuses("padding", lambda: capture_model(model, {**inputs, "attention_mask": torch.zeros(1, small_models.N_TOKENS)}))


def check_restrictions(folder: Path) -> None:
    for name in small_models.configs():
        config = small_models.configs()[name]
        model = small_models.make(config)
        inputs, tokens = small_models.inputs_of(config)
        expected = expected_weights(model, inputs)
        n_least = min(min(weight.shape[1:]) for weight in expected)
        heads = None if name == "diffllama" else [1, 3]
        wish = Restriction(heads=None if heads is None else [(head, head) for head in heads], layers=[(1, 1)], queries=[(-3, -1)],
                           keys=[(0, 1), (n_least - 2, n_least - 1)])
        write(capture_model(model, inputs, tokens=tokens, restriction=wish), folder / "part.safetensors")
        part = read(folder / "part.safetensors")
        whole = capture_model(model, inputs, tokens=tokens)
        asked = [index for index, layer in enumerate(whole.layers) if layer.name.split()[-1 - layer.name.endswith("cross")] == "1"]
        assert [layer.name for layer in part.layers] == [whole.layers[index].name for index in asked], name
        for layer, index in zip(part.layers, asked):
            own = expected[index]
            n_queries = own.shape[1]
            own = own if heads is None else own[heads]
            own = own[:, n_queries - 3:][:, :, [0, 1, n_least - 2, n_least - 1]]
            error = (weights(part, layer) - own).abs().max().item()
            assert error < TOLERANCE and layer.heads == heads, (name, layer.name, error)
        size = (folder / "part.safetensors").stat().st_size
        assert size < 40_000, size
    model = small_models.make(small_models.configs()["llama"])
    inputs, tokens = small_models.inputs_of(model.config)
    pairs = capture_model(model, inputs, tokens=tokens, restriction=Restriction(heads=[(2, 3)]))
    assert pairs.layers[0].tensors["key"].shape[0] == 1, "a whole group keeps its one key head"
    # Positions: the last rows and columns of a text keep the places that they have in it.
    part = capture_model(model, inputs, tokens=tokens, restriction=Restriction(queries=[(-3, -1)], keys=[(-3, -1)]))
    assert part.sequences[0].positions == [8, 9, 10] and part.tokens() == ["word 8", "word 9", "word 10"]


class FakeConfig:
    n_layers, attn_scale, positional_embedding_type, model_name = 2, 8 ** 0.5, "rotary", "fake"


def check_caches() -> None:
    model = small_models.make(small_models.configs()["llama"])
    inputs, tokens = small_models.inputs_of(model.config)
    true = capture_model(model, inputs, tokens=tokens)
    cache = {}
    for number, layer in enumerate(true.layers):
        for part, hook in (("query", "rot_q"), ("key", "rot_k"), ("value", "v"), ("output", "z")):
            cache[f"blocks.{number}.attn.hook_{hook}"] = layer.tensors[part].transpose(0, 1)[None]
        cache[f"blocks.{number}.attn.hook_q"] = torch.zeros(1)
        cache[f"blocks.{number}.attn.hook_pattern"] = weights(true, layer)[None].float()
    words = tokens["input_ids"]
    lens = from_transformer_lens(cache, words, config=FakeConfig)
    for layer, own in zip(lens.layers, true.layers):
        assert (weights(lens, layer) - weights(true, own)).abs().max() < 1e-12 and layer.rule.causal
    batch = {name: values.repeat(3, 1, 1, 1) if values.dim() == 4 else values for name, values in cache.items()}
    refuses("say which one", lambda: from_transformer_lens(batch, words, config=FakeConfig))
    assert from_transformer_lens(batch, words, config=FakeConfig, row=2).layers[1].heads_and_width() == (4, 8)
    refuses("tokens, 3 are named", lambda: from_transformer_lens(cache, words[:3], config=FakeConfig))
    refuses("no model", lambda: from_transformer_lens(cache, words))
    refuses("biases", lambda: from_transformer_lens(cache, words, config=type("Config", (FakeConfig,), {
        "positional_embedding_type": "alibi"})))
    refuses("its weights differ", lambda: from_transformer_lens(cache, words, config=type("Config", (FakeConfig,), {
        "attention_dir": "bidirectional"})))
    refuses("after the rotation", lambda: from_transformer_lens(
        {name: values for name, values in cache.items() if "rot_q" not in name}, words, config=FakeConfig))
    refuses("hook_q", lambda: from_transformer_lens({}, words, config=FakeConfig))

    class Saved:
        def __init__(self, value):
            self.value = value

    calls = [Saved(((block.self_attn, *(Saved(layer.tensors[part][None]) for part in ("query", "key", "value")), None),
                    {"scaling": 8 ** -0.5, "dropout": 0.0})) for block, layer in zip(model.layers, true.layers)]
    saved = from_attention_calls(calls, words)
    for layer, own in zip(saved.layers, true.layers):
        assert layer.rule.causal and (weights(saved, layer) - weights(true, own)).abs().max() < 1e-6
    refuses("is not", lambda: from_attention_calls([3], words))
    refuses("tokens, 2 are named", lambda: from_attention_calls(calls, words[:2]))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, config in small_models.configs().items():
            check_model(kind, config, folder)
        check_precisions(folder)
        check_refusals()
        check_padding_and_rows()
        check_restrictions(folder)
        check_caches()


main()
