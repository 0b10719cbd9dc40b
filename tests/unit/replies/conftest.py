"""Answers composed over the small content."""
from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.lookup import Question, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import compose

COUNTY, IN_FORCE = "441424", date(2024, 6, 30)


@pytest.fixture
def answer(small):
    def compose_one(aspect: Aspect = Aspect.AMOUNT, kind: str = "industry_grant", division: str = COUNTY, on: date = IN_FORCE, page: int = 0):
        kb, divisions = small.kb, small.divisions
        return compose(kb, divisions, look_up(kb, divisions, Question(aspect, kind, division, on)), page)
    return compose_one


@pytest.fixture
def asked_for(small):
    """The answer to a question that is after these statements."""
    def compose_one(aspect: Aspect, *first: str, kind: str = "industry_grant", page: int = 0):
        question = Question(aspect, kind, COUNTY, IN_FORCE, first)
        return compose(small.kb, small.divisions, look_up(small.kb, small.divisions, question), page)
    return compose_one
