"""How much of a statement's wording stands in a message."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.similar import pairs, resemblance


def test_pairs_are_neighbours_and_a_number_is_one_character():
    assert pairs("补2000元") == {"补2000", "2000元"}
    assert pairs("") == pairs("补") == frozenset()


@pytest.mark.parametrize(("statement", "text", "part"), [
    ("危房改造", "危房改造", 1.0), ("危房改造", "我家危房改造的事", 1.0), ("危房改造", "低保怎么申请", 0.0), ("危房改造", "危房", 1 / 3), ("", "危房", 0.0)])
def test_the_part_of_the_statement_that_stands_in_the_text(statement, text, part):
    assert resemblance(statement, text) == pytest.approx(part)


def test_pairs_that_tell_nothing_do_not_count():
    assert resemblance("危房改造", "危房改造", pairs("危房改")) == 1.0
    assert resemblance("危房改造", "危房改", pairs("危房改")) == 0.0


@given(st.text(), st.text())
def test_resemblance_is_a_part(statement, text):
    assert 0 <= resemblance(statement, text) <= 1
    assert resemblance(statement, statement) in (0, 1)
