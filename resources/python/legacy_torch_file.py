"""Reads the named tensors of a torch file of the old kind (before zip archives), without torch and without unpickling.

The file is five pickles and then raw numbers: a magic number, the protocol 1001, facts about the machine that wrote it, the
named tensors, the keys of their storages; then, in the order of those keys, each storage's length (int64) and its numbers.
pickletools only cuts the stream into operations; a small stack machine of our own carries out those that such a file needs.
It knows three globals, which it never imports or calls. All else is refused, so nothing that a file says is ever run.

Source of the layout: torch.serialization._legacy_save. Every storage is taken as little-endian float32.
"""

import io
import pickletools
import struct
from dataclasses import dataclass

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
MAX_BYTES = 256 << 20
MAX_OPERATIONS = 1_000_000

ORDERED_DICT = "collections OrderedDict"
FLOAT_STORAGE = "torch FloatStorage"
REBUILD_TENSOR = "torch._utils _rebuild_tensor_v2"
GLOBALS = (ORDERED_DICT, FLOAT_STORAGE, REBUILD_TENSOR)


class LegacyFileError(Exception):
    """What is wrong with the file, in words."""


@dataclass(frozen=True)
class Global:
    name: str


@dataclass(frozen=True)
class Storage:
    key: str
    length: int  # in numbers


@dataclass(frozen=True)
class Tensor:
    """Row by row; values are float32 as bytes once the storages were read."""
    storage: Storage
    shape: tuple[int, ...]
    values: bytes = b""


MARK = object()  # what is on the stack is never printed or compared in depth: nested tuples may be endless


def product(numbers) -> int:
    result = 1
    for number in numbers:
        result *= number
    return result


def is_count(value) -> bool:
    return type(value) is int and 0 <= value < 1 << 40


def read_storage(reference) -> Storage:
    """('storage', FloatStorage, key, device, length, view): the device is not asked, all numbers come to the CPU."""
    if not isinstance(reference, tuple) or len(reference) != 6 or reference[0] != "storage":
        raise LegacyFileError("a reference to something that is no storage")
    _, kind, key, device, length, view = reference
    if kind != Global(FLOAT_STORAGE) or view is not None:
        raise LegacyFileError("a storage that is no plain one of float32")
    if type(key) is not str or type(device) is not str or not is_count(length):
        raise LegacyFileError("a storage whose key and device are no texts, or whose length is no count")
    return Storage(key, length)


def rebuild(arguments) -> Tensor:
    """(storage, offset, shape, strides, requires gradient, hooks)."""
    if len(arguments) != 6 or not isinstance(arguments[0], Storage):
        raise LegacyFileError("a tensor that is not made of a storage, its offset, shape and strides")
    storage, offset, shape, strides = arguments[:4]
    if not isinstance(shape, tuple) or not isinstance(strides, tuple) or len(shape) > 8 or \
            not all(is_count(number) for number in (*shape, *strides)):
        raise LegacyFileError("a tensor whose shape or strides are no counts")
    row_by_row = tuple(product(shape[axis + 1:]) for axis in range(len(shape)))
    if offset != 0 or strides != row_by_row or product(shape) != storage.length:
        raise LegacyFileError(f"a tensor of shape {list(shape)} that is not the whole of its storage, row by row")
    return Tensor(storage, shape)


class StackMachine:
    """Carries out one pickle's operations on values of these kinds: text, integers, booleans, None, tuples, lists, dictionaries,
    Global, Storage and Tensor."""

    def __init__(self) -> None:
        self.stack: list = []
        self.memo: dict[int, object] = {}

    def pop(self):
        if not self.stack or self.stack[-1] is MARK:
            raise LegacyFileError("its operations take more than there is")
        return self.stack.pop()

    def pop_to_mark(self) -> list:
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place] is MARK:
                values = self.stack[place + 1:]
                del self.stack[place:]
                return values
        raise LegacyFileError("its operations ask for a mark that is not there")

    def top(self, kind):
        if not self.stack or type(self.stack[-1]) is not kind:
            raise LegacyFileError(f"its operations fill something that is no {kind.__name__}")
        return self.stack[-1]

    def set_items(self, values: list) -> None:
        target = self.top(dict)
        if len(values) % 2 != 0:
            raise LegacyFileError("its operations fill a dictionary with a key that has no value")
        for key, value in zip(values[::2], values[1::2]):
            if type(key) is not str:
                raise LegacyFileError(f"a dictionary with a key that is no text but of type {type(key).__name__}")
            if key in target:
                raise LegacyFileError(f"a dictionary with two entries called {key[:80]!r}")
            target[key] = value

    def reduce(self) -> None:
        arguments, function = self.pop(), self.pop()
        if function == Global(ORDERED_DICT) and arguments == ():
            self.stack.append({})
        elif function == Global(REBUILD_TENSOR) and isinstance(arguments, tuple):
            self.stack.append(rebuild(arguments))
        else:
            raise LegacyFileError("it calls something other than an empty OrderedDict or _rebuild_tensor_v2")

    def step(self, name: str, argument) -> None:
        if name == "PROTO":
            if argument != 2:
                raise LegacyFileError(f"a pickle of protocol {argument}, expected 2")
        elif name == "GLOBAL":
            if argument not in GLOBALS:
                raise LegacyFileError(f"it names {argument.replace(' ', '.')[:80]}; only OrderedDict, FloatStorage and "
                                      "_rebuild_tensor_v2 are admitted")
            self.stack.append(Global(argument))
        elif name in ("BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1"):
            self.stack.append(argument)
        elif name in ("NEWTRUE", "NEWFALSE", "NONE"):
            self.stack.append({"NEWTRUE": True, "NEWFALSE": False, "NONE": None}[name])
        elif name in ("EMPTY_DICT", "EMPTY_LIST", "EMPTY_TUPLE"):
            self.stack.append({"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple}[name]())
        elif name == "MARK":
            self.stack.append(MARK)
        elif name in ("BINPUT", "LONG_BINPUT"):
            if not self.stack or self.stack[-1] is MARK:
                raise LegacyFileError("it remembers a value that is not there")
            self.memo[argument] = self.stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            if argument not in self.memo:
                raise LegacyFileError(f"it recalls the value {argument}, which it has not remembered")
            self.stack.append(self.memo[argument])
        elif name == "TUPLE":
            self.stack.append(tuple(self.pop_to_mark()))
        elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            self.stack.append(tuple(reversed([self.pop() for _ in range(int(name[-1]))])))
        elif name == "SETITEM":
            value, key = self.pop(), self.pop()
            self.set_items([key, value])
        elif name == "SETITEMS":
            self.set_items(self.pop_to_mark())
        elif name in ("APPEND", "APPENDS"):
            values = [self.pop()] if name == "APPEND" else self.pop_to_mark()
            self.top(list).extend(values)
        elif name == "REDUCE":
            self.reduce()
        elif name == "BINPERSID":
            self.stack.append(read_storage(self.pop()))
        elif name == "BUILD":  # the versions of the modules, beside the tensors: not needed
            if type(self.pop()) is not dict:
                raise LegacyFileError("its tensors carry something other than their modules' versions")
            self.top(dict)
        else:
            raise LegacyFileError(f"it holds the operation {name}, which no file of weights needs")


def read_pickle(stream: io.BytesIO, what: str):
    """The value of the pickle that begins where the stream stands, which moves behind it."""
    machine = StackMachine()
    try:
        for count, (operation, argument, _) in enumerate(pickletools.genops(stream)):
            if operation.name == "STOP":
                break
            if count >= MAX_OPERATIONS:
                raise LegacyFileError(f"more than {MAX_OPERATIONS} operations")
            machine.step(operation.name, argument)
    except (ValueError, UnicodeError) as error:  # of pickletools: cut short, an unknown operation, broken text
        raise LegacyFileError(f"{what} cannot be read: {str(error)[:120]}") from None
    if len(machine.stack) != 1 or machine.stack[0] is MARK:
        raise LegacyFileError(f"{what} leaves {len(machine.stack)} values, expected one")
    return machine.stack[0]


def read_numbers(stream: io.BytesIO, keys: list, storages: dict[str, Storage]) -> dict[str, bytes]:
    if not all(type(key) is str for key in keys) or sorted(keys) != sorted(storages):
        raise LegacyFileError("its list of storages differs from those of its tensors")
    numbers = {}
    for key in keys:
        head = stream.read(8)
        length = struct.unpack("<q", head)[0] if len(head) == 8 else None
        if length != storages[key].length:
            raise LegacyFileError(f"storage {key[:40]!r} holds {length} numbers, its tensor {storages[key].length}")
        numbers[key] = stream.read(4 * length)
        if len(numbers[key]) != 4 * length:
            raise LegacyFileError(f"it ends within the numbers of storage {key[:40]!r}")
    if stream.read(1):
        raise LegacyFileError("it goes on after its last storage")
    return numbers


def read_legacy_torch_file(data: bytes) -> dict[str, Tensor]:
    """Tensors by name, in the file's order. Throws LegacyFileError."""
    if len(data) > MAX_BYTES:
        raise LegacyFileError(f"it is of {len(data)} bytes, at most {MAX_BYTES} are read")
    stream = io.BytesIO(data)
    if read_pickle(stream, "its first number") != MAGIC:
        raise LegacyFileError("it does not begin as a torch file of the old kind")
    if read_pickle(stream, "its protocol") != PROTOCOL:
        raise LegacyFileError(f"its protocol is not {PROTOCOL}")
    machine = read_pickle(stream, "what it says about its machine")
    if type(machine) is not dict or machine.get("little_endian") is not True:
        raise LegacyFileError("its numbers are not little-endian")
    named = read_pickle(stream, "its list of tensors")
    if type(named) is not dict or not named or not all(isinstance(value, Tensor) for value in named.values()):
        raise LegacyFileError("it is no dictionary of named tensors")
    storages: dict[str, Storage] = {}
    for tensor in named.values():
        if storages.setdefault(tensor.storage.key, tensor.storage) != tensor.storage:
            raise LegacyFileError(f"storage {tensor.storage.key[:40]!r} has two lengths")
    keys = read_pickle(stream, "its list of storages")
    if type(keys) is not list:
        raise LegacyFileError("its storages are no list")
    numbers = read_numbers(stream, keys, storages)
    return {name: Tensor(tensor.storage, tensor.shape, numbers[tensor.storage.key]) for name, tensor in named.items()}
