"""An answer of the ledger is composed again from what it was made from."""
from __future__ import annotations

import json

import pytest

from bot.knowledge.lookup import Question, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import compose
from bot.replies.replay import recompose

GRANT = "441424_doc-a/industry_grant.yml"


def answer(small, aspect, on, page=0):
    kb, divisions = small.kb, small.divisions
    return compose(kb, divisions, look_up(kb, divisions, Question(aspect, "industry_grant", "441424", on)), page)


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("aspect", list(Aspect), ids=lambda aspect: aspect.value)
def test_every_policy_answer_comes_out_the_same_after_a_way_through_json(small, a_day, aspect, page):
    given = answer(small, aspect, a_day, page)

    assert recompose(small.kb, small.divisions, json.loads(json.dumps(given.about))) == given


def test_a_changed_figure_shows(small, a_day):
    given = answer(small, Aspect.AMOUNT, a_day)
    small.change(GRANT, "value: 2000,", "value: 2500,")
    again = recompose(small.kb, small.divisions, given.about)

    assert "2000元" in given.text and again and "2500元" in again.text


def test_a_scheme_that_is_gone_is_answered_otherwise(small, a_day):
    given = answer(small, Aspect.AMOUNT, a_day)
    (small.folder / GRANT).unlink()

    assert recompose(small.kb, small.divisions, given.about).text != given.text


@pytest.mark.parametrize("changed", [{"kind": "no_longer"}, {"division": "000000"}, {"use": "of another version"}])
def test_what_the_content_no_longer_knows_cannot_be_composed(small, a_day, changed):
    assert recompose(small.kb, small.divisions, {**answer(small, Aspect.AMOUNT, a_day).about, **changed}) is None


@pytest.mark.parametrize("about", [{}, {"kind": "industry_grant", "aspect": "amount", "division": "441424", "stop": 1}])
def test_what_was_no_answer_cannot_be_composed(small, about):
    assert recompose(small.kb, small.divisions, about) is None
