"""Finds libbaryscope_sampling, declares its functions and calls them; see core/sampling/c_interface.h."""

import ctypes
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

INTERFACE = 1
NAME = "libbaryscope_sampling.so"
DONE, FAILED, USAGE, OUT_OF_MEMORY, NOTHING, STOPPED = 0, 1, 2, 3, 4, 130


class SamplerError(ValueError):
    """This data cannot be sampled like this; the message says what to do."""


class _Stop(ctypes.Structure):
    pass


class _SampledClass(ctypes.Structure):
    _fields_ = [
        ("label", ctypes.c_int32),
        ("k", ctypes.c_int32),
        ("n_before", ctypes.c_int64),
        ("n_after", ctypes.c_int64),
        ("n_edges", ctypes.c_int64),
        ("n_simplices", ctypes.c_int64),
        ("largest_arity", ctypes.c_int64),
    ]


class _Resampling(ctypes.Structure):
    _fields_ = [
        ("status", ctypes.c_int32),
        ("n_classes", ctypes.c_int32),
        ("message", ctypes.c_char_p),
        ("n_synthetic", ctypes.c_int64),
        ("n_features", ctypes.c_int64),
        ("points", ctypes.POINTER(ctypes.c_double)),
        ("labels", ctypes.POINTER(ctypes.c_int32)),
        ("offsets", ctypes.POINTER(ctypes.c_size_t)),
        ("vertices", ctypes.POINTER(ctypes.c_int32)),
        ("coordinates", ctypes.POINTER(ctypes.c_double)),
        ("classes", ctypes.POINTER(_SampledClass)),
        ("n_notes", ctypes.c_int64),
        ("notes", ctypes.POINTER(ctypes.c_char_p)),
    ]


def candidates() -> list[Path]:
    """Where the library is looked for, in this order."""
    given = os.environ.get("BARYSCOPE_LIBRARY")
    if given:  # what a person names is used or refused, never replaced
        return [Path(given, NAME), Path(given, "lib", NAME)] if os.path.isdir(given) else [Path(given)]
    package = Path(__file__).resolve().parent
    found = [package / NAME, package / "lib" / NAME]
    if len(package.parents) > 2:
        found.append(package.parents[2] / "baryscope" / NAME)  # lib/python3/dist-packages beside lib/baryscope
        builds = package.parents[2] / "build"
        found += [builds / preset / "lib" / NAME for preset in ("release", "dev")]
    for prefix in dict.fromkeys((sys.prefix, "/usr/local", "/usr")):
        found.append(Path(prefix, "lib", "baryscope", NAME))
    return found


def _open() -> tuple[ctypes.CDLL, Path]:
    looked = candidates()
    for path in looked:
        if not path.is_file():
            continue
        try:
            return ctypes.CDLL(str(path.resolve())), path  # its own libraries lie beside the real file
        except OSError as error:
            raise ImportError(f"{path}: cannot be loaded: {error}") from error
    places = "\n  ".join(map(str, looked))
    raise ImportError(
        f"{NAME} is in none of these places:\n  {places}\nBuild it (./dev run once, then "
        "ninja -C build/dev baryscope_sampling), or set the environment variable BARYSCOPE_LIBRARY "
        "to it or to its folder.")


def _declare(library: ctypes.CDLL, path: Path) -> None:
    try:
        interface = library.baryscope_sampling_interface
    except AttributeError as error:
        raise ImportError(f"{path}: is no {NAME}: {error}") from error
    interface.restype = ctypes.c_int32
    if interface() != INTERFACE:
        raise ImportError(f"{path}: has interface {interface()}, this package reads {INTERFACE}; "
                          "take both from the same version of Baryscope")
    texts = ctypes.POINTER(ctypes.c_char_p)
    library.baryscope_list_samplers.restype = ctypes.c_char_p
    library.baryscope_stop_new.restype = ctypes.POINTER(_Stop)
    for stop_function in (library.baryscope_stop_request, library.baryscope_stop_free):
        stop_function.argtypes = [ctypes.POINTER(_Stop)]
        stop_function.restype = None
    library.baryscope_resample.argtypes = [
        ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, texts, ctypes.c_int32,
        texts, texts, ctypes.c_int32, ctypes.POINTER(_Stop)]
    library.baryscope_resample.restype = ctypes.POINTER(_Resampling)
    library.baryscope_resampling_free.argtypes = [ctypes.POINTER(_Resampling)]
    library.baryscope_resampling_free.restype = None


library, library_path = _open()
_declare(library, library_path)


@dataclass
class SampledClass:
    """One class that got points."""

    label: int
    k: int  # neighbours used; fewer than asked in a small class
    n_before: int
    n_after: int
    n_edges: int  # of the neighbourhood graph
    n_simplices: int  # what points were drawn from
    largest_arity: int  # vertices of the largest of them


@dataclass
class Resampled:
    """Synthetic points with where they come from."""

    points: np.ndarray  # [n_synthetic, n_features] as the others in the library's memory, which they keep
    labels: np.ndarray  # [n_synthetic] index of the class
    offsets: np.ndarray  # [n_synthetic + 1]
    vertices: np.ndarray  # [offsets[-1]] rows of the data
    coordinates: np.ndarray  # [offsets[-1]]
    classes: list[SampledClass]
    notes: list[str]


def nothing(n_features: int, notes: list[str]) -> Resampled:
    """No synthetic point, and why."""
    return Resampled(points=np.empty((0, n_features)), labels=np.empty(0, np.int32),
                     offsets=np.zeros(1, np.int64), vertices=np.empty(0, np.int32),
                     coordinates=np.empty(0), classes=[], notes=notes)


def list_samplers() -> list[dict]:
    """Every sampler of the library: name, title, summary, formula, options."""
    rows = []
    for line in library.baryscope_list_samplers().decode().splitlines():
        name, title, summary, formula, options = line.split("\t")
        rows.append({"name": name, "title": title, "summary": summary, "formula": formula,
                     "options": [option for option in options.split(",") if option]})
    return rows


class _Memory:
    """Numbers of the library as NumPy reads them; the array that it makes keeps `owner` alive."""

    def __init__(self, pointer, shape: tuple, dtype, owner):
        address = ctypes.cast(pointer, ctypes.c_void_p).value
        self.__array_interface__ = {"data": (address, False), "shape": shape, "version": 3,
                                    "typestr": np.dtype(dtype).str}
        self.owner = owner


def _array(pointer, shape: tuple, dtype, owner) -> np.ndarray:
    """The library's own numbers, not copied: its result lives as long as the array."""
    return np.asarray(_Memory(pointer, shape, dtype, owner)) if all(shape) else np.empty(shape, dtype)


def _read(given: _Resampling, owner) -> Resampled:
    n, d = given.n_synthetic, given.n_features
    offsets = _array(given.offsets, (n + 1,), np.int64, owner)
    n_vertices = int(offsets[-1])
    points = _array(given.points, (n, d), float, owner)
    vertices = _array(given.vertices, (n_vertices,), np.int32, owner)
    coordinates = _array(given.coordinates, (n_vertices,), float, owner)
    if points.nbytes > offsets.nbytes + vertices.nbytes + coordinates.nbytes:
        # Who keeps these three would keep the larger points with them.
        offsets, vertices, coordinates = offsets.copy(), vertices.copy(), coordinates.copy()
    return Resampled(
        points=points,
        labels=_array(given.labels, (n,), np.int32, owner),
        offsets=offsets,
        vertices=vertices,
        coordinates=coordinates,
        classes=[SampledClass(**{name: getattr(given.classes[i], name) for name, _ in _SampledClass._fields_})
                 for i in range(given.n_classes)],
        notes=[given.notes[i].decode() for i in range(given.n_notes)])


def _texts(values: list[str]):
    return (ctypes.c_char_p * max(1, len(values)))(*[value.encode() for value in values])


class _Call:
    """One call of the library with everything that it reads; whoever uses it last frees it."""

    def __init__(self, points, labels, class_names, options):
        self.points, self.labels = points, labels
        self.names, self.n_names = _texts(class_names), len(class_names)
        self.keys, self.values = _texts(list(options)), _texts(list(options.values()))
        self.n_options = len(options)
        self.result = None
        self.error = None
        self.done = threading.Event()
        self.stop = library.baryscope_stop_new()

    def run(self) -> None:
        try:
            self.result = library.baryscope_resample(
                self.points.ctypes.data, *self.points.shape, self.labels.ctypes.data,
                self.names, self.n_names, self.keys, self.values, self.n_options, self.stop)
        except BaseException as error:  # of ctypes; raised again where the caller waits
            self.error = error
        finally:
            self.done.set()

    def __del__(self):
        if self.result:
            library.baryscope_resampling_free(self.result)
        library.baryscope_stop_free(self.stop)


def _run_stoppable(call: _Call) -> None:
    """Runs it on a thread of its own, so that the main thread stays free for Ctrl+C, which stops it.

    Python hands signals to the main thread only, and not while that is inside the library.
    """
    if threading.current_thread() is not threading.main_thread():
        call.run()
        return
    worker = threading.Thread(target=call.run, name="baryscope", daemon=True)
    try:
        try:
            worker.start()
        except RuntimeError:  # no thread to be had, as while Python ends
            call.run()
        call.done.wait()
    except BaseException:
        library.baryscope_stop_request(call.stop)
        if worker.ident is not None:
            call.done.wait(10)  # a second Ctrl+C leaves it to end by itself
        raise


def resample(points: np.ndarray, labels: np.ndarray, class_names: list[str],
             options: dict[str, str]) -> Resampled:
    """points [n, d] float64 and labels [n] int32, both C-contiguous; options as on the command line.

    Raises ValueError for a bad option, SamplerError for data that cannot be sampled like this,
    MemoryError, and KeyboardInterrupt where Ctrl+C stopped it.
    """
    call = _Call(points, labels, class_names, options)
    if not call.stop:
        raise MemoryError("out of memory")
    _run_stoppable(call)
    if call.error is not None:
        raise call.error
    if not call.result:
        raise MemoryError("out of memory")
    given = call.result.contents
    message = given.message.decode()
    if given.status == OUT_OF_MEMORY:
        raise MemoryError(message)
    if given.status == STOPPED:
        raise KeyboardInterrupt
    if given.status == USAGE:
        raise ValueError(message)
    if given.status == NOTHING:
        return nothing(points.shape[1], [message])
    if given.status != DONE:
        raise SamplerError(message)
    return _read(given, call)
