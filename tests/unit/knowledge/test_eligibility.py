"""Three-valued conditions and what is worth asking, judged by trying every household that fits what is known."""
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.knowledge.eligibility import Question, evaluate, questions, reasons
from bot.knowledge.profile import tell
from tests.unit.knowledge.households import (
    FACTS,
    LINKED,
    TREES,
    all_of,
    all_told,
    any_of,
    atoms,
    households,
    in_outcome,
    is_possible,
    leaf,
    left_open,
    no,
    read_once,
    tell_of,
    told,
    truth,
    values,
)

UNSURE = st.frozensets(st.sampled_from(sorted(FACTS)), max_size=1)


# what is true

@pytest.mark.parametrize(("tree", "outcome"), [
    (leaf("poor", **{"is": True}), True), (leaf("poor", **{"is": False}), False), (no(leaf("poor", **{"is": True})), False),
    (leaf("ill", **{"is": True}), None), (left_open(), None), (no(left_open()), None),
    (all_of(leaf("poor", **{"is": True}), left_open()), None), (all_of(leaf("poor", **{"is": False}), left_open()), False),
    (any_of(leaf("poor", **{"is": True}), left_open()), True), (any_of(leaf("poor", **{"is": False}), left_open()), None),
    (leaf("grade", **{"in": ["one", "two"]}), None), (leaf("grade", **{"is": "one"}), False), (leaf("grade", **{"in": ["two", "three"]}), None)])
def test_unknown_is_never_no(tree, outcome):
    assert evaluate(tree, {"poor": True, "grade.one": False}) is outcome


@pytest.mark.parametrize(("test", "below", "at", "above"), [
    ("at_least", False, True, True), ("at_most", True, True, False), ("above", False, False, True), ("below", True, False, False),
    ("is", False, True, False)])
@pytest.mark.parametrize("limit", [8300, 0, 0.5])
def test_a_limit_is_judged_just_below_it_at_it_and_just_above_it(test, below, at, above, limit):
    tree = leaf("income", **{test: limit})

    assert [evaluate(tree, {"income": limit + step}) for step in (-0.01, 0, 0.01)] == [below, at, above]


@given(TREES, told(FACTS))
def test_what_is_decided_stays_so_whatever_else_is_told(tree, known):
    outcome = evaluate(tree, known)

    assert outcome is None or {in_outcome(truth(tree, atoms(household))) for household in households(FACTS, known)} == {outcome}


@given(read_once(), told(FACTS))
def test_where_each_fact_occurs_once_unknown_means_that_both_are_possible(tree, known):
    possible = {in_outcome(truth(tree, atoms(household))) for household in households(FACTS, known)}

    assert evaluate(tree, known) is (possible.pop() if len(possible) == 1 else None)


# why

def test_a_yes_is_explained_by_one_way_and_a_no_by_all_that_failed():
    poor, ill, old = (leaf(name, **{"is": True}) for name in ("poor", "ill", "old"))

    assert reasons(any_of(poor, ill), {"poor": True, "ill": True}) == [(poor, True)]
    assert reasons(all_of(poor, ill, old), {"poor": True, "ill": False, "old": False}) == [(ill, False), (old, False)]
    assert reasons(all_of(poor, no(ill)), {"poor": True, "ill": True}) == [(ill, True)]


def test_what_is_open_is_explained_by_what_keeps_it_open():
    poor, ill, open_leaf = leaf("poor", **{"is": True}), leaf("ill", **{"is": True}), left_open()

    assert reasons(all_of(poor, any_of(ill, open_leaf)), {"poor": True}) == [(ill, None), (open_leaf, None)]


@given(TREES, told(FACTS))
def test_the_reasons_alone_decide_as_the_whole_tree_does(tree, known):
    found = reasons(tree, known)
    said = {atom: value for atom, value in known.items() if atom.partition(".")[0] in {leaf.fact for leaf, _ in found}}

    assert found and all(evaluate(leaf, known) is truth for leaf, truth in found)
    assert evaluate(tree, said) is evaluate(tree, known)


# what is asked

def test_questions_come_in_the_order_of_the_document_and_name_the_choices_that_matter():
    tree = all_of(leaf("register", **{"in": ["watched", "lifted"]}), leaf("poor", **{"is": True}), leaf("income", below=10))

    assert questions(FACTS, tree, {}) == [Question("register", ("watched", "lifted")), Question("poor"), Question("income")]
    assert questions(FACTS, tree, {"register.watched": False, "poor": True}) == [Question("register", ("lifted",)), Question("income")]
    assert questions(FACTS, tree, {"poor": False}) == []


def test_what_only_an_office_can_say_does_not_keep_the_rest_from_being_asked():
    assert questions(FACTS, all_of(left_open(), leaf("poor", **{"is": True})), {}) == [Question("poor")]
    assert questions(FACTS, all_of(left_open(), left_open()), {}) == []


def test_a_fact_of_which_several_choices_may_hold_is_asked_though_one_of_them_does_not_settle_it():
    both = all_of(leaf("register", **{"is": "lifted"}), leaf("register", **{"is": "watched"}))

    assert questions(FACTS, any_of(both, left_open()), {}) == [Question("register", ("lifted", "watched"))]
    assert questions(FACTS, any_of(both, left_open()), {"register.lifted": True}) == [Question("register", ("watched",))]


def test_what_follows_from_what_was_told_is_not_asked():
    tree = all_of(leaf("grade", **{"is": "one"}), leaf("ill", **{"is": True}))

    assert questions(LINKED, tree, tell(LINKED, {}, "grade", "one")) == []


@given(TREES, told(FACTS), UNSURE)
def test_nothing_is_asked_whose_answer_cannot_change_the_outcome(tree, known, unsure):
    for question in questions(FACTS, tree, known, unsure):
        outcomes: dict[tuple, set[float]] = {}
        for household in households(FACTS, known):
            rest = tuple((name, value) for name, value in household.items() if name != question.fact)
            outcomes.setdefault(rest, set()).add(truth(tree, all_told(FACTS, known, household, unsure)))
        assert any(len(found) > 1 for found in outcomes.values()), question


@given(TREES, told(LINKED), UNSURE)
def test_nothing_is_asked_whose_answer_cannot_change_the_outcome_where_one_fact_follows_from_another(tree, known, unsure):
    for question in questions(LINKED, tree, known, unsure):
        by_answer: dict[Any, set[float]] = {}
        for household in households(LINKED, known):
            by_answer.setdefault(household[question.fact], set()).add(truth(tree, all_told(LINKED, known, household, unsure)))
        assert len(by_answer) > 1 and len(set().union(*by_answer.values())) > 1, question


@pytest.mark.parametrize("facts", [FACTS, LINKED], ids=["facts", "linked facts"])
@given(data=st.data())
def test_while_the_outcome_hangs_on_what_can_be_told_something_is_asked(facts, data):
    tree, known, unsure = data.draw(TREES), data.draw(told(facts)), data.draw(UNSURE)
    unasked = unsure | (set(facts) - {leaf.fact for leaf in tree.leaves()})
    outcomes = {truth(tree, all_told(facts, known, household, unasked)) for household in households(facts, known)}
    if evaluate(tree, known) is None and len(outcomes) > 1:
        assert questions(facts, tree, known, unsure)


@given(TREES, told(FACTS), UNSURE)
def test_what_the_household_cannot_tell_is_not_asked_again(tree, known, unsure):
    assert unsure.isdisjoint(question.fact for question in questions(FACTS, tree, known, unsure))


@pytest.mark.parametrize("facts", [FACTS, LINKED], ids=["facts", "linked facts"])
@given(data=st.data())
def test_answering_ends_after_each_fact_was_asked_once_or_once_for_each_of_several_choices(facts, data):
    tree, household = data.draw(TREES), {name: data.draw(st.sampled_from(values(name))) for name in facts}
    assume(is_possible(facts, atoms(household)))
    known: dict[str, Any] = {}
    asked: list[str] = []
    while still := questions(facts, tree, known):
        asked.append(still[0].fact)
        known = tell_of(facts, known, household, still[0].fact, still[0].choices)
        assert len(asked) <= len(facts) + 1

    assert {name: asked.count(name) for name in asked if asked.count(name) > (2 if name == "register" else 1)} == {}
    assert evaluate(tree, known) in (in_outcome(truth(tree, atoms(household))), None)
