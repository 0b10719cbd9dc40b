"""What a scheme says on an aspect, as short phrases with the clauses they stand in."""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Iterable, Iterator

from bot.knowledge.aspects import FIELDS
from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.model import Amount, Aspect, Channel, Damage, Figure, Office, Scheme, Source, Statement, TimeLimit
from bot.replies import conditions, figures
from bot.replies.wording import wording

_PAUSES = ("\uff0c", "\uff1a")
# An overview goes on with these, in this order: of the gaps, what damage hides before what nobody wrote.
_OVERVIEW = ("help", "amounts", "exclusions", "exits", "rules", "damaged", "open_points")
# What a question may be after: everything but the offices, the gist, and what is open.
_STATED = ("help", "rules", "steps", "amounts", "thresholds", "time_limits", "exclusions", "exits", "materials", "channels")


class Part(Enum):
    """What a phrase is in an answer: steps have an order, conditions end their sentence; a gap is what the document leaves open."""

    STATED = "stated"
    STEP = "step"
    CONDITIONS = "conditions"
    NEEDED = "needed"  # left open, and everybody must meet it
    OPEN = "open"  # left open, of the conditions
    GAP = "gap"  # left open, or hidden by the damage of a file

    @property
    def is_gap(self) -> bool:
        return self in (Part.NEEDED, Part.OPEN, Part.GAP)


_PARTS = {"steps": Part.STEP, "open_points": Part.GAP, "damaged": Part.GAP}


@dataclass(frozen=True)
class Phrase:
    """A piece of an answer; `sources` are the clauses that say it."""

    text: str
    sources: tuple[Source, ...]
    part: Part = Part.STATED


def phrases(kb: KnowledgeBase, scheme: Scheme, aspect: Aspect) -> list[Phrase]:
    """Everything the scheme says on the aspect, the most wanted first."""
    if aspect is Aspect.OVERVIEW:
        return [*_of_field(kb, scheme, "gist"), *(p for name in _OVERVIEW for p in _of_field(kb, scheme, name))]
    fields = FIELDS[aspect]
    if aspect is Aspect.ELIGIBILITY and scheme.qualifying:  # they name the same people more closely
        names: tuple[str, ...] = ("qualifying", "thresholds", "exclusions", "rules", "open_points")
        return [phrase for name in names for phrase in _of_field(kb, scheme, name)]
    beside = fields.beside
    if aspect is Aspect.HOW_TO_APPLY and scheme.steps:  # an office is no step
        beside = ("channels",)
    names = fields.main + beside + (("rules",) if aspect is Aspect.ELIGIBILITY else ())
    return _without_twins([phrase for name in names for phrase in _of_field(kb, scheme, name)])


def _without_twins(found: list[Phrase]) -> list[Phrase]:
    """A channel that a step names is not said again; its clause goes with the step."""
    steps = [phrase for phrase in found if phrase.part is Part.STEP]
    said: list[Phrase] = []
    for phrase in found:
        if phrase.part is Part.STEP:
            twins = [source for other in found if other.part is Part.STATED and other.text in phrase.text for source in other.sources]
            said.append(replace(phrase, sources=tuple(dict.fromkeys((*phrase.sources, *twins)))))
        elif not any(phrase.text in step.text for step in steps):
            said.append(phrase)
    return said


def statements(kb: KnowledgeBase, scheme: Scheme, with_targets: bool) -> list[Phrase]:
    """Everything that the scheme states for a household, but for its offices; its targets only for who asks for those."""
    return [phrase for name in _STATED + ("targets",) * with_targets for phrase in _of_field(kb, scheme, name)]


def background(kb: KnowledgeBase, scheme: Scheme, aspect: Aspect) -> list[Phrase]:
    """What rounds off an answer on another aspect: whom it is for, its rules, what it is, what is left open, what help there is.

    Of the help no figure, which would be taken for the answer, and nothing from another clause, for nobody asked for it.
    """
    names = ("audience", "rules", "gist", "open_points") if aspect is Aspect.AMOUNT else ("gist", "rules", "open_points")
    plain = [phrase for phrase in _of_field(kb, scheme, "help")
             if phrase.sources == (scheme.gist.source,) and not any(map(str.isdigit, phrase.text))]
    return [*(phrase for name in names for phrase in _of_field(kb, scheme, name)), *plain]


def _of_field(kb: KnowledgeBase, scheme: Scheme, name: str) -> Iterator[Phrase]:
    if name == "audience":
        if scheme.audience:
            names = wording("answer")["lists"]["names"].join(scheme.audience)
            yield Phrase(wording("answer")["audience"].format(names=names), (scheme.gist.source,))
    elif name == "qualifying":
        if scheme.conditions and scheme.qualifying:
            sources = tuple(dict.fromkeys(leaf.source for leaf in scheme.conditions.leaves() if leaf.source))
            said = conditions.in_words(scheme.conditions)
            yield Phrase(said.text, sources, Part.CONDITIONS)
            for leaves, part in ((said.needed, Part.NEEDED), (said.others, Part.OPEN)):
                yield from (Phrase(leaf.words(), (leaf.source,) if leaf.source else (), part) for leaf in leaves)
    elif name == "offices":
        yield from _offices(scheme.offices)
    else:
        value = getattr(scheme, name)
        for item in value if isinstance(value, tuple) else (value,):
            yield Phrase(_in_words(kb, item), (item.source,), _PARTS.get(name, Part.STATED))


def _offices(offices: Iterable[Office]) -> Iterator[Phrase]:
    for office in sorted(offices, key=lambda office: office.role != "lead"):
        yield Phrase(office.name, (office.source,))


def _in_words(kb: KnowledgeBase, item: Statement | Amount | Figure | TimeLimit | Channel | Damage) -> str:
    if isinstance(item, (Amount, Figure, TimeLimit)):
        return figures.figure(item, kb.units)
    if isinstance(item, Channel):
        return item.name if not item.value or item.value in item.name else item.name + item.value
    if isinstance(item, Damage):
        return wording("answer")["damaged"].format(text=item.text).rstrip("\u3002")
    return item.text


def gist_in_words(scheme: Scheme) -> str:
    """What the scheme is, without its name where the sentence has just said that."""
    gist, title = scheme.gist.text, scheme.title
    return next((gist.removeprefix(title + mark) for mark in _PAUSES if gist.startswith(title + mark)), gist)
