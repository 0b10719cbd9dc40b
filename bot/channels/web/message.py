"""What a person typed, made fit to pass on."""
from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 5_000
_START = 1_000  # who and where often stand first, the question last: the middle goes
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Message:
    """`text` has at most MOST characters; `cut` says that something was left out."""

    text: str
    cut: bool = False


def tidy(typed: str) -> Message:
    """Without control characters, turned-about writing, half surrogates and blanks around it. Never raises."""
    text = _UNSEEN.sub(" ", typed.replace("\r\n", "\n")).strip()
    if len(text) <= MOST:
        return Message(text)
    return Message(text[:_START] + "\u2026" + text[_START + 1 - MOST:], cut=True)
