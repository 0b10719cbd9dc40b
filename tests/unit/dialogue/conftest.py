"""The assistant over the small content with two places."""
from __future__ import annotations

import pytest

from bot.dialogue.turn import Assistant
from tests.unit.dialogue.checks import Talk


@pytest.fixture
def assistant(small, a_day) -> Assistant:
    small.add_place("500230", "丰都县", "doc-b")
    small.change("500230_doc-b/industry_grant.yml", "value: 2000,", "value: 8300,")  # so that the two places can be told apart
    return Assistant(small.kb, small.divisions, a_day)


@pytest.fixture
def talk(assistant) -> Talk:
    return Talk(assistant)
