"""Turns in which the place is not known yet, not clear, or not the household's own; over the small content."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.reading import Memory
from bot.knowledge.lookup import Status
from tests.unit.dialogue.readings import ASKED, COUNTY, GRANT, OTHER, UNCLEAR, UNCOVERED, says, titles, told

HELP = told("out_of_scope", "我干不动了怎么办", "unfit")

# a name of several places

def test_a_place_that_was_not_chosen_is_offered_again_when_something_else_is_asked(assistant):
    _, waiting = assistant.ask(says("ask_amount", GRANT, places=(UNCLEAR,)), Memory())
    reply, memory = assistant.ask(says("ask_where", GRANT, text="产业奖补找谁"), waiting)
    answered, after = assistant.set_place(says("inform_place", places=(COUNTY,)), memory)

    assert titles(reply) == ["广东省梅州市五华县", "云南省昆明市五华区"]
    assert answered.text.startswith("五华县产业奖补找") and after == replace(ASKED, aspect="where")


def test_a_place_that_was_not_chosen_is_offered_again_when_help_is_sought(assistant):
    _, waiting = assistant.set_place(says("inform_place", places=(UNCLEAR,)), Memory())
    reply, memory = assistant.ask(told("out_of_scope", "我干不动了怎么办", "unfit"), waiting)
    answered, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), memory)

    assert titles(reply) == ["广东省梅州市五华县", "云南省昆明市五华区"]
    assert answered.about["use"] == "benefit_finder"


@pytest.mark.parametrize("asked", [says("ask_amount", GRANT), HELP])
def test_a_question_is_answered_though_the_place_is_told_in_two_steps_among_other_words(assistant, asked):
    _, waiting = assistant.ask(asked, Memory())
    _, waiting = assistant.ask(says("nlu_fallback", text="我家五华那边的，种地的", places=(UNCLEAR,), relevance=0.0), waiting)
    reply, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert reply.about.get("use") == "benefit_finder" if asked is HELP else "最高2000元" in reply.text


def test_help_that_is_sought_from_an_unclear_place_is_given_once_it_is_clear(assistant):
    seeks = replace(told("out_of_scope", "我是五华的，干不动了怎么办", "unfit"), places=(UNCLEAR,))
    _, waiting = assistant.ask(seeks, Memory())
    reply, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert reply.about["use"] == "benefit_finder"


# a question that waits for the place

@pytest.mark.parametrize("asked", [says("ask_amount", GRANT), HELP])
@pytest.mark.parametrize("between", ["nlu_fallback", "out_of_scope", "inform_place"])
def test_what_is_not_understood_between_a_question_and_its_place_does_not_make_it_forgotten(assistant, asked, between):
    _, waiting = assistant.ask(asked, Memory())
    use_case = assistant.set_place if between == "inform_place" else assistant.ask
    asked_again, waiting = use_case(says(between, text="我家是农村里头那种的人家", relevance=0.0), waiting)
    reply, memory = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert asked_again.status is (Status.OUT_OF_SCOPE if between == "out_of_scope" else Status.AREA_UNKNOWN)
    assert reply.about.get("use") == "benefit_finder" if asked is HELP else "最高2000元" in reply.text
    assert not memory.waiting


def test_a_place_told_among_other_words_answers_what_waits_for_it(assistant):
    _, waiting = assistant.ask(says("ask_amount", GRANT), Memory())
    reply, memory = assistant.ask(says("nlu_fallback", text="哦我家就在五华县里头住着呢", places=(COUNTY,), relevance=0.0), waiting)

    assert "最高2000元" in reply.text and memory == ASKED


def test_of_two_questions_before_the_place_the_later_one_is_answered(assistant):
    _, waiting = assistant.ask(HELP, Memory())
    _, waiting = assistant.ask(says("ask_where", GRANT, text="产业奖补找谁"), waiting)
    reply, _ = assistant.set_place(says("inform_place", places=(COUNTY,)), waiting)

    assert reply.text.startswith("五华县产业奖补找")


# other places than home

@pytest.mark.parametrize("intent", ["ask_amount", "follow_up"])
def test_a_place_without_documents_that_was_asked_about_is_no_new_home(assistant, intent):
    _, memory = assistant.ask(says(intent, GRANT, places=(UNCOVERED,)), ASKED)
    reply, _ = assistant.ask(says("ask_amount", GRANT), memory)

    assert "五华县" in reply.text and "最高2000元" in reply.text


def test_asking_whether_there_are_documents_for_a_place_makes_it_no_new_home(assistant):
    reply, memory = assistant.coverage(says("ask_coverage", places=(UNCOVERED,)), ASKED)

    assert reply.status is Status.NOT_IN_YOUR_AREA and memory.division == "441424"


def test_who_moved_to_a_place_without_documents_is_not_answered_for_the_home_before(assistant):
    moved = replace(UNCOVERED, start=3, is_home=True)
    reply, memory = assistant.ask(says("ask_amount", GRANT, places=(moved,)), ASKED)

    assert reply.status is Status.NOT_IN_YOUR_AREA and memory.division == "231181"


def test_who_says_to_live_in_a_place_without_documents_lives_there_from_now_on(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(UNCOVERED,)), ASKED)

    assert reply.status is Status.NOT_IN_YOUR_AREA and memory.division == "231181"


@pytest.mark.parametrize("away", [replace(UNCOVERED, is_away=True), replace(OTHER, is_away=True)])
def test_where_one_only_goes_keeps_home_and_the_question(assistant, away):
    reply, memory = assistant.set_place(says("inform_place", text=f"去{away.name}", places=(away,), relevance=0.0, elliptical=0.0), ASKED)

    assert "五华县" in reply.text and "最高2000元" in reply.text and memory == ASKED


def test_a_question_on_somebody_who_is_elsewhere_is_answered_for_home(assistant):
    away = replace(UNCOVERED, is_away=True)
    asks = says("inform_place", text="我屋头女人在北安带孙，她找谁", places=(away,), ranking=(("inform_place", 0.5), ("ask_where", 0.4)), elliptical=0.6)
    reply, memory = assistant.set_place(asks, ASKED)

    assert reply.text.startswith("五华县产业奖补找") and memory.division == "441424"


def test_where_one_only_goes_is_no_home_when_none_is_known(assistant):
    reply, memory = assistant.set_place(says("inform_place", places=(replace(UNCOVERED, is_away=True),)), Memory())

    assert reply.status is Status.AREA_UNKNOWN and memory.division is None
