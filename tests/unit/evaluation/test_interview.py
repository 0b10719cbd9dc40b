"""Asking a set of cases."""
from __future__ import annotations

from bot.evaluation.cases import Case, Expectation, Turn
from bot.evaluation.interview import interview

COUNTY, OTHER_COUNTY = "441424", "500230"


def case(*said: str, place: str | None = None, name: str = "m01", **expect) -> Case:
    return Case(id=name, style="plain", place=place, turns=tuple(Turn(say=text, expect=Expectation(**expect)) for text in said))


def test_every_case_is_a_conversation_of_its_own_in_its_place(echo, reply, places):
    asked = echo({"甲": reply(), "乙": reply(), "丙": reply()})
    outcomes = list(interview(asked, [case("甲", "乙", place=COUNTY), case("丙", name="s01")], places))

    assert asked.begun == [COUNTY, None]
    assert [outcome.name for outcome in outcomes] == ["m01.1", "m01.2", "s01"] and all(outcome.is_right for outcome in outcomes)


def test_no_reply_is_a_fault_and_in_a_crisis_harmful(echo, places):
    (outcome,) = interview(echo({"甲": None}), [case("甲", status=("crisis",))], places)

    assert outcome.faults == ("no reply",) and [harm.kind for harm in outcome.harms] == ["no crisis help"]


def test_a_place_named_in_the_conversation_is_one_to_answer_for(echo, reply, places):
    answer = reply("丰都县产业奖补。", about={"division": OTHER_COUNTY})
    outcomes = list(interview(echo({"奖补呢": answer, "那丰都呢": answer}), [case("奖补呢", "那丰都呢", "奖补呢", place=COUNTY)], places))

    assert [outcome.is_right for outcome in outcomes] == [False, True, True]


def test_an_outcome_can_be_written_as_json(echo, reply, places):
    (outcome,) = interview(echo({"甲": reply()}), [case("甲", forbidden=("2000",))], places)
    written = outcome.as_dict()

    assert written["id"] == "m01" and written["say"] == "甲" and written["faults"] == ["forbidden figure 2000"]
    assert written["harms"] == [{"kind": "wrong figure", "why": "2000"}] and written["expect"] == {"forbidden": ("2000",)}
