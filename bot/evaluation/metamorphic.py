"""The same question in other words has the same answer. Questions and rewrites: eval/metamorphic.yml."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

from pydantic import StrictStr

from bot.evaluation.interview import Asked
from bot.evaluation.places import figures
from bot.evaluation.tables import Table, percent
from bot.knowledge import strict_yaml
from bot.knowledge.loader import shape
from bot.knowledge.model import Part

REWRITES = ("dialect", "slip", "traditional", "filler", "word_order", "politeness", "length", "numerals")


class Question(Part):
    """A question in plain words with its eight rewrites; `place` is told beforehand."""

    place: Optional[StrictStr] = None
    question: StrictStr
    dialect: StrictStr
    slip: StrictStr
    traditional: StrictStr
    filler: StrictStr
    word_order: StrictStr
    politeness: StrictStr
    length: StrictStr
    numerals: StrictStr


@dataclass(frozen=True)
class Comparison:
    """One rewrite beside its question; `differences` names what changed, empty if the answer is the same."""

    question: Question
    rewrite: str
    differences: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return not self.differences

    @property
    def said(self) -> str:
        return str(getattr(self.question, self.rewrite))


def load(file: Path) -> list[Question]:
    """Raises ContentError for a file that is not in form."""
    return [shape(file, entry, Question) for entry in strict_yaml.load(file)]


def compare(asked: Asked, questions: Iterable[Question]) -> Iterator[Comparison]:
    """Each sentence in a conversation of its own."""
    for question in questions:
        wanted = _ask(asked, question.place, question.question)
        for rewrite in REWRITES:
            got = _ask(asked, question.place, getattr(question, rewrite))
            yield Comparison(question, rewrite, differences(wanted, got))


def differences(wanted: dict[str, Any], got: dict[str, Any]) -> tuple[str, ...]:
    """What the second of two replies says otherwise: status, kind, aspect, place, figures."""
    one, other = _essence(wanted), _essence(got)
    return tuple(f"{name} {_shown(one[name])} became {_shown(other[name])}" for name in one if one[name] != other[name])


def per_rewrite(comparisons: Sequence[Comparison]) -> Table:
    total, same = Counter(c.rewrite for c in comparisons), Counter(c.rewrite for c in comparisons if c.is_same)
    rows = [(rewrite, str(total[rewrite]), str(same[rewrite]), f"{percent(same[rewrite], total[rewrite]):.1f}")
            for rewrite in REWRITES if total[rewrite]]
    rows.append(("all", str(total.total()), str(same.total()), f"{percent(same.total(), total.total()):.1f}"))
    return Table("Rewritten questions", ("rewrite", "asked", "same answer", "%"), tuple(rows))


def _ask(asked: Asked, place: str | None, text: str) -> dict[str, Any]:
    asked.begin(place)
    return asked.ask(text) or {"text": ""}


def _essence(reply: dict[str, Any]) -> dict[str, Any]:
    about = reply.get("about") or {}
    return {"status": reply.get("status"), "kind": about.get("kind"), "aspect": about.get("aspect"),
            "place": (about.get("division"), about.get("place")), "figures": figures(reply["text"])}


def _shown(value: Any) -> str:
    return "/".join(map(str, sorted(value))) or "none" if isinstance(value, frozenset) else str(value)
