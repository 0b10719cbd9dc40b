"""How much of a statement's wording stands in a message: without a model, so that new content needs no training."""
from __future__ import annotations

import re
from functools import lru_cache

_WORDS = re.compile(r"[0-9a-z]+|[\u4e00-\u9fff]")


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """Neighbouring characters within a clause; numbers count as one character."""
    units = _WORDS.findall(text)
    return frozenset(first + second for first, second in zip(units, units[1:], strict=False))


def resemblance(statement: str, text: str, without: frozenset[str] = frozenset()) -> float:
    """The part of the statement's pairs that stand in the text, 0…1; `without` are pairs that tell nothing."""
    own = pairs(statement) - without
    return len(own & pairs(text)) / len(own) if own else 0.0
