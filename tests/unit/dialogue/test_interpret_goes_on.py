"""What goes on with the last scheme, and what begins anew, by hand-made readings."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.interpret import (
    CERTAIN,
    ELLIPTICAL,
    HARDLY,
    RELEVANT,
    RELEVANT_STRANGER,
    SELF_CONTAINED,
    SHORT,
    TOUCHED,
    interpret,
)
from bot.dialogue.reading import Memory
from bot.knowledge.model import Aspect
from tests.unit.dialogue.readings import ASKED, a_reading

STEP = 0.01



@pytest.mark.parametrize("text", ["那要多久？", "去哪办", "怎么申请"])
def test_an_elliptical_question_goes_on_with_the_last_scheme(text):
    wanted = interpret(a_reading("ask_deadline", ("other", 0.4), ("more", 0.4), ("third", 0.2), text=text), ASKED, ())

    assert (wanted.kind, wanted.aspect) == ("industry_grant", Aspect.DEADLINE)


@pytest.mark.parametrize(("length", "goes_on"), [(SHORT - 1, True), (SHORT, True), (SHORT + 1, False)])
def test_only_a_short_question_goes_on(length, goes_on):
    wanted = interpret(a_reading("ask_deadline", ("other", 0.4), ("more", 0.4), ("third", 0.2), text="问" * length), ASKED, ())

    assert (wanted.kind == "industry_grant") is goes_on


@pytest.mark.parametrize("length", [2, SHORT + 1, 100])
def test_a_follow_up_goes_on_whatever_its_length(length):
    follow_up = a_reading("follow_up", ("other", 0.5), ("more", 0.5), text="问" * length, relevance=RELEVANT_STRANGER - STEP)

    assert interpret(follow_up, ASKED, ()).kind == "industry_grant"


@pytest.mark.parametrize(("relevance", "goes_on"), [(RELEVANT_STRANGER - STEP, True), (RELEVANT_STRANGER, False), (RELEVANT_STRANGER + STEP, False)])
def test_a_follow_up_on_something_else_that_is_clearly_a_policy_does_not_go_on(relevance, goes_on):
    wanted = interpret(a_reading("follow_up", ("other", 0.5), ("more", 0.5), relevance=relevance), ASKED, ())

    assert (wanted.kind == "industry_grant") is goes_on


def test_a_follow_up_on_another_household_goes_on_however_much_it_sounds_like_a_policy():
    follow_up = replace(a_reading("follow_up", ("other", 0.9), relevance=2.0), of_whom=True)

    assert interpret(follow_up, ASKED, ()).kind == "industry_grant"


@pytest.mark.parametrize(("share", "goes_on"), [(CERTAIN - STEP, True), (CERTAIN, False), (CERTAIN + STEP, False)])
def test_a_short_question_with_a_certain_scheme_of_its_own_does_not_go_on(share, goes_on):
    rest = (1 - share) / 2
    wanted = interpret(a_reading("ask_deadline", ("other", share), ("more", rest), ("third", rest), text="那低保呢"), ASKED, ())

    assert wanted.kind == ("industry_grant" if goes_on else "other")


@pytest.mark.parametrize(("relevance", "goes_on"), [(RELEVANT_STRANGER - STEP, True), (RELEVANT_STRANGER, False), (RELEVANT_STRANGER + STEP, False)])
def test_what_only_seems_certain_goes_on(relevance, goes_on):
    wanted = interpret(a_reading("ask_deadline", ("other", 1.0), text="那要多久", relevance=relevance), ASKED, ())

    assert wanted.kind == ("industry_grant" if goes_on else "other")


@pytest.mark.parametrize("intent", ["ask_validity", "ask_source"])
def test_whether_it_is_still_valid_and_where_it_stands_is_asked_of_the_last_answer(intent):
    text = "你刚才说的这些话是哪一份文件上写着的呀"
    unnamed = a_reading(intent, ("other", 1.0), text=text, relevance=RELEVANT_STRANGER - STEP)
    clearly_another = a_reading(intent, ("other", 1.0), text=text, relevance=RELEVANT_STRANGER)
    named = a_reading(intent, ("other", 1.0, True), text="低保的这些话是哪一份文件上写着的呀")

    assert interpret(unnamed, ASKED, ()).kind == "industry_grant"
    assert interpret(clearly_another, ASKED, ()).kind == "other"
    assert interpret(named, ASKED, ()).kind == "other"


def test_a_short_message_that_no_intent_fits_goes_on():
    assert interpret(a_reading("nlu_fallback", ("other", 0.4), ("more", 0.3), ("third", 0.3), text="那呢"), ASKED, ()).kind == "industry_grant"


def test_a_short_question_that_names_a_scheme_does_not_go_on():
    wanted = interpret(a_reading("ask_amount", ("a", 0.5, True), ("b", 0.5), text="低保多少钱", relevance=0.0), ASKED, ())

    assert wanted.kind == "a"  # what is named wins a near tie


@pytest.mark.parametrize(("elliptical", "goes_on"), [(ELLIPTICAL - STEP, False), (ELLIPTICAL, True), (ELLIPTICAL + STEP, True)])
def test_a_longer_question_that_says_of_nothing_what_it_asks_goes_on(elliptical, goes_on):
    wanted = interpret(a_reading("ask_deadline", ("other", 1.0), text="那这个到底要等多久才批得下来呢", elliptical=elliptical), ASKED, ())

    assert (wanted.kind == "industry_grant") is goes_on


@pytest.mark.parametrize("relevance", [TOUCHED + STEP, RELEVANT, 1.0])
@pytest.mark.parametrize(("times", "goes_on"), [(0.9, False), (1.1, True)])
def test_the_more_a_short_question_is_about_a_policy_the_more_elliptical_it_must_be_to_go_on(relevance, times, goes_on):
    elliptical = SELF_CONTAINED * (relevance - TOUCHED) * times
    reading = a_reading("ask_deadline", ("other", 0.4), ("more", 0.4), ("third", 0.2), text="那要多久", relevance=relevance, elliptical=elliptical)

    assert (interpret(reading, ASKED, ()).kind == "industry_grant") is goes_on


def test_a_short_question_that_touches_no_policy_goes_on_however_little_elliptical_it_is():
    reading = a_reading("ask_deadline", ("other", 1.0), text="那要多久", relevance=TOUCHED, elliptical=0.0)

    assert interpret(reading, ASKED, ()).kind == "industry_grant"


@pytest.mark.parametrize(("elliptical", "goes_on"), [(HARDLY - STEP, False), (HARDLY, True)])
def test_a_longer_question_of_no_policy_goes_on_unless_it_may_be_on_anything(elliptical, goes_on):
    reading = a_reading("ask_deadline", ("other", 1.0), text="问" * (SHORT + 1), relevance=RELEVANT - STEP, elliptical=elliptical)

    assert (interpret(reading, ASKED, ()).kind == "industry_grant") is goes_on


@pytest.mark.parametrize(("speaks_of", "goes_on"), [((), True), (("other",), False), (("other", "industry_grant"), True)])
def test_a_short_question_that_speaks_of_other_policies_only_does_not_go_on(speaks_of, goes_on):
    reading = replace(a_reading("ask_amount", ("other", 0.4), ("more", 0.4), ("third", 0.2), text="羊有钱拿不"), speaks_of=speaks_of)

    assert (interpret(reading, ASKED, ()).kind == "industry_grant") is goes_on


def test_what_is_surely_elliptical_goes_on_whatever_its_words_speak_of_and_so_does_a_follow_up():
    elliptical = replace(a_reading("ask_amount", ("other", 1.0), text="羊有钱拿不", elliptical=ELLIPTICAL), speaks_of=("other",))
    follow_up = replace(a_reading("follow_up", ("other", 0.4), ("more", 0.6), text="那羊呢", relevance=0.0), speaks_of=("other",))

    assert interpret(elliptical, ASKED, ()).kind == interpret(follow_up, ASKED, ()).kind == "industry_grant"


@pytest.mark.parametrize(("text", "goes_on"), [("监测户呢", True), ("什么叫监测户", False), ("监测户是什么意思", False)])
def test_what_a_kind_of_household_is_is_no_question_of_another_household(text, goes_on):
    reading = replace(a_reading("ask_overview", ("other", 1.0), text=text, elliptical=0.0), of_whom=True)

    assert interpret(reading, ASKED, ()).kind == ("industry_grant" if goes_on else "other")


def test_nothing_goes_on_when_nothing_was_asked():
    assert interpret(a_reading("follow_up", text="那梅州呢", relevance=0.0), Memory(division="441424"), ()).kind is None


@pytest.mark.parametrize("intent", ["greet", "crisis", "thank", ""])
def test_only_a_question_goes_on(intent):
    assert interpret(a_reading(intent, ("a", 1.0), text="好的", relevance=0.0), ASKED, ()).kind is None
