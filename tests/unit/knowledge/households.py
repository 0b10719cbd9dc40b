"""Conditions, households and an oracle of their own: every household that fits what is known is tried."""
from __future__ import annotations

from itertools import product
from typing import Any, Iterator

from hypothesis import assume
from hypothesis import strategies as st

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
