"""The official documents as plain text: folding, cutting into clauses, and what stands in a clause."""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import cn2an

from bot.knowledge.model import Document

_TAG = re.compile(r"</?p>")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Zero to ten, hundred, thousand (not that of kilowatts, kilograms, kilometres), ten thousand, hundred million, two's other
# form; not the end of a number in digits (200万).
_NUMERALS = re.compile(
    "(?<![0-9])(?:[\u96f6\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u4e07\u4ebf\u4e24]"
    "|\u5343(?![\u74e6\u514b\u7c73]))+")
_SCALES = {"\u4e07": 10_000, "\u4ebf": 100_000_000}  # ten thousand, hundred million


def fold(text: str) -> str:
    """Without white space and table tags, full width as half width. Folding again changes nothing."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    while _TAG.search(text):
        text = _TAG.sub("", text)
    return unicodedata.normalize("NFKC", text)


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


@lru_cache(maxsize=4096)
def numbers_in_words(folded: str) -> frozenset[float]:
    """Every number written in Chinese numerals, read as a whole: 15 stands in 十五天, 5 and 10 do not."""
    found = set()
    for run in _NUMERALS.findall(folded):
        if run[0] in "\u767e\u5343\u4e07\u4ebf" and len(run) > 1:
            run = "\u4e00" + run  # a million is written without its one
        try:
            found.add(float(cn2an.cn2an(run, "smart")))
        except ValueError:  # a name such as 十四五
            continue
    return frozenset(found)


def has_number(folded: str, value: float) -> bool:
    """Whether the text has this number, in digits or in Chinese numerals."""
    return value in numbers(folded) or value in numbers_in_words(folded)
