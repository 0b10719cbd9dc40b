"""What an evaluation has to reach."""
from __future__ import annotations

from bot.evaluation import limits
from bot.evaluation.context import Message, Reaction
from bot.evaluation.judge import Harm
from bot.evaluation.metamorphic import Comparison

HARM = (Harm("wrong figure", "1"),)


def holds(outcomes) -> dict[str, bool]:
    return {limit.what: limit.holds for limit in limits.of_answers(outcomes)}


def test_ninety_three_of_a_hundred_are_enough_and_ninety_two_are_not(outcome):
    assert holds([outcome()] * 93 + [outcome("x")] * 7)["right answers"]
    assert not holds([outcome()] * 92 + [outcome("x")] * 8)["right answers"]


def test_a_single_harmful_answer_is_too_many_even_if_all_are_right(outcome):
    assert holds([outcome()] * 100)["harmful answers"]
    assert not holds([outcome()] * 99 + [outcome(harms=HARM)])["harmful answers"]


def test_no_style_may_be_more_than_five_points_behind(outcome):
    assert holds([outcome()] * 20 + [outcome(style="typo")] * 19 + [outcome("x", style="typo")])["each style"]
    assert not holds([outcome()] * 20 + [outcome(style="typo")] * 18 + [outcome("x", style="typo")] * 2)["each style"]


def test_a_style_may_be_ahead(outcome):
    assert holds([outcome(), outcome("x"), outcome(style="typo")])["each style"]


def test_ninety_five_of_a_hundred_rewrites_have_the_same_answer():
    same, other = Comparison(None, "slip", ()), Comparison(None, "slip", ("kind",))  # type: ignore[arg-type]

    assert limits.of_rewrites([same] * 95 + [other] * 5)[0].holds
    assert not limits.of_rewrites([same] * 94 + [other] * 6)[0].holds


def test_eighty_five_of_a_hundred_short_messages_are_taken_as_they_are_meant_of_each_sort():
    def taken(rightly: int, goes_on: bool) -> list[Reaction]:
        message = Message(id="c", style="plain", before="a", say="问", kinds=("a",) if goes_on else ("b",))
        return [Reaction(message, goes_on)] * rightly + [Reaction(message, not goes_on)] * (100 - rightly)

    assert [limit.holds for limit in limits.of_context(taken(85, True) + taken(85, False))] == [True, True]
    assert [limit.holds for limit in limits.of_context(taken(84, True) + taken(85, False))] == [False, True]
    assert [limit.holds for limit in limits.of_context(taken(85, True) + taken(84, False))] == [True, False]
