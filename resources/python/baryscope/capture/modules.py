"""Where in a model an attention module stands: its stack (encoder, decoder, …), its layer, and whose keys it reads."""

import inspect
import re
from dataclasses import dataclass

# Names by which models call what we tell apart; the first that occurs in a module's path counts.
STACKS = (("decoder", ("decoder",)), ("vision", ("vision", "visual", "image")), ("audio", ("audio", "speech")),
          ("text", ("text", "language")), ("encoder", ("encoder",)))
CROSS_NAMES = re.compile(r"cross|encoder_attn|encdec|encoder_decoder|multihead_attn2")
CROSS_ARGUMENTS = ("key_value_states", "encoder_hidden_states", "cross_attention_states")


@dataclass(frozen=True)
class Place:
    """layer: the number in the module's path or attribute, where it has one."""
    path: str
    stack: str
    layer: int | None
    cross: bool


def stack_of(path: str) -> str:
    head = re.split(r"\.\d+(?:\.|$)", path, maxsplit=1)[0].lower()
    for name, words in STACKS:
        if any(word in head for word in words):
            return name
    return ""


def layer_of(path: str, module) -> int | None:
    number = getattr(module, "layer_idx", None)
    if isinstance(number, int):
        return number
    numbers = re.findall(r"(?:^|\.)(\d+)(?=\.|$)", path)
    return int(numbers[0]) if len(numbers) == 1 else None


class Places:
    """Looks up modules of one model. While watched, it also sees which modules are given another sequence's states, which
    tells cross-attention from attention of a sequence to itself, whatever the module is called."""

    def __init__(self, model) -> None:
        self.paths = {id(module): path for path, module in model.named_modules()}
        self.models = {id(module): module for module in model.modules()}
        self.given: dict[int, bool] = {}
        self.hooks: list = []

    def __enter__(self) -> "Places":
        for module in self.models.values():
            names = list(inspect.signature(module.forward).parameters)
            if any(name in names for name in CROSS_ARGUMENTS):
                self.hooks.append(module.register_forward_pre_hook(self.watch(names), with_kwargs=True))
        return self

    def __exit__(self, *_) -> None:
        for hook in self.hooks:
            hook.remove()

    def watch(self, names: list[str]):
        def see(module, arguments, options) -> None:
            given = {**dict(zip(names, arguments)), **options}
            self.given[id(module)] = any(given.get(name) is not None for name in CROSS_ARGUMENTS)
        return see

    def place(self, module) -> Place:
        path = self.paths.get(id(module), type(module).__name__)
        end = path.rsplit(".", 1)[-1].lower()
        cross = self.given.get(id(module), bool(CROSS_NAMES.search(end)))
        # BERT hands the encoder's states through to a module that is made for them and says so.
        cross = cross or bool(getattr(module, "is_cross_attention", False))
        return Place(path, stack_of(path), layer_of(path, module), cross)
