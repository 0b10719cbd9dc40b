"""The official documents as plain text: folding, cutting into clauses, and what stands in a clause."""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import cn2an

from bot.knowledge.model import Document

_TAG = re.compile(r"</?p>")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SCALES = {"\u4e07": 10_000, "\u4ebf": 100_000_000}  # ten thousand, hundred million


def fold(text: str) -> str:
    """Without white space and table tags, full width as half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", _TAG.sub("", text)))


def cut(document: Document, text: str) -> tuple[dict[str, str], list[str]]:
    """Clause id → folded text, and the ids of clauses whose beginning is not in `text`."""
    folded, starts, lost = fold(text), {}, []
    after = 0
    for clause in document.clauses:
        start = folded.find(fold(clause.starts), 0 if clause.anywhere else after)
        if start < 0:
            lost.append(clause.id)
            continue
        starts[clause.id] = start
        if not clause.anywhere:
            after = start + 1
    cuts = sorted(starts[c.id] for c in document.clauses if c.id in starts and not c.anywhere)
    clauses = {}
    for clause in document.clauses:
        if clause.id not in starts:
            continue
        start = starts[clause.id]
        end = next((c for c in cuts if c > start), len(folded))
        if clause.ends:
            end = folded.find(fold(clause.ends), start + 1)
            if end < 0:
                lost.append(clause.id)
                continue
        clauses[clause.id] = folded[start:end]
    return clauses, lost


@lru_cache(maxsize=4096)
def numbers(folded: str) -> frozenset[float]:
    """Every number written in digits, as written and with its 万 or 亿."""
    found = set()
    for match in _NUMBER.finditer(folded):
        value = float(match.group())
        found.add(value)
        scale = _SCALES.get(folded[match.end():match.end() + 1])
        if scale:
            found.add(value * scale)
    return frozenset(found)


def has_number(folded: str, value: float) -> bool:
    """Whether the text has this number, in digits or in Chinese numerals."""
    if value in numbers(folded):
        return True
    if value != int(value) or value < 1:
        return False
    in_words = {cn2an.an2cn(str(int(value)), "low")}
    if value == 2:
        in_words |= {"\u4e24", "\u53cc"}  # 两, 双
    if value >= 10:
        in_words = {word.removeprefix("\u4e00") for word in in_words}  # 十 and 百万, not 一十 and 一百万
    return any(word in folded for word in in_words)
