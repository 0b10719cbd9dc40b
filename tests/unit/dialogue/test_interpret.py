"""From a reading and a memory to what is wanted, by hand-made readings."""
from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.interpret import (
    AT_HAND,
    CERTAIN,
    MOST_CHOICES,
    OFFERED,
    POSSIBLE,
    RELEVANT,
    RELEVANT_STRANGER,
    UNSURE_STRANGER,
    VAGUE,
    aspects,
    interpret,
    meant_place,
)
from bot.dialogue.reading import Memory, Place
from bot.knowledge.model import Aspect
from tests.unit.dialogue.readings import ASKED, a_reading

STEP = 0.01

# which scheme

@pytest.mark.parametrize(("share", "certain"), [(CERTAIN - STEP, False), (CERTAIN, True), (CERTAIN + STEP, True)])
def test_a_kind_with_a_share_of_certain_or_more_is_taken(share, certain):
    rest = (1 - share) / 2
    wanted = interpret(a_reading("ask_amount", ("a", share), ("b", rest), ("c", rest)), Memory(), ())

    assert (wanted.kind, wanted.choices) == (("a", ()) if certain else (None, ("a", "b", "c")))


@pytest.mark.parametrize(("intent", "threshold"), [("ask_amount", RELEVANT), ("out_of_scope", RELEVANT_STRANGER)])
@pytest.mark.parametrize(("above", "answered"), [(-STEP, False), (0, True), (STEP, True)])
def test_a_message_below_relevant_is_about_no_policy(intent, threshold, above, answered):
    wanted = interpret(a_reading(intent, ("a", 1.0), relevance=threshold + above), Memory(), ())

    assert (wanted.kind == "a") is answered
    assert wanted.near == ("a",)


def test_what_may_be_a_stranger_s_topic_and_speaks_of_the_policy_needs_no_more_than_a_question():
    vouched_for = replace(a_reading("out_of_scope", ("a", 1.0), relevance=RELEVANT, confidence=UNSURE_STRANGER - STEP), speaks_of=("a",))
    of_another, sure = replace(vouched_for, speaks_of=("b",)), replace(vouched_for, confidence=UNSURE_STRANGER)

    assert [interpret(reading, Memory(), ()).kind for reading in (vouched_for, of_another, sure)] == ["a", None, None]


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


@pytest.mark.parametrize(("available", "first_named", "kind"), [(("b",), False, None), ((), False, "a"), (("a", "b"), False, "a"), (("b",), True, "a")])
def test_where_the_place_has_the_second_likeliest_only_both_are_offered(available, first_named, kind):
    second = AT_HAND / 3 / (1 - AT_HAND + AT_HAND / 3) + STEP  # what a place has counts three times
    wanted = interpret(a_reading("ask_amount", ("a", 1 - second, first_named), ("b", second)), Memory(), available)

    assert (wanted.kind, wanted.choices) == (kind, () if kind else ("a", "b"))


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
    assert interpret(a_reading(intent, ("a", 1.0)), ASKED, ()).aspect is Aspect.OVERVIEW


def test_a_follow_up_keeps_the_aspect():
    assert interpret(a_reading("follow_up", text="那梅州呢"), ASKED, ()).aspect is Aspect.AMOUNT
    assert interpret(a_reading("follow_up", text="那梅州呢"), Memory(), ()).aspect is Aspect.OVERVIEW


@pytest.mark.parametrize(("share", "found"), [
    (VAGUE - STEP, (Aspect.WHERE, Aspect.OVERVIEW)), (VAGUE, (Aspect.WHERE,)), (VAGUE + STEP, (Aspect.WHERE,))])
def test_a_vague_aspect_may_be_the_overview(share, found):
    assert aspects(a_reading("ask_where", confidence=share, ranking=(("ask_where", share), ("greet", 0.5))), Memory()) == found


@pytest.mark.parametrize(("part", "found"), [
    (POSSIBLE - STEP, (Aspect.WHERE,)), (POSSIBLE, (Aspect.WHERE, Aspect.AMOUNT)), (POSSIBLE + STEP, (Aspect.WHERE, Aspect.AMOUNT))])
def test_an_aspect_nearly_as_likely_may_stand_in(part, found):
    reading = a_reading("ask_where", confidence=0.5, ranking=(("ask_where", 0.5), ("greet", 0.5), ("ask_amount", 0.5 * part)))

    assert aspects(reading, Memory()) == found


def test_an_aspect_behind_another_intent_may_be_wanted():
    reading = a_reading("nlu_fallback", confidence=0.3, ranking=(("ask_amount", 0.4), ("ask_where", 0.1)))

    assert aspects(reading, Memory()) == (Aspect.AMOUNT,)


# where

COVERED, ALSO, UNCOVERED = Place("五华县", ("441424",), 5), Place("丰都", ("500230",), 9), Place("北安", ("231181",), 3)
SHARED = Place("五华", ("441424", "530102"), 3)


def is_covered(code: str) -> bool:
    return code in {"441424", "500230"}


def test_a_place_that_is_only_compared_with_leaves_the_household_s_place_as_it_is():
    compared = Place("丰都", ("500230",), 1, is_compared=True)

    assert meant_place(a_reading(places=(compared,)), ASKED, lambda code: True) is None
    assert meant_place(a_reading(places=(compared,)), Memory(), lambda code: True) is compared


def test_a_place_that_is_said_to_be_home_is_not_compared_with():
    home = Place("丰都", ("500230",), 3, is_compared=True, is_home=True)

    assert meant_place(a_reading("ask_amount", places=(home,)), ASKED, lambda code: True) is home


def test_without_a_place_in_the_message_none_is_meant():
    assert meant_place(a_reading("ask_amount"), ASKED, is_covered) is None


def test_of_two_places_the_last_one_is_meant():
    assert meant_place(a_reading("ask_amount", places=(COVERED, ALSO)), ASKED, is_covered) == ALSO


@pytest.mark.parametrize("memory", [Memory(), ASKED])
def test_a_covered_place_is_meant_wherever_it_stands(memory):
    assert meant_place(a_reading("ask_amount", places=(COVERED,)), memory, is_covered) == COVERED


def test_an_uncovered_place_within_a_question_leaves_the_known_one_as_it_is():
    assert meant_place(a_reading("ask_amount", places=(UNCOVERED,)), ASKED, is_covered) is None


@pytest.mark.parametrize("intent", ["inform_place", "follow_up", "ask_coverage"])
def test_an_uncovered_place_is_meant_when_the_message_is_about_the_place(intent):
    assert meant_place(a_reading(intent, places=(UNCOVERED,)), ASKED, is_covered) == UNCOVERED


def test_an_uncovered_place_is_meant_when_the_message_begins_with_it():
    first = Place("北安", ("231181",), 0)

    assert meant_place(a_reading("ask_amount", places=(first,)), ASKED, is_covered) == first


def test_an_uncovered_place_is_meant_when_it_is_said_to_be_home():
    home = replace(UNCOVERED, is_home=True)

    assert meant_place(a_reading("ask_amount", places=(home,)), ASKED, is_covered) == home


def test_an_uncovered_place_is_meant_when_none_is_known():
    assert meant_place(a_reading("ask_amount", places=(UNCOVERED,)), Memory(), is_covered) == UNCOVERED


@pytest.mark.parametrize("intent", ["ask_amount", "inform_place", "follow_up"])
@pytest.mark.parametrize("place", [Place("浙江", ("330000",), 0, is_away=True), Place("丰都", ("500230",), 0, is_away=True)])
def test_where_one_only_goes_or_somebody_else_is_leaves_the_household_s_place_as_it_is(intent, place):
    assert meant_place(a_reading(intent, places=(place,)), ASKED, is_covered) is None


def test_where_one_goes_without_documents_is_no_home_either_when_none_is_known():
    away = Place("浙江", ("330000",), 0, is_away=True)

    assert meant_place(a_reading("inform_place", places=(away,)), Memory(), is_covered) is None
    assert meant_place(a_reading("inform_place", places=(replace(COVERED, is_away=True),)), Memory(), is_covered).codes == COVERED.codes


@pytest.mark.parametrize(("home", "codes"), [("440000", ("441424",)), ("441400", ("441424",)), ("110000", ("441424",))])
def test_where_one_goes_is_meant_within_a_wider_home_or_where_home_has_no_documents(home, codes):
    away = Place("五华县", codes, 2, is_away=True)

    assert meant_place(a_reading("ask_amount", places=(away,)), Memory(division=home), lambda code: code[:2] == "44") == away


def test_home_beside_a_place_that_one_goes_to_is_meant():
    away = Place("浙江", ("330000",), 9, is_away=True)

    assert meant_place(a_reading("inform_place", places=(ALSO, away)), ASKED, is_covered) == ALSO


def test_an_uncovered_place_does_not_hide_the_covered_one_before_it():
    assert meant_place(a_reading("ask_amount", places=(COVERED, UNCOVERED)), ASKED, is_covered) == COVERED


def test_a_name_of_several_places_is_meant_as_a_whole_when_one_of_them_is_covered():
    assert meant_place(a_reading("ask_amount", places=(SHARED,)), ASKED, is_covered) == SHARED
