"""Which answers a change of content alters."""
from __future__ import annotations

import shutil
from datetime import date

import pytest

from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Aspect
from bot.replies.changes import changes

DAY = date(2024, 6, 30)
GRANT = "441424_doc-a/industry_grant.yml"


@pytest.fixture
def altered(small, tmp_path):
    """The answers that differ after an edit of the small content."""
    def after(edit):
        shutil.copytree(small.folder, tmp_path / "before")
        edit()
        return list(changes(KnowledgeBase(tmp_path / "before"), small.kb, small.divisions, DAY))
    return after


def test_nothing_differs_where_nothing_was_changed(altered):
    assert altered(lambda: None) == []


def test_a_changed_figure_alters_the_answers_that_name_it(altered, small):
    found = altered(lambda: small.change(GRANT, "value: 2000,", "value: 2500,"))

    (amount,) = [change for change in found if change.aspect is Aspect.AMOUNT]
    assert "最高2000元" in amount.before.text and "最高2500元" in amount.after.text
    assert {change.kind for change in found} == {"industry_grant"}


def test_a_scheme_that_is_gone_is_answered_otherwise(altered, small):
    found = altered((small.folder / GRANT).unlink)

    assert {change.kind for change in found} == {"industry_grant"} and {change.aspect for change in found} == set(Aspect)
    assert all(change.before and change.after is None or change.after.text for change in found)
