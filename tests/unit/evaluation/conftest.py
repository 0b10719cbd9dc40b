"""Replies, cases and places as small as the tests need them."""
from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.evaluation.cases import Case, Expectation, Turn
from bot.evaluation.interview import Outcome
from bot.evaluation.judge import Harm
from bot.evaluation.places import Places
from bot.nlu.normalize import Rules
from bot.settings import ROOT

OTHER_COUNTY = "500230"


@pytest.fixture
def places(small) -> Places:
    """五华县 with at most 2000元, and another county with 3500元."""
    small.add_place(OTHER_COUNTY, "丰都县", "doc-b")
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 3500,")
    return Places(small.kb, small.divisions, Rules(ROOT / "data" / "slips.yml"))


@pytest.fixture
def reply() -> Callable[..., dict[str, Any]]:
    def make(text: str = "五华县（2024年度的规定，已到期）产业奖补：最高2000元。", **fields: Any) -> dict[str, Any]:
        return {"status": "answered", "text": text, "citation": "", "references": [], "about": {}, **fields}
    return make


@pytest.fixture
def outcome() -> Callable[..., Outcome]:
    """An outcome with the given faults and harms, right if there are none."""
    def make(*faults: str, style: str = "plain", place: str | None = None, name: str = "a", harms: tuple[Harm, ...] = (),
             status: str | None = "answered", text: str = "好", kind: str | None = None, **expect: Any) -> Outcome:
        turn = Turn(say="问", expect=Expectation(**expect))
        case = Case(id=name, style=style, place=place, turns=(turn,))
        return Outcome(case, 1, turn, {"status": status, "text": text, "about": {"kind": kind} if kind else {}}, faults, harms)
    return make


@pytest.fixture
def reference() -> Callable[..., dict[str, Any]]:
    def make(document: str = "doc-a", standing: str = "period_ended", *clauses: str) -> dict[str, Any]:
        return {"document": document, "standing": standing, "clauses": list(clauses)}
    return make


class Echo:
    """Answers from a table, and remembers where each conversation said it lives."""

    def __init__(self, answers: dict[str, dict[str, Any] | None]) -> None:
        self.answers, self.begun = answers, []

    def begin(self, division: str | None) -> None:
        self.begun.append(division)

    def ask(self, text: str) -> dict[str, Any] | None:
        return self.answers[text]


@pytest.fixture
def echo() -> type[Echo]:
    return Echo
