"""Asks the cases of a set, one conversation each, and judges the replies."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Protocol

from bot.evaluation.cases import Case, Turn
from bot.evaluation.judge import Harm, faults, harms, misplaced
from bot.evaluation.places import Places

_SILENCE: dict[str, Any] = {"text": "", "status": None}


class Asked(Protocol):
    """Whatever answers: the assistant in this process, or a made-up one."""

    def begin(self, division: str | None) -> None:
        """A new conversation; with a division, one that has told where it lives."""

    def ask(self, text: str) -> dict[str, Any] | None:
        """The reply as a dictionary, None if there is none."""


@dataclass(frozen=True)
class Outcome:
    """One turn with what came of it. `number` counts the turns of a case from 1."""

    case: Case
    number: int
    turn: Turn
    reply: dict[str, Any]
    faults: tuple[str, ...]
    harms: tuple[Harm, ...]

    @property
    def is_right(self) -> bool:
        return not self.faults

    @property
    def name(self) -> str:
        return f"{self.case.id}.{self.number}" if len(self.case.turns) > 1 else self.case.id

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"id": self.name, "style": self.case.style, "place": self.case.place, "trap": self.case.trap, "say": self.turn.say,
                "expect": self.turn.expect.dict(exclude_defaults=True), "reply": self.reply, "faults": list(self.faults),
                "harms": [harm._asdict() for harm in self.harms]}


def interview(asked: Asked, cases: Iterable[Case], places: Places) -> Iterator[Outcome]:
    for case in cases:
        asked.begin(case.place)
        named = [case.place] if case.place else []
        for number, turn in enumerate(case.turns, 1):
            named += places.named_in(turn.say)
            reply = asked.ask(turn.say)
            found = ["no reply"] if reply is None else [*faults(reply, turn.expect), *misplaced(reply, named, places)]
            reply = reply or _SILENCE
            yield Outcome(case, number, turn, reply, tuple(found), tuple(harms(reply, turn.expect, named, places)))
