"""From a reading and a memory to what to look up, or to what must be asked back first."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Container

from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.knowledge.model import Aspect

# Set on cross-validated scores of the training sentences (decision 0005). A share of CERTAIN or more is right nine times
# in ten; three choices hold the right kind in eight of ten of the rest. RELEVANT parts policies from strangers.
CERTAIN, RELEVANT, OFFERED = 0.6, 0.75, 0.05
# Below this length a question without a scheme of its own goes on with the last one.
SHORT = 12
MOST_CHOICES = 4


@dataclass(frozen=True)
class Wanted:
    """One of: `kind` is certain; `choices` must be chosen from; neither, and nothing was found."""

    aspect: Aspect
    kind: str | None = None
    choices: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    division: str | None = None
    unclear_place: Place | None = None
    page: int = 0


def interpret(reading: Reading, memory: Memory, available: Container[str]) -> Wanted:
    """`available` are the kinds that the household's own place has: they win near ties."""
    division, unclear = _place(reading, memory)
    aspect = _aspect(reading, memory)
    links = _favoured(reading.links, available)
    wanted = Wanted(aspect, near=tuple(link.kind for link in links), division=division, unclear_place=unclear)
    if _goes_on(reading, memory, links):
        return replace(wanted, kind=memory.kind)
    if reading.relevance < RELEVANT and not any(link.named for link in links):
        return wanted
    best = links[0]
    if best.score >= CERTAIN:
        return replace(wanted, kind=best.kind)
    offered = tuple(link.kind for link in links if link.score >= OFFERED)[:MOST_CHOICES]
    return replace(wanted, choices=offered) if len(offered) > 1 else replace(wanted, kind=best.kind)


def _favoured(links: tuple[Link, ...], available: Container[str]) -> list[Link]:
    """Shares in which a kind that the household's place has counts for three that it has not."""
    weighed = [replace(link, score=link.score * (3 if link.kind in available else 1)) for link in links]
    total = sum(link.score for link in weighed) or 1.0
    return sorted((replace(link, score=link.score / total) for link in weighed), key=lambda link: -link.score)


def _place(reading: Reading, memory: Memory) -> tuple[str | None, Place | None]:
    """The last place named wins; a name with several meanings is asked about, never guessed."""
    if not reading.places:
        return memory.division, None
    place = reading.places[-1]
    return (place.codes[0], None) if len(place.codes) == 1 else (None, place)


def _aspect(reading: Reading, memory: Memory) -> Aspect:
    if reading.intent.startswith("ask_") and (name := reading.intent.removeprefix("ask_")) in {a.value for a in Aspect}:
        return Aspect(name)
    if reading.intent == "follow_up" and memory.aspect:
        return Aspect(memory.aspect)
    return Aspect.OVERVIEW


def _goes_on(reading: Reading, memory: Memory, links: list[Link]) -> bool:
    """那要多久？ 去哪办？ 那梅州呢？ have no scheme of their own: the last one is meant."""
    if not memory.kind or any(link.named for link in links):
        return False
    certain = bool(links) and links[0].score >= CERTAIN and reading.relevance >= RELEVANT
    if reading.intent == "follow_up":
        return not certain
    return reading.intent.startswith("ask_") and len(reading.text) <= SHORT and not certain
