"""An answer's text in lines that can be read on a small screen. Nothing is added, nothing left out."""
from __future__ import annotations

from typing import Callable

_STOPS = "\u3002\uff01\uff1f\n"  # full stop, exclamation and question mark
_COLON, _SEMICOLON = "\uff1a", "\uff1b"
_OPEN, _CLOSE = "\uff08\u300a\u201c", "\uff09\u300b\u201d"  # round brackets, title marks, quotes
_SHORT, _ROOM = 8, 12  # parts up to _SHORT signs share a line until it has more than _ROOM


def lines(text: str) -> list[str]:
    """Every sentence on its own line, every longer part of a list too; joined they are the text again."""
    sentences = _cut(text, lambda sign, line: sign in _STOPS)
    return [line for sentence in sentences for line in _parts(sentence)]


def _parts(sentence: str) -> list[str]:
    """A list is what stands between semicolons; what leads up to it, as far as the first colon, stands above it."""
    if _SEMICOLON not in sentence:
        return [sentence]
    lead, *rest = _cut(sentence, lambda sign, line: sign == _COLON)
    return _listed(lead) + _listed("".join(rest))


def _listed(text: str) -> list[str]:
    """Names of offices stand side by side, whole clauses one below the other."""
    return _cut(text, lambda sign, line: sign == _SEMICOLON and len(line) > (_SHORT if line.count(_SEMICOLON) == 1 else _ROOM))


def _cut(text: str, ends: Callable[[str, str], bool]) -> list[str]:
    """Cuts behind each sign outside brackets and quotes for which `ends(sign, line so far)` holds."""
    found: list[str] = []
    line, depth = "", 0
    for sign in text:
        line += sign
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        if depth == 0 and ends(sign, line):
            found.append(line)
            line = ""
    return [*found, line] if line else found
