"""The six digits by which people and editors name an answer: worked out from its row id, kept nowhere. Pure."""
from __future__ import annotations

CODES = 1_000_000
# Coprime to CODES, so each of a million ids in a row has a code of its own; far from 0 and CODES, so neighbours look unrelated.
_FACTOR, _SHIFT = 618_033, 271_829
_BACK = pow(_FACTOR, -1, CODES)


def code_of(answer_id: int) -> str:
    """Six digits; the same again only a million ids later."""
    return f"{(answer_id * _FACTOR + _SHIFT) % CODES:06d}"


def ids_of(code: str, newest: int) -> range:
    """The ids from 1 to `newest` that have the code, newest first; ValueError if it is not six digits."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"{code!r} is no answer code: six digits are")
    lowest = (int(code) - _SHIFT) * _BACK % CODES or CODES
    return range(lowest, newest + 1, CODES)[::-1]
