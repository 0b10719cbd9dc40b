"""What is known of a household, as atoms, and what follows from it.

An atom is a fact that is yes or no (`returned_home`), one choice of a fact (`household_category.lifted_household`), or a
number (`income_per_head`). What is not known has no atom: unknown is never no.
"""
from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping

from bot.knowledge.household import Fact
from bot.knowledge.model import Condition

Known = Mapping[str, bool | int | float]
Told = bool | int | float | str | None


def atom(fact: str, choice: str | None = None) -> str:
    return f"{fact}.{choice}" if choice else fact


def atoms_of(leaf: Condition) -> tuple[str, ...]:
    """The atoms that a leaf tests; none for an open leaf."""
    if leaf.fact is None:
        return ()
    choices = leaf.among or ((leaf.equals,) if isinstance(leaf.equals, str) else ())
    return tuple(atom(leaf.fact, choice) for choice in choices) or (leaf.fact,)


def tell(facts: Mapping[str, Fact], known: Known, name: str, value: Told, among: tuple[str, ...] = ()) -> dict[str, bool | int | float]:
    """`known` after the household has told `value` of the fact `name`; what was told before of the same atoms is replaced.

    For a choice the value is the choice, or None for none of `among` (of all, if that is empty).
    """
    fact, fresh = facts[name], dict[str, Any]()
    if fact.type in ("bool", "number"):
        fresh = {name: value}
    elif value is None:
        fresh = dict.fromkeys((atom(name, choice) for choice in among or fact.choices), False)
    elif fact.type == "choice":
        fresh = {atom(name, choice): choice == value for choice in fact.choices}
    else:
        fresh = {atom(name, str(value)): True}
    kept = {key: told for key, told in known.items() if key not in _contradicted(facts, known, fresh)}
    return close(facts, {**kept, **fresh})


def tell_all(facts: Mapping[str, Fact], known: Known, told: Iterable[tuple[str, Told, bool]]) -> dict[str, bool | int | float]:
    """`known` after each (fact, value, whether it is so) of `told`."""
    found = dict(known)
    for name, value, holds in told:
        if holds:
            found = tell(facts, found, name, value)
        else:
            found = tell(facts, found, name, not value) if facts[name].type == "bool" else tell(facts, found, name, None, (str(value),))
    return found


def close(facts: Mapping[str, Fact], known: Known) -> dict[str, bool | int | float]:
    """With everything that follows: what an atom that holds implies, and that an atom with a false consequence does not hold."""
    closed = dict(known)
    rules = list(_implications(facts))
    changed = True
    while changed:
        changed = False
        for holding, implied, value in rules:
            if closed.get(holding) is True and implied not in closed:
                closed[implied] = value
                changed = True
            if implied in closed and closed[implied] is not value and holding not in closed:
                closed[holding] = False
                changed = True
    return closed


def _implications(facts: Mapping[str, Fact]) -> Iterator[tuple[str, str, bool]]:
    for name, fact in facts.items():
        for key, implied in fact.implies.items():
            holding, consequences = (name, {key: implied}) if fact.type == "bool" else (atom(name, key), implied)
            for consequence, value in consequences.items():
                yield holding, consequence, value


def _contradicted(facts: Mapping[str, Fact], known: Known, fresh: Known) -> set[str]:
    """Atoms told earlier that cannot stand beside what is told now."""
    closed = close(facts, fresh)
    return {key for key, value in known.items() if key in closed and closed[key] != value}
