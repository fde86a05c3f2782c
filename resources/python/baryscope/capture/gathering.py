"""Makes a Capture of records as they come: halves of differential attention together, sequences told apart, layers named."""

from dataclasses import dataclass, field

from .content import Capture, Layer, Sequence
from .differential import is_differential, join
from .errors import CaptureError
from .pictures import read_grid
from .recorder import Record


@dataclass
class Inputs:
    """What the model is called with, and in words what its tokens are."""
    model: dict
    tokens: dict[str, list[str]] = field(default_factory=dict)  # by "input_ids" and "decoder_input_ids"; of one row
    processor: object = None  # of images: how colours were changed
    seconds: float | None = None  # that audio lasts


@dataclass
class Known:
    """A sequence while records come."""
    stack: str
    length: int
    sequence: Sequence
    used: set[int] = field(default_factory=set)


class Gathering:
    """`sink(index, layer)` may write a layer's tensors and let them go."""

    def __init__(self, name: str, inputs: Inputs, config, row: int, sink) -> None:
        self.inputs, self.config, self.row, self.sink = inputs, config, row, sink
        self.capture = Capture(name, [], [])
        self.known: list[Known] = []
        self.records: list[tuple[Record, int, int]] = []  # with the sequences of queries and keys
        self.waiting: Record | None = None
        self.grid_of: int | None = None

    def take(self, record: Record) -> None:
        if is_differential(record):
            if self.waiting is None:
                self.waiting = record
                return
            record, self.waiting = join(self.waiting, record), None
            self.capture.mechanism = "differential"
        stack = record.place.stack
        if record.place.cross:
            queries, keys = self.find(stack, record.n_queries), self.find_other(record)
        elif record.n_queries != record.n_keys:
            self.capture.notes.append(f"{record.place.path} is left out: {record.n_queries} queries of its own read "
                                      f"{record.n_keys} tokens")
            return
        else:
            queries = keys = self.find(stack, record.n_queries)
        self.known[queries].used.update(record.queries if record.queries is not None else range(record.n_queries))
        self.known[keys].used.update(record.keys if record.keys is not None else range(record.n_keys))
        layer = Layer("", record.tensors, [], [], record.rule, record.scale, record.score_cap, record.heads)
        self.capture.layers.append(layer)
        self.sink(len(self.records), layer)
        record.tensors = {}
        self.records.append((record, queries, keys))

    def find(self, stack: str, length: int) -> int:
        for index, known in enumerate(self.known):
            if (known.stack, known.length) == (stack, length):
                return index
        self.known.append(Known(stack, length, Sequence(stack, self.name_tokens(stack, length))))
        return len(self.known) - 1

    def find_other(self, record: Record) -> int:
        """What a cross-attention reads: the sequence of another stack that has this length."""
        for index, known in enumerate(self.known):
            if known.length == record.n_keys and known.stack != record.place.stack:
                return index
        return self.find("other", record.n_keys)

    def name_tokens(self, stack: str, length: int) -> list[str]:
        decoder = stack == "decoder" and "decoder_input_ids" in self.inputs.tokens
        tokens = self.inputs.tokens.get("decoder_input_ids" if decoder else "input_ids", [])
        if len(tokens) == length:
            return tokens
        found = None
        if self.grid_of is None:
            found = read_grid(self.config, self.inputs.model.get("pixel_values"), length, self.inputs.processor, self.row)
        if found is not None:
            self.capture.grid, names = found
            self.grid_of = len(self.known)
            return names
        if self.inputs.seconds is not None and not decoder:
            return [f"{index * self.inputs.seconds / length:.2f} s" for index in range(length)]
        self.capture.notes.append(f"the {length} tokens of {stack or 'the model'} have numbers for names")
        return [str(index) for index in range(length)]

    def result(self) -> Capture:
        """Tokens that no layer holds are left out; those that stay know their places in the model's sequence."""
        if self.waiting is not None:
            raise CaptureError(f"{self.waiting.place.path}: differential attention of one call, expected two")
        where: list[dict[int, int]] = []
        first = 0
        for index, known in enumerate(self.known):
            kept = sorted(known.used) if index != self.grid_of else list(range(known.length))  # a grid stays whole
            if kept and index == self.grid_of:
                self.capture.grid.first += first
            if len(kept) < known.length:
                known.sequence.tokens = [known.sequence.tokens[place] for place in kept]
                known.sequence.positions = kept
            where.append({place: first + order for order, place in enumerate(kept)})
            first += len(kept)
            if kept:
                self.capture.sequences.append(known.sequence)
        for (record, queries, keys), layer, name in zip(self.records, self.capture.layers, self.names()):
            layer.name = name
            layer.queries = [where[queries][place] for place in record.queries or range(record.n_queries)]
            layer.keys = [where[keys][place] for place in record.keys or range(record.n_keys)]
        return self.capture

    def names(self) -> list[str]:
        """"3" where a model has one stack, "decoder 3 cross" where it has several or reads another sequence."""
        groups: dict[tuple[str, bool], list[int]] = {}
        for record, *_ in self.records:
            groups.setdefault((record.place.stack, record.place.cross), []).append(record.number)
        several = len({stack for stack, _ in groups}) > 1 or any(cross for _, cross in groups)
        names, counts = [], {}
        for record, *_ in self.records:
            group = record.place.stack, record.place.cross
            order = counts[group] = counts.get(group, -1) + 1
            unique = len(set(groups[group])) == len(groups[group])
            names.append(" ".join(([record.place.stack] if several and record.place.stack else []) +
                                  [str(record.number if unique else order)] + (["cross"] if record.place.cross else [])))
        return names
