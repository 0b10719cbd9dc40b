"""Phrases packed into pages: what belongs together stays together, and nothing is lost."""
from __future__ import annotations

from bot.replies.facts import Part, Phrase
from bot.replies.pages import Packing


def phrase(text: str, part: Part = Part.STATED) -> Phrase:
    return Phrase(text, (), part)


def packed(*phrases: Phrase, room: int = 40, first: tuple[str, ...] = (), steps: tuple[str, ...] = (), most: int | None = None) -> list[list[str]]:
    return [[one.text for one in page] for page in Packing(room, first, steps, most).pages(phrases)]


LONG = phrase("甲" * 30)
NEEDED, OPEN, GAP, ASKED = phrase("未一", Part.NEEDED), phrase("未二", Part.OPEN), phrase("未三，文件没写", Part.GAP), phrase("未四，文件没写", Part.GAP)


def test_nothing_is_one_empty_page():
    assert packed() == [[]]


def test_a_phrase_longer_than_a_page_has_its_own():
    assert packed(phrase("甲"), phrase("乙" * 50), phrase("丙")) == [["甲"], ["乙" * 50], ["丙"]]


def test_no_more_facts_than_wanted_stand_on_a_page():
    assert packed(*map(phrase, "甲乙丙"), most=2) == [["甲", "乙"], ["丙"]]


def test_what_the_conditions_leave_open_stands_with_them():
    conditions = phrase("乙" * 30, Part.CONDITIONS)

    assert packed(LONG, conditions, OPEN, NEEDED) == [[LONG.text], [conditions.text, "未一", "未二"]]


def test_a_gap_that_was_asked_for_stands_on_the_first_page_and_others_on_the_last():
    assert packed(ASKED, LONG, phrase("乙" * 20), GAP, first=(ASKED.text,)) == [[LONG.text, ASKED.text], ["乙" * 20, GAP.text]]


def test_what_everybody_must_meet_goes_before_what_was_asked_for():
    more = phrase("未五", Part.NEEDED)

    assert packed(phrase("甲", Part.CONDITIONS), ASKED, NEEDED, more, room=200, first=(ASKED.text,)) == [["甲", "未一", "未五"], [ASKED.text]]


def test_steps_stand_in_their_order_in_the_places_of_steps():
    one, two, channel = phrase("先", Part.STEP), phrase("再", Part.STEP), phrase("电话")

    assert packed(two, channel, one, steps=("先", "再")) == [["先", "电话", "再"]]
