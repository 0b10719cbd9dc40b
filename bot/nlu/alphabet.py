"""The closed set of characters that may reach the embedding engine, which is C (U+FDFA runs overflow its heap)."""
from __future__ import annotations

import re
import unicodedata

# What people type on purpose: CJK, Latin, digits, common punctuation, and their full-width forms.
_TYPED = re.compile(
    r"[^\u3400-\u4dbf\u4e00-\u9fff\u3000-\u301f\uff01-\uff5e0-9A-Za-z!-/:-@\[-`{-~"
    r"\u2018\u2019\u201c\u201d\u2026\u2014\u00b7\uffe5\u00a5]+")
# What is left after NFKC of the above; everything else becomes a space.
_CLEAN = re.compile(
    r"[^\u3400-\u4dbf\u4e00-\u9fff\u3001\u3002\u3008-\u3011\u3014\u30150-9A-Za-z!-/:-@\[-`{-~"
    r"\u2018\u2019\u201c\u201d\u2014\u00b7\u00a5]+")
# A figure keeps its noughts: only more digits than a telephone number has are cut.
_REPEATS = re.compile(r"([^0-9])\1{3,}|([0-9])\2{11,}")
_ZEROS = {0x3007: 0x96F6}  # the round Chinese zero as the written one
MOST_TYPED = 5_000


def clean(text: object) -> str:
    """Any input as one line over the closed alphabet: NFKC, no controls, no runs of more than three of a character.

    Only the first and last MOST_TYPED characters are kept; runs of a digit may have eleven. Never raises.
    """
    if not isinstance(text, str):
        return ""
    text = unicodedata.normalize("NFKC", _TYPED.sub(" ", _ends(text))).translate(_ZEROS)
    text = _REPEATS.sub(_shortened, _CLEAN.sub(" ", text))
    return " ".join(_ends(text).split())


def is_clean(text: str) -> bool:
    """Whether all its characters are of the closed alphabet."""
    return not _CLEAN.search(text)


def _ends(text: str) -> str:
    return text[:MOST_TYPED] + " " + text[-MOST_TYPED:] if len(text) > 2 * MOST_TYPED else text


def _shortened(run: re.Match[str]) -> str:
    return run.group(1) * 3 if run.group(1) else run.group(2) * 11
