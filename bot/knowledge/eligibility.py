"""Whether a household qualifies: yes, no or unknown, why, and what is still worth asking. Unknown is never no."""
from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Iterator, Mapping

from bot.knowledge.household import Fact
from bot.knowledge.model import Condition
from bot.knowledge.profile import Known, atom, atoms_of, close, tell

Truth = bool | None  # None is unknown


@dataclass(frozen=True)
class Question:
    """A fact to ask for; of a choice, the choices that matter."""

    fact: str
    choices: tuple[str, ...] = ()


def evaluate(node: Condition, known: Known) -> Truth:
    """Kleene's three-valued truth of a tree. An open leaf is unknown whatever is known."""
    if node.is_leaf:
        return _leaf(node, known)
    if node.negated:
        return _not(evaluate(node.negated, known))
    results = [evaluate(child, known) for child in node.children()]
    decisive = bool(node.any_of)  # one yes decides an any_of, one no an all_of
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _leaf(leaf: Condition, known: Known) -> Truth:
    if leaf.fact is None:
        return None
    values = [known.get(atom) for atom in atoms_of(leaf)]
    if leaf.among or isinstance(leaf.equals, str):
        return True if True in values else None if None in values else False
    value = values[0]
    if value is None:
        return None
    if leaf.equals is not None:
        return value == leaf.equals
    if leaf.at_least is not None:
        return value >= leaf.at_least
    if leaf.at_most is not None:
        return value <= leaf.at_most
    return value > leaf.above if leaf.above is not None else value < (leaf.below or 0)


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def reasons(node: Condition, known: Known) -> list[tuple[Condition, Truth]]:
    """The leaves that decide a tree, with their truth; for an unknown tree the leaves that keep it open."""
    return [*_deciding(node, known, evaluate(node, known))]


def _deciding(node: Condition, known: Known, outcome: Truth) -> Iterator[tuple[Condition, Truth]]:
    if node.is_leaf:
        yield node, evaluate(node, known)
        return
    same = [child for child in node.children() if node.negated or evaluate(child, known) == outcome]
    if outcome is True and node.any_of:
        same = same[:1]  # one way is enough
    for child in same:
        yield from _deciding(child, known, _not(outcome) if node.negated else outcome)


def questions(facts: Mapping[str, Fact], tree: Condition, known: Known, unsure: frozenset[str] = frozenset()) -> list[Question]:
    """What can still change the outcome, in the order of the tree. `unsure` are facts that the household cannot tell.

    A fact is asked for only if there are answers to it and to the other questions with which the outcome would differ.
    """
    if evaluate(tree, known) is not None:
        return []
    open_leaves = [leaf for leaf, truth in reasons(tree, known) if truth is None and leaf.fact and leaf.fact not in unsure]
    names = list(dict.fromkeys(leaf.fact for leaf in open_leaves if leaf.fact))
    found = []
    for name in names:
        question = Question(name, _choices(tree, name, known))
        if _matters(facts, tree, known, question, [other for other in names if other != name]):
            found.append(question)
    return found


def _matters(facts: Mapping[str, Fact], tree: Condition, known: Known, question: Question, others: list[str]) -> bool:
    worlds = [world for answer in answers(facts, tree, question) if (world := _with(facts, known, answer)) is not None]
    return _differ(facts, tree, worlds, others)


def answers(facts: Mapping[str, Fact], tree: Condition, question: Question) -> list[Known]:
    """What may be answered, as atoms: for a number one value below, at and above each limit of the tree, of several choices any."""
    fact = facts[question.fact]
    if fact.type == "several":
        chosen = product((True, False), repeat=len(question.choices))
        return [{atom(question.fact, choice): holds for choice, holds in zip(question.choices, each, strict=True)} for each in chosen]
    if fact.type == "choice":
        return [tell(facts, {}, question.fact, choice, question.choices) for choice in (*question.choices, None)]
    if fact.type == "number":
        limits = {limit for leaf in tree.leaves() if leaf.fact == question.fact
                  for limit in (leaf.at_least, leaf.at_most, leaf.above, leaf.below, leaf.equals) if isinstance(limit, (int, float))}
        return [{question.fact: value} for value in sorted({limit + step for limit in limits for step in (-1, 0, 1)})]
    return [{question.fact: True}, {question.fact: False}]


def _with(facts: Mapping[str, Fact], known: Known, answer: Known) -> dict[str, bool | int | float] | None:
    """`known` with one more answer; None where that cannot be, because of what is known."""
    after = dict(known)
    for told, value in answer.items():
        follows = close(facts, {told: value})
        if any(after.get(key, held) != held for key, held in follows.items()):
            return None
        after |= follows
    return after


def _differ(facts: Mapping[str, Fact], tree: Condition, worlds: list[dict[str, bool | int | float]], others: list[str]) -> bool:
    """Whether there are answers to the other questions with which the outcome differs between the worlds."""
    outcomes = {evaluate(tree, world) for world in worlds}
    if None not in outcomes or not others:
        return len(outcomes) > 1
    question = Question(others[0], _choices(tree, others[0], worlds[0]))
    for answer in answers(facts, tree, question):
        told = [after for world in worlds if (after := _with(facts, world, answer)) is not None]
        if _differ(facts, tree, told, others[1:]):
            return True
    return False


def _choices(tree: Condition, name: str, known: Known) -> tuple[str, ...]:
    """The choices of a fact that the tree tests and that are not known yet; none for a fact without choices."""
    atoms = dict.fromkeys(atom for leaf in tree.leaves() if leaf.fact == name for atom in atoms_of(leaf) if atom not in known)
    return tuple(atom.partition(".")[2] for atom in atoms if "." in atom)
