"""The phrases of a long answer, packed into pages that each fit a phone's screen."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.replies import gaps
from bot.replies.facts import Part, Phrase

Page = list[Phrase]


@dataclass(frozen=True)
class Packing:
    """`room` is in characters; `most` is how many facts a page may have, if that is limited.

    `first` are the texts that the question is after, `steps` those that have an order.
    """

    room: int
    first: Sequence[str]
    steps: Sequence[str]
    most: int | None = None

    def pages(self, wanted: Sequence[Phrase]) -> list[Page]:
        """At least one page; a phrase longer than the room has its own.

        What the conditions leave open goes with them, a gap that was asked for on the first page; other gaps come last.
        """
        facts, open_ = gaps.parted(wanted)
        at_once = self._at_once(open_)
        asked, of_conditions = ([gap for gap in at_once if (gap.part is Part.GAP) is is_asked] for is_asked in (True, False))
        pages: list[Page] = [[]]
        taken = len(gaps.in_sentences(asked))
        for fact in facts:
            together = [fact, *of_conditions] if fact.part is Part.CONDITIONS else [fact]
            if pages[-1] and (taken + _length(together) > self.room or self.most == len(pages[-1])):
                pages.append([])
                taken = 0
            pages[-1] += together
            taken += _length(together)
        pages[0] += asked
        for gap in open_:
            if gap not in at_once:
                self._add(gap, pages)
        return [self._steps_in_order(page) for page in pages]

    def _at_once(self, open_: Sequence[Phrase]) -> list[Phrase]:
        """What everybody must meet before what was asked for: without it the conditions would promise too much."""
        found = [gap for gap in open_ if gap.part is not Part.GAP or gap.text in self.first]
        return sorted(found, key=lambda gap: 0 if gap.part is Part.NEEDED else 1 if gap.text in self.first else 2)[:gaps.MOST]

    def _add(self, gap: Phrase, pages: list[Page]) -> None:
        if pages[-1] and (len(gaps.parted(pages[-1])[1]) >= gaps.MOST or _length([*pages[-1], gap]) > self.room):
            pages.append([])
        pages[-1].append(gap)

    def _steps_in_order(self, page: Page) -> Page:
        """Steps are never turned around, whichever of them was asked for."""
        steps = iter(sorted((phrase for phrase in page if phrase.part is Part.STEP), key=lambda step: self.steps.index(step.text)))
        return [next(steps) if phrase.part is Part.STEP else phrase for phrase in page]


def _length(phrases: Sequence[Phrase]) -> int:
    facts, open_ = gaps.parted(phrases)
    return sum(len(fact.text) + 1 for fact in facts) + len(gaps.in_sentences(open_))
