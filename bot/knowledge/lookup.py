"""From a question to the rule of its place: the nearest one wins, a wider one may fill what it leaves open."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.knowledge.aspects import FIELDS
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Aspect, Scheme


class Status(str, Enum):
    """How a turn ended. A closed list: each has its wording, and a test compares."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_STATED = "not_stated"
    NOT_IN_YOUR_AREA = "not_in_your_area"
    AREA_UNKNOWN = "area_unknown"
    SCHEME_UNCLEAR = "scheme_unclear"
    NOTHING_FOUND = "nothing_found"
    OUT_OF_SCOPE = "out_of_scope"
    CRISIS = "crisis"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True)
class Question:
    """What is asked: an aspect of a kind of scheme, in a division, on a day; `first` are statements that are to be said first."""

    aspect: Aspect
    kind: str
    division: str
    on: date
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What the knowledge base has for a question.

    `place` is the covered division nearest to the asked one; `scheme` stands in `scheme_place`, which is wider than
    `place` when the nearer documents are silent. `beyond` is what the divisions around `scheme_place` have on the same
    kind. `near` are kinds that this place does have.
    """

    question: Question
    status: Status
    place: str | None = None
    scheme: Scheme | None = None
    scheme_place: str | None = None
    beyond: tuple[tuple[str, Scheme], ...] = ()
    near: tuple[str, ...] = ()


def covered_place(kb: KnowledgeBase, divisions: Divisions, division: str) -> str | None:
    """The division itself or the nearest one above it that the content covers."""
    return next((place for place in divisions.chain(division) if place in kb.folders), None)


def schemes_in_chain(kb: KnowledgeBase, divisions: Divisions, division: str, kind: str) -> list[tuple[str, Scheme]]:
    """What `kind` is in each covered place of the chain, nearest first."""
    found = ((place, kb.scheme(place, kind)) for place in divisions.chain(division) if place in kb.folders)
    return [(place, scheme) for place, scheme in found if scheme]


def available_kinds(kb: KnowledgeBase, divisions: Divisions, division: str) -> frozenset[str]:
    return frozenset(kind for place in divisions.chain(division) for kind in kb.schemes(place))


def look_up(kb: KnowledgeBase, divisions: Divisions, question: Question) -> Finding:
    """Never another place's rule: only those of the division and of what it belongs to."""
    place = covered_place(kb, divisions, question.division)
    if place is None:
        return Finding(question, Status.NOT_IN_YOUR_AREA)
    chain = schemes_in_chain(kb, divisions, question.division, question.kind)
    if not chain:
        return Finding(question, Status.NOTHING_FOUND, place, near=_neighbours(kb, divisions, question))
    fields = FIELDS.get(question.aspect)
    if fields is None:  # validity and source: every scheme has them
        return _found(question, Status.ANSWERED, place, chain, 0)
    for wanted, status in ((fields.in_main, Status.ANSWERED), (fields.in_any, Status.PARTLY_ANSWERED)):
        for step, (_, scheme) in enumerate(chain):
            if wanted(scheme):
                return _found(question, status, place, chain, step)
    return _found(question, Status.NOT_STATED, place, chain, 0)


def _found(question: Question, status: Status, place: str, chain: list[tuple[str, Scheme]], step: int) -> Finding:
    where, scheme = chain[step]
    return Finding(question, status, place, scheme, where, tuple(chain[step + 1:]))


def _neighbours(kb: KnowledgeBase, divisions: Divisions, question: Question, most: int = 4) -> tuple[str, ...]:
    """Kinds of the same group of the catalogue that the place has."""
    here = available_kinds(kb, divisions, question.division)
    group = kb.groups.get(question.kind, "")
    return tuple(kind for kind in kb.kinds if kind in here and kb.groups[kind] == group)[:most]


def rule_of(kb: KnowledgeBase, divisions: Divisions, division: str, kind: str) -> tuple[str, Scheme] | None:
    """The nearest scheme of the chain that says who qualifies, with its place."""
    return next(((place, scheme) for place, scheme in schemes_in_chain(kb, divisions, division, kind) if scheme.conditions), None)


def kinds_of_item(kb: KnowledgeBase, divisions: Divisions, division: str, number: int) -> tuple[str, ...]:
    """The kinds that rest on the item of this number in the nearest document that numbers its items (任务65), mainly on it first."""
    for place in divisions.chain(division):
        if place not in kb.folders:
            continue
        schemes = [scheme for kind in kb.schemes(place) if (scheme := kb.scheme(place, kind))]
        mainly = [scheme.scheme for scheme in schemes if _is_item(scheme.gist.source.clause, number)]
        partly = [scheme.scheme for scheme in schemes
                  if any(item.source and _is_item(item.source.clause, number) for item in scheme.items())]
        if mainly or partly:  # what households use before the list of all targets
            return tuple(sorted(dict.fromkeys((*mainly, *partly)), key=lambda kind: kb.kinds[kind].audience != "household"))
    return ()


def _is_item(clause: str, number: int) -> bool:
    digits = "".join(filter(str.isdigit, clause))
    return clause.endswith(digits) and digits == str(number)
