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
    """What is asked: an aspect of a kind of scheme, in a division, on a day."""

    aspect: Aspect
    kind: str
    division: str
    on: date


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
