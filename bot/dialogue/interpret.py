"""From a reading and a memory to what to look up, or to what must be asked back first."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Container

from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.knowledge.model import Aspect

# Link scores are centred cosines with n-gram and name bonuses; tuned on the training sentences by
# `huinong eval thresholds`, see docs/decisions/0005.
CERTAIN, LIKELY, MARGIN = 0.80, 0.55, 0.10
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
    links = sorted((_favoured(link, available) for link in reading.links), key=lambda link: -link.score)
    wanted = Wanted(aspect, near=tuple(link.kind for link in links[:MOST_CHOICES]), division=division, unclear_place=unclear)
    if _goes_on(reading, memory, links):
        return replace(wanted, kind=memory.kind)
    likely = [link for link in links if link.score >= LIKELY]
    if not likely:
        return wanted
    best = likely[0]
    rivals = [link for link in likely[1:MOST_CHOICES] if best.score - link.score < MARGIN and link.named == best.named]
    if best.score >= CERTAIN and not rivals or len(likely) == 1 and (best.named or best.score >= CERTAIN):
        return replace(wanted, kind=best.kind)
    return replace(wanted, choices=tuple(link.kind for link in (best, *(rivals or likely[1:MOST_CHOICES]))))


def _favoured(link: Link, available: Container[str]) -> Link:
    return replace(link, score=link.score + 0.05) if link.kind in available else link


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
    best = links[0].score if links else 0.0
    if reading.intent == "follow_up":
        return best < CERTAIN
    return reading.intent.startswith("ask_") and len(reading.text) <= SHORT and best < CERTAIN
