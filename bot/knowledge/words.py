"""Word lists of the content, looked for in a text."""
from __future__ import annotations

import re
from typing import Iterable, Iterator

# An ellipsis in a listed word stands for at most this many characters of the same clause.
REACH = 4
_GAP = "\u2026"


class Words:
    """A list of words; of those that begin at one place the longest is found. Most texts hold none, which is told at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.in_order = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
        self._starts = frozenset(word.partition(_GAP)[0] for word in self.in_order)
        self.pattern = "|".join(f"({re.escape(word).replace(_GAP, f'[^,]{{0,{REACH}}}?')})" for word in self.in_order)
        self._compiled = re.compile(self.pattern)

    def may_be_in(self, text: str) -> bool:
        return any(start in text for start in self._starts)

    def search(self, text: str, end: int | None = None) -> re.Match[str] | None:
        return self._compiled.search(text, 0, len(text) if end is None else end) if self.may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text) if self.may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text) if self.may_be_in(text) else iter(())

    def word(self, match: re.Match[str]) -> str:
        """The listed word that a match is of."""
        return self.in_order[(match.lastindex or 1) - 1]

    def without(self, text: str) -> str:
        """The text with a space in place of each word."""
        return self._compiled.sub(" ", text) if self.may_be_in(text) else text
