"""From a reading and a memory to what is wanted, by hand-made readings."""
from __future__ import annotations

import pytest

from bot.dialogue.interpret import CERTAIN, MOST_CHOICES, OFFERED, RELEVANT, SHORT, interpret
from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.knowledge.model import Aspect

STEP = 0.01
LAST = Memory(division="441424", kind="industry_grant", aspect="amount")


def a_reading(intent: str = "ask_amount", *links: tuple, text: str = "说了一句不短的话问某一项政策能给多少", relevance: float = 1.0, places: tuple = ()):
    return Reading(text=text, intent=intent, confidence=0.9, links=tuple(Link(*link) for link in links), relevance=relevance, places=places)


# which scheme

@pytest.mark.parametrize(("share", "certain"), [(CERTAIN - STEP, False), (CERTAIN, True), (CERTAIN + STEP, True)])
def test_a_kind_with_a_share_of_certain_or_more_is_taken(share, certain):
    wanted = interpret(a_reading("ask_amount", ("a", share), ("b", 1 - share)), Memory(), ())

    assert (wanted.kind, wanted.choices) == (("a", ()) if certain else (None, ("a", "b")))


@pytest.mark.parametrize(("relevance", "answered"), [(RELEVANT - STEP, False), (RELEVANT, True), (RELEVANT + STEP, True)])
def test_a_message_below_relevant_is_about_no_policy(relevance, answered):
    wanted = interpret(a_reading("ask_amount", ("a", 1.0), relevance=relevance), Memory(), ())

    assert (wanted.kind == "a") is answered
    assert wanted.near == ("a",)


@pytest.mark.parametrize(("share", "choices"), [(OFFERED - STEP, ("a", "b")), (OFFERED, ("a", "b", "c")), (OFFERED + STEP, ("a", "b", "c"))])
def test_near_ties_are_offered_from_the_least_share_on(share, choices):
    rest = (1 - share) / 2
    wanted = interpret(a_reading("ask_amount", ("a", rest), ("b", rest), ("c", share)), Memory(), ())

    assert wanted.choices == choices
    assert wanted.kind is None


def test_no_more_than_four_are_offered():
    wanted = interpret(a_reading("ask_amount", *((kind, 1 / 6) for kind in "abcdef")), Memory(), ())

    assert len(wanted.choices) == MOST_CHOICES == 4


def test_what_nobody_rivals_is_taken_even_below_certain():
    shares = [("a", 0.55)] + [(f"x{n}", 0.45 / 10) for n in range(10)]
    wanted = interpret(a_reading("ask_amount", *shares), Memory(), ())

    assert wanted.kind == "a"


def test_a_named_scheme_counts_however_little_else_the_message_has_of_a_policy():
    named = interpret(a_reading("ask_amount", ("a", 1.0, True), relevance=0.0), Memory(), ())
    unnamed = interpret(a_reading("ask_amount", ("a", 1.0, False), relevance=0.0), Memory(), ())

    assert (named.kind, unnamed.kind) == ("a", None)


@pytest.mark.parametrize(("available", "kind", "choices"), [((), None, ("a", "b")), (("b",), "b", ()), (("a",), "a", ()), (("a", "b"), None, ("a", "b"))])
def test_of_two_near_ties_the_one_that_the_place_has_is_taken(available, kind, choices):
    wanted = interpret(a_reading("ask_amount", ("a", 0.5), ("b", 0.5)), Memory(), available)

    assert (wanted.kind, wanted.choices) == (kind, choices)


def test_what_the_place_has_does_not_beat_what_is_far_likelier():
    wanted = interpret(a_reading("ask_amount", ("a", 0.9), ("b", 0.1)), Memory(), ("b",))

    assert wanted.kind == "a"


def test_the_order_of_the_links_does_not_matter():
    assert interpret(a_reading("ask_amount", ("b", 0.2), ("a", 0.8)), Memory(), ()).kind == "a"


def test_a_message_with_no_scheme_at_all_wants_none():
    wanted = interpret(a_reading("ask_amount", relevance=1.0), Memory(), ())

    assert (wanted.kind, wanted.choices, wanted.near) == (None, (), ())


# which aspect

@pytest.mark.parametrize("aspect", list(Aspect))
def test_each_asking_intent_is_its_aspect(aspect):
    assert interpret(a_reading(f"ask_{aspect.value}", ("a", 1.0)), Memory(), ()).aspect is aspect


@pytest.mark.parametrize("intent", ["ask_benefits", "ask_coverage", "greet", "", "out_of_scope", "inform_place"])
def test_any_other_intent_wants_the_overview(intent):
    assert interpret(a_reading(intent, ("a", 1.0)), LAST, ()).aspect is Aspect.OVERVIEW


def test_a_follow_up_keeps_the_aspect():
    assert interpret(a_reading("follow_up", text="那梅州呢"), LAST, ()).aspect is Aspect.AMOUNT
    assert interpret(a_reading("follow_up", text="那梅州呢"), Memory(), ()).aspect is Aspect.OVERVIEW


# going on with the last scheme

@pytest.mark.parametrize("text", ["那要多久？", "去哪办", "怎么申请"])
def test_an_elliptical_question_goes_on_with_the_last_scheme(text):
    wanted = interpret(a_reading("ask_deadline", ("other", 0.4), ("more", 0.4), ("third", 0.2), text=text), LAST, ())

    assert (wanted.kind, wanted.aspect) == ("industry_grant", Aspect.DEADLINE)


@pytest.mark.parametrize(("length", "goes_on"), [(SHORT - 1, True), (SHORT, True), (SHORT + 1, False)])
def test_only_a_short_question_goes_on(length, goes_on):
    wanted = interpret(a_reading("ask_deadline", ("other", 0.5), ("more", 0.5), text="问" * length), LAST, ())

    assert (wanted.kind == "industry_grant") is goes_on


@pytest.mark.parametrize("length", [2, SHORT + 1, 100])
def test_a_follow_up_goes_on_whatever_its_length(length):
    wanted = interpret(a_reading("follow_up", ("other", 0.5), ("more", 0.5), text="问" * length), LAST, ())

    assert wanted.kind == "industry_grant"


@pytest.mark.parametrize(("share", "goes_on"), [(CERTAIN - STEP, True), (CERTAIN, False), (CERTAIN + STEP, False)])
@pytest.mark.parametrize("intent", ["follow_up", "ask_deadline"])
def test_a_short_question_with_a_certain_scheme_of_its_own_does_not_go_on(intent, share, goes_on):
    wanted = interpret(a_reading(intent, ("other", share), ("more", 1 - share), text="那低保呢"), LAST, ())

    assert wanted.kind == ("industry_grant" if goes_on else "other")


@pytest.mark.parametrize(("relevance", "goes_on"), [(RELEVANT - STEP, True), (RELEVANT, False), (RELEVANT + STEP, False)])
def test_what_only_seems_certain_goes_on(relevance, goes_on):
    wanted = interpret(a_reading("ask_deadline", ("other", 1.0), text="那要多久", relevance=relevance), LAST, ())

    assert wanted.kind == ("industry_grant" if goes_on else "other")


def test_a_short_question_that_names_a_scheme_does_not_go_on():
    wanted = interpret(a_reading("ask_amount", ("a", 0.5, True), ("b", 0.5), text="低保多少钱", relevance=0.0), LAST, ())

    assert wanted.kind is None
    assert wanted.choices == ("a", "b")


def test_nothing_goes_on_when_nothing_was_asked():
    assert interpret(a_reading("follow_up", text="那梅州呢", relevance=0.0), Memory(division="441424"), ()).kind is None


@pytest.mark.parametrize("intent", ["greet", "out_of_scope", "crisis", "thank", ""])
def test_only_a_question_goes_on(intent):
    assert interpret(a_reading(intent, ("a", 1.0), text="好的", relevance=0.0), LAST, ()).kind is None


# where

def test_the_place_is_remembered():
    assert interpret(a_reading("ask_amount", ("a", 1.0)), LAST, ()).division == "441424"


def test_a_place_in_the_message_replaces_the_remembered_one():
    wanted = interpret(a_reading("ask_amount", ("a", 1.0), places=(Place("丰都", ("500230",)),)), LAST, ())

    assert (wanted.division, wanted.unclear_place) == ("500230", None)


def test_of_two_places_the_last_one_is_meant():
    places = (Place("丰都", ("500230",)), Place("陵川", ("140524",)))

    assert interpret(a_reading("ask_amount", ("a", 1.0), places=places), LAST, ()).division == "140524"


def test_a_name_of_several_places_is_unclear_and_never_guessed():
    unclear = Place("五华", ("441424", "530102"))
    wanted = interpret(a_reading("ask_amount", ("a", 1.0), places=(unclear,)), LAST, ())

    assert (wanted.division, wanted.unclear_place, wanted.kind) == (None, unclear, "a")
