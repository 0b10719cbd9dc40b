"""Long texts in parts that Telegram takes, cut where a sentence ends. It counts in UTF-16 units: most emoji are two."""
from __future__ import annotations

import unicodedata

LIMIT = 4096  # units of one message
_STOPS = "\u3002\uff01\uff1f!?\n"  # full stop, exclamation and question mark
_PAUSES = "\uff1b;\uff0c,\u3001 "  # semicolon, comma, enumeration comma
_CLOSING = "\u201d\u2019\uff09)\u300b\u300d\u300f"  # stay with the sentence they close
_JOINER = "\u200d"
_LEAST = 0.5  # of a part is filled before a sentence's end is a good place to cut


def units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def readable(text: str) -> str:
    """Without halves of surrogate pairs and without NUL, which no message may hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")


def parts(text: str, limit: int = LIMIT) -> list[str]:
    """Joined, but for the blanks at the cuts, they are the text again. None is empty."""
    found, rest = [], text.strip()
    while units(rest) > limit:
        at = _cut(rest, limit)
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [part for part in (*found, rest) if part]


def _cut(text: str, limit: int) -> int:
    """Before which character to cut."""
    most = _fitting(text, limit)
    for marks in (_STOPS, _PAUSES):
        at = max(text.rfind(mark, 0, most) for mark in marks) + 1
        while at < most and text[at] in _CLOSING:
            at += 1
        if at > most * _LEAST:
            return at
    at = most
    while at > most * _LEAST and _belongs_to_the_last(text, at):
        at -= 1
    return at if at > most * _LEAST else most


def _fitting(text: str, limit: int) -> int:
    """How many characters have at most `limit` units."""
    used = 0
    for place, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > limit:
            return place
    return len(text)


def _belongs_to_the_last(text: str, at: int) -> bool:
    """Whether a cut here would tear a family of emoji, a flag or an accent from its letter."""
    here, before = text[at], text[at - 1]
    return (unicodedata.category(here) in ("Mn", "Me", "Mc", "Sk") or _JOINER in (here, before)
            or (_is_regional(here) and _regional_before(text, at) % 2 == 1))


def _regional_before(text: str, at: int) -> int:
    """A flag is two of them."""
    count = 0
    while count < at and _is_regional(text[at - 1 - count]):
        count += 1
    return count


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
