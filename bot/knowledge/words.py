"""Word lists of the content as one pattern."""
from __future__ import annotations

import re
from typing import Iterable

# An ellipsis in a listed word stands for at most this many characters of the same clause.
REACH = 4
_GAP = "\u2026"


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Longest first, each word its own group; `lastindex` of a match counts in that order."""
    patterns = (re.escape(word).replace(_GAP, f"[^,]{{0,{REACH}}}?") for word in in_order(words))
    return re.compile("|".join(f"({pattern})" for pattern in patterns))


def in_order(words: Iterable[str]) -> list[str]:
    """As the groups of `any_of`: the longest first."""
    return sorted(words, key=lambda word: (-len(word), word))
