"""Whoever asks, in whatever words: the same question has the same answer."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from bot.evaluation import limits, metamorphic
from bot.evaluation.in_process import InProcess, assistant
from bot.settings import ROOT

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def agent(model: Path) -> Iterator[InProcess]:
    """The assistant in this process; its answers go to a ledger of its own."""
    with assistant() as loaded:
        yield loaded


def test_a_question_in_other_words_has_the_same_answer(agent):
    questions = metamorphic.load(ROOT / "eval" / "metamorphic.yml")
    comparisons = list(metamorphic.compare(agent, questions))
    (limit,) = limits.of_rewrites(comparisons)
    changed = [f"{found.question.question} | {found.said}: {'; '.join(found.differences)}" for found in comparisons if not found.is_same]

    assert len(comparisons) == 800
    assert limit.holds, "\n".join([f"{limit.measured}, wanted {limit.wanted}", *changed])
