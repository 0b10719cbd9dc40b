"""From a reading and a memory to what to look up, or to what must be asked back first."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Container

from bot.dialogue.reading import Link, Memory, Place, Reading
from bot.knowledge.model import Aspect

# Set on cross-validated scores of the training sentences (decision 0005). A share of CERTAIN or more is right nine times
# in ten; three choices hold the right kind in eight of ten of the rest. RELEVANT parts policies from strangers.
CERTAIN, RELEVANT, OFFERED = 0.6, 0.75, 0.05
# Below this length a question without a scheme of its own goes on with the last one.
SHORT = 12
MOST_CHOICES = 4
# An aspect that the ranking gives at least this much may stand in for one that the documents leave open.
POSSIBLE = 0.1
# Asked of the last answer, unless another policy is named.
_ABOUT_THE_ANSWER = (Aspect.VALIDITY, Aspect.SOURCE)
_SAYS_WHERE = ("inform_place", "follow_up", "ask_coverage")


@dataclass(frozen=True)
class Wanted:
    """What a message asks for. `kind` is certain, or `choices` must be chosen from, or neither and nothing was found.

    `aspects` are what may be wanted, likeliest first; `near` all linked kinds.
    """

    aspects: tuple[Aspect, ...]
    kind: str | None = None
    choices: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def aspect(self) -> Aspect:
        return self.aspects[0]


def interpret(reading: Reading, memory: Memory, available: Container[str]) -> Wanted:
    """`available` are the kinds that the household's own place has: they win near ties."""
    links = _favoured(reading.links, available)
    wanted = Wanted(aspects(reading, memory), near=tuple(link.kind for link in links))
    if _goes_on(reading, memory, links, wanted.aspect):
        return replace(wanted, kind=memory.kind)
    if not links or reading.relevance < RELEVANT and not any(link.named for link in links):
        return wanted
    offered = tuple(link.kind for link in links if link.score >= OFFERED)[:MOST_CHOICES]
    if links[0].score >= CERTAIN or len(offered) < 2:
        return replace(wanted, kind=links[0].kind)
    return replace(wanted, choices=offered)


def meant_place(reading: Reading, memory: Memory, is_covered: Callable[[str], bool]) -> Place | None:
    """The place that the message is about: the last one named. Where one only works or was treated is none.

    A place without documents that comes up in the middle of a question leaves the household's own place as it is.
    """
    for place in reversed(reading.places):
        told = memory.division is None or reading.intent in _SAYS_WHERE or place.start == 0
        if told or any(is_covered(code) for code in place.codes):
            return place
    return None


def aspects(reading: Reading, memory: Memory) -> tuple[Aspect, ...]:
    """What may be wanted, likeliest first. A follow-up wants what was wanted last."""
    known = {f"ask_{aspect.value}": aspect for aspect in Aspect}
    if reading.intent == "follow_up" and memory.aspect:
        return (Aspect(memory.aspect),)
    first = [known[reading.intent]] if reading.intent in known else []
    if reading.confidence >= CERTAIN and first:
        return tuple(first)
    others = [known[name] for name, share in reading.ranking if share >= POSSIBLE and name in known]
    return tuple(dict.fromkeys([*first, *others, Aspect.OVERVIEW]))


def _favoured(links: tuple[Link, ...], available: Container[str]) -> list[Link]:
    """Shares in which a kind that the household's place has counts for three that it has not."""
    weighed = [replace(link, score=link.score * (3 if link.kind in available else 1)) for link in links]
    total = sum(link.score for link in weighed) or 1.0
    return sorted((replace(link, score=link.score / total) for link in weighed), key=lambda link: -link.score)


def _goes_on(reading: Reading, memory: Memory, links: list[Link], aspect: Aspect) -> bool:
    """那要多久？ 去哪办？ 那梅州呢？ have no scheme of their own: the last one is meant."""
    if not memory.kind or any(link.named for link in links):
        return False
    if aspect in _ABOUT_THE_ANSWER:
        return True
    certain = bool(links) and links[0].score >= CERTAIN and reading.relevance >= RELEVANT
    is_question = reading.intent.startswith("ask_") or reading.intent == "nlu_fallback"
    return not certain and (reading.intent == "follow_up" or is_question and len(reading.text) <= SHORT)
