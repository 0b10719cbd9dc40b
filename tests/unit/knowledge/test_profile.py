"""What is told of a household, as atoms: what follows, and what takes back what was told before."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.household import Fact
from bot.knowledge.model import Condition
from bot.knowledge.profile import atoms_of, close, tell, tell_all


def fact(kind: str, **details: object) -> Fact:
    return Fact.parse_obj({"type": kind, "scope": "household", "ask": "是不是？", **details})


FACTS = {
    "register": fact("several", choices={"lifted": "脱贫户", "watched": "监测户", "general": "普通户"},
                     implies={"general": {"register.lifted": False, "register.watched": False}, "watched": {"helped": True}}),
    "watched_as": fact("choice", choices={"unstable": "脱贫不稳定户", "sudden": "突发严重困难户"},
                       implies={"unstable": {"register.watched": True, "register.lifted": True}, "sudden": {"register.watched": True}}),
    "severely_ill": fact("bool", implies={"ill": True}), "ill": fact("bool"), "helped": fact("bool"), "income": fact("number")}


def test_nothing_told_is_nothing_known():
    assert tell_all(FACTS, {}, ()) == {} and close(FACTS, {}) == {}


@pytest.mark.parametrize(("name", "value", "known"), [
    ("ill", True, {"ill": True}), ("ill", False, {"ill": False, "severely_ill": False}), ("income", 8300, {"income": 8300}),
    ("severely_ill", True, {"severely_ill": True, "ill": True}), ("severely_ill", False, {"severely_ill": False})])
def test_what_is_told_is_known_with_what_follows(name, value, known):
    assert tell(FACTS, {}, name, value) == known


def test_of_a_choice_the_others_do_not_hold():
    assert tell(FACTS, {}, "watched_as", "sudden") == {
        "watched_as.sudden": True, "watched_as.unstable": False, "register.watched": True, "helped": True, "register.general": False}


def test_of_several_the_others_stay_unknown():
    assert tell(FACTS, {}, "register", "lifted") == {"register.lifted": True, "register.general": False, }


def test_more_than_one_of_several_may_hold():
    known = tell(FACTS, tell(FACTS, {}, "register", "lifted"), "register", "watched")

    assert known["register.lifted"] is True and known["register.watched"] is True


def test_none_of_what_was_asked_leaves_the_rest_unknown():
    assert tell(FACTS, {}, "register", None, ("lifted",)) == {"register.lifted": False, "watched_as.unstable": False}
    assert not any(tell(FACTS, {}, "register", None).values())


def test_consequences_of_consequences_follow():
    known = tell(FACTS, {}, "watched_as", "unstable")

    assert known["register.watched"] is True and known["helped"] is True and known["register.general"] is False


def test_what_has_a_false_consequence_does_not_hold():
    assert tell(FACTS, {}, "helped", False) == {
        "helped": False, "register.watched": False, "watched_as.unstable": False, "watched_as.sudden": False}


@pytest.mark.parametrize(("first", "then", "gone", "stays"), [
    (("register", "lifted"), ("register", "general"), "register.lifted", "register.general"),
    (("register", "general"), ("watched_as", "sudden"), "register.general", "register.watched"),
    (("severely_ill", True), ("ill", False), "severely_ill", "severely_ill"),
    (("watched_as", "sudden"), ("watched_as", "unstable"), "watched_as.sudden", "watched_as.unstable"),
    (("register", "watched"), ("helped", False), "register.watched", "helped")])
def test_what_is_told_later_takes_back_what_cannot_stand_beside_it(first, then, gone, stays):
    known = tell(FACTS, tell(FACTS, {}, *first), *then)

    assert known[gone] is False and stays in known


def test_a_number_told_again_replaces_the_first():
    assert tell(FACTS, tell(FACTS, {}, "income", 5000), "income", 9000) == {"income": 9000}


def test_what_is_denied_is_known_not_to_be_so():
    assert tell_all(FACTS, {}, [("ill", True, False), ("register", "lifted", False)]) == {
        "ill": False, "severely_ill": False, "register.lifted": False, "watched_as.unstable": False}
    assert tell_all(FACTS, {}, [("ill", False, False)]) == {"ill": True}


def test_what_was_known_is_not_changed_in_place():
    known = tell(FACTS, {}, "ill", True)
    tell(FACTS, known, "ill", False)

    assert known == {"ill": True}


def test_an_open_leaf_tests_no_atom_and_a_choice_one_for_each_that_it_allows():
    source = {"text": "条件", "source": "doc-a 二"}

    assert atoms_of(Condition.parse_obj({"open": "由村里定", "source": "doc-a 二"})) == ()
    assert atoms_of(Condition.parse_obj({"fact": "ill", "is": False, **source})) == ("ill",)
    assert atoms_of(Condition.parse_obj({"fact": "register", "in": ["lifted", "watched"], **source})) == ("register.lifted", "register.watched")
    assert atoms_of(Condition.parse_obj({"fact": "income", "below": 10, **source})) == ("income",)


TELLING = st.lists(st.one_of(
    st.tuples(st.sampled_from(["severely_ill", "ill", "helped"]), st.booleans(), st.booleans()),
    st.tuples(st.just("register"), st.sampled_from(["lifted", "watched", "general"]), st.booleans()),
    st.tuples(st.just("watched_as"), st.sampled_from(["unstable", "sudden"]), st.booleans()),
    st.tuples(st.just("income"), st.integers(0, 9), st.just(True))), max_size=6)


def contradictions(known: dict) -> list[str]:
    rules = [(f"{name}.{key}", follows) if one.choices else (name, {key: follows}) for name, one in FACTS.items() for key, follows in one.implies.items()]
    return [holding for holding, follows in rules if known.get(holding) and any(known.get(atom) is not value for atom, value in follows.items())]


@given(TELLING)
def test_whatever_is_told_in_whatever_order_never_contradicts_itself(told):
    known = tell_all(FACTS, {}, told)

    assert contradictions(known) == []
    assert close(FACTS, known) == known


@given(TELLING, st.tuples(st.sampled_from(["severely_ill", "ill", "helped"]), st.booleans()))
def test_what_was_told_last_holds(told, last):
    assert tell(FACTS, tell_all(FACTS, {}, told), *last)[last[0]] is last[1]
