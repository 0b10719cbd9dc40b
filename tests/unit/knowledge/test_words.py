"""Word lists of the content: the longest word wins, an ellipsis spans a few characters of one clause."""
from __future__ import annotations

import pytest

from bot.knowledge.words import REACH, Words


def test_the_longest_word_at_a_place_is_found():
    words = Words(["低保", "低保户", "户"])

    assert [words.word(match) for match in words.finditer("低保户和低保")] == ["低保户", "低保"]


@pytest.mark.parametrize(("between", "is_found"), [("", True), ("村" * REACH, True), ("村" * (REACH + 1), False), (",", False)])
def test_an_ellipsis_spans_a_few_characters_of_one_clause(between, is_found):
    assert bool(Words(["掉进…井"]).search(f"娃掉进{between}井里")) is is_found


def test_a_text_without_any_word_is_told_at_once():
    words = Words(["着火", "掉进…井"])

    assert words.search("低保怎么申请") is None
    assert words.match("低保") is None
    assert list(words.finditer("低保")) == []
    assert words.without("低保") == "低保"


def test_words_are_taken_out():
    assert Words(["我想问"]).without("我想问低保") == " 低保"


def test_a_search_may_end_early():
    assert Words(["我妈"]).search("低保我妈", 2) is None
