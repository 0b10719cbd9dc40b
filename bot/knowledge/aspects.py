"""Which fields of a scheme answer which aspect."""
from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.model import Aspect, Scheme


@dataclass(frozen=True)
class Fields:
    """`main` fields answer the aspect; with only `beside` fields the answer is a part of what was asked."""

    main: tuple[str, ...]
    beside: tuple[str, ...] = ()

    def in_main(self, scheme: Scheme) -> bool:
        return any(getattr(scheme, name) for name in self.main)

    def in_any(self, scheme: Scheme) -> bool:
        return any(getattr(scheme, name) for name in self.main + self.beside)


FIELDS: dict[Aspect, Fields] = {
    Aspect.OVERVIEW: Fields(("gist",)),
    Aspect.AMOUNT: Fields(("amounts",), ("thresholds",)),
    Aspect.ELIGIBILITY: Fields(("qualifying", "audience"), ("thresholds", "exclusions")),
    Aspect.HOW_TO_APPLY: Fields(("steps",), ("channels", "offices")),
    Aspect.WHERE: Fields(("channels", "offices")),
    Aspect.DEADLINE: Fields(("time_limits",)),
    Aspect.MATERIALS: Fields(("materials",)),
    Aspect.EXIT: Fields(("exits", "exclusions")),
    Aspect.TARGETS: Fields(("targets",)),
}
# A scheme that households use answers each of these or says that the documents leave it open.
OWED_BY_A_BENEFIT = (Aspect.AMOUNT, Aspect.ELIGIBILITY, Aspect.HOW_TO_APPLY, Aspect.WHERE, Aspect.DEADLINE, Aspect.MATERIALS)
OWED_BY_A_SERVICE = (Aspect.AMOUNT, Aspect.WHERE, Aspect.DEADLINE)
