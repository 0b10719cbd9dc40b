"""Three-valued conditions and what is worth asking, judged by trying every household that fits what is known."""
from __future__ import annotations

from itertools import product
from typing import Any, Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.knowledge.eligibility import Question, evaluate, questions, reasons
from bot.knowledge.household import Fact
from bot.knowledge.model import Condition
from bot.knowledge.profile import close, tell

LIMITS = (10, 20)
SOURCE = "doc-a 二"


def fact(kind: str, **details: Any) -> Fact:
    return Fact.parse_obj({"type": kind, "scope": "household", "ask": "是不是？", **details})


FACTS = {"poor": fact("bool"), "ill": fact("bool"), "old": fact("bool"), "income": fact("number"),
         "grade": fact("choice", choices={"one": "一级", "two": "二级", "three": "三级"}),
         "register": fact("several", choices={"lifted": "脱贫户", "watched": "监测户"})}
LINKED = {**FACTS, "poor": fact("bool", implies={"ill": True}),
          "grade": fact("choice", choices=FACTS["grade"].choices, implies={"one": {"ill": True, "old": False}, "two": {"register.lifted": True}})}


# trees

def leaf(name: str, **test: Any) -> Condition:
    return Condition.parse_obj({"fact": name, "text": f"{name} {test}", "source": SOURCE, **test})


def left_open() -> Condition:
    return Condition.parse_obj({"open": "由村里认定", "source": SOURCE})


def all_of(*nodes: Condition) -> Condition:
    return Condition(all_of=nodes)


def any_of(*nodes: Condition) -> Condition:
    return Condition(any_of=nodes)


def no(node: Condition) -> Condition:
    return Condition.parse_obj({"not": node})


def leaves_on(name: str) -> st.SearchStrategy[Condition]:
    """Every test that the fact can be put to."""
    known = FACTS[name]
    if known.type == "bool":
        return st.booleans().map(lambda value: leaf(name, **{"is": value}))
    if known.type == "number":
        limit, test = st.sampled_from(LIMITS), st.sampled_from(["at_least", "at_most", "above", "below", "is"])
        return st.builds(lambda limit, test: leaf(name, **{test: limit}), limit, test)
    choices = st.lists(st.sampled_from(sorted(known.choices)), min_size=1, max_size=2, unique=True)
    return choices.map(lambda chosen: leaf(name, **({"in": chosen} if len(chosen) > 1 else {"is": chosen[0]})))


def branches(nodes: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(nodes, min_size=1, max_size=3)
    return st.one_of(some.map(lambda found: all_of(*found)), some.map(lambda found: any_of(*found)), nodes.map(no))


LEAVES = st.one_of([leaves_on(name) for name in FACTS] + [st.builds(left_open)])
TREES = st.recursive(LEAVES, branches, max_leaves=7)


@st.composite
def read_once(draw: st.DrawFn) -> Condition:
    """A tree in which each fact occurs once."""
    names = draw(st.lists(st.sampled_from(sorted(FACTS)), min_size=1, unique=True))
    nodes = [draw(leaves_on(name)) for name in names]
    while len(nodes) > 1:
        count = draw(st.integers(2, min(3, len(nodes))))
        node = draw(st.sampled_from([all_of, any_of]))(*nodes[:count])
        nodes = [*nodes[count:], no(node) if draw(st.booleans()) else node]
    return nodes[0]


# every household there can be

def truth(node: Condition, told: dict[str, Any]) -> float:
    """1 for yes, 0 for no, a half for unknown: all is the least, any the greatest."""
    if node.all_of:
        return min(truth(child, told) for child in node.all_of)
    if node.any_of:
        return max(truth(child, told) for child in node.any_of)
    if node.negated:
        return 1 - truth(node.negated, told)
    if node.fact and FACTS[node.fact].choices:
        return max(float(told.get(f"{node.fact}.{choice}", 0.5)) for choice in node.among or (node.equals,))
    value = told.get(node.fact or "")
    if value is None:
        return 0.5
    return float(value == node.equals if node.equals is not None else value >= node.at_least if node.at_least is not None
                 else value <= node.at_most if node.at_most is not None else value > node.above if node.above is not None else value < node.below)


def in_outcome(value: float) -> bool | None:
    return None if value == 0.5 else bool(value)


def values(name: str) -> list[Any]:
    known = FACTS[name]
    if known.type == "bool":
        return [False, True]
    if known.type == "number":
        return [9, 10, 11, 19, 20, 21]
    chosen = [frozenset[str](), *(frozenset({choice}) for choice in known.choices)]
    return chosen if known.type == "choice" else [*chosen, frozenset(known.choices)]


def atoms(household: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in household.items():
        found |= {f"{name}.{choice}": choice in value for choice in FACTS[name].choices} if FACTS[name].choices else {name: value}
    return found


def is_possible(facts: dict[str, Fact], told: dict[str, Any]) -> bool:
    for name, known in facts.items():
        for key, implied in known.implies.items():
            holding, follows = (f"{name}.{key}", implied) if known.choices else (name, {key: implied})
            if told.get(holding) and any(told[atom] is not value for atom, value in follows.items()):
                return False
    return True


def households(facts: dict[str, Fact], known: dict[str, Any], unsure: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Every household that fits what is known."""
    for chosen in product(*(values(name) for name in facts)):
        household = dict(zip(facts, chosen, strict=True))
        told = atoms(household)
        if all(told[atom] == value for atom, value in known.items()) and is_possible(facts, told):
            yield household


def all_told(facts: dict[str, Fact], known: dict[str, Any], household: dict[str, Any], unsure: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What is known once the household has told all that it can."""
    return close(facts, {**known, **atoms({name: value for name, value in household.items() if name not in unsure})})


@st.composite
def told(draw: st.DrawFn, facts: dict[str, Fact]) -> dict[str, Any]:
    """What some household tells of itself."""
    household = {name: draw(st.sampled_from(values(name))) for name in facts}
    assume(is_possible(facts, atoms(household)))
    known: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(facts)), max_size=3, unique=True)):
        known = dict(tell_of(facts, known, household, name))
    return known


def tell_of(facts: dict[str, Fact], known: dict[str, Any], household: dict[str, Any], name: str, among: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the household answers when it is asked for a fact, one choice at a time."""
    value = household[name]
    if isinstance(value, frozenset):
        value = next((choice for choice in sorted(value) if not among or choice in among), None)
    return tell(facts, known, name, value, among)


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
