"""Warns of clocks that are due soon and escalates those that are overdue: each once, however often and by however many it is run."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, Callable, Iterator, Mapping

from bot.casework.days import day_of
from bot.casework.deadlines import Standing, last_due_soon, standing
from bot.casework.model import Case
from bot.casework.rules import PlaceRules
from bot.logs import logger
from bot.storage import audit_log
from bot.storage.cases import CaseStore
from bot.storage.clock_rows import ClockRows, Mark, RunningClock, mark

log = logger("jobs")
_ACTOR = "system"


@dataclass(frozen=True)
class _Telling:
    """What a standing brings about: the name it is counted under, its mark, the event of the outbox, the action of the audit log."""

    name: str
    mark: Mark
    event: str
    action: str


_TELLINGS = {
    Standing.DUE_SOON: _Telling("warned", "warned_at", "clock.warning", "clock_warned"),
    Standing.OVERDUE: _Telling("escalated", "escalated_at", "clock.overdue", "clock_escalated"),
}


@dataclass(frozen=True)
class DeadlineSweep:
    """The sweep of one database. A clock's mark, its alerts and its audit row are one transaction."""

    clocks: ClockRows
    store: CaseStore
    rules: PlaceRules

    def run(self, at: datetime, is_stopping: Callable[[], bool] = lambda: False) -> Mapping[str, int]:
        """How many were warned of, escalated, and failed. What failed keeps none back and is tried again by the next sweep."""
        counts = {"warned": 0, "escalated": 0, "failed": 0}
        for clock, telling in self._ripe(day_of(at)):
            if is_stopping():
                break
            try:
                counts[telling.name] += self._tell(clock, telling, at)
            except Exception as error:
                log.error("clock not told", clock=clock.number, kind=telling.name, error=type(error).__name__)
                counts["failed"] += 1
        return counts

    def _ripe(self, today: date) -> Iterator[tuple[RunningClock, _Telling]]:
        """The overdue ones first. Whoever was not warned in time is escalated at once, without a warning that comes too late."""
        untold = chain(self.clocks.unescalated(today), self.clocks.unwarned(today, last_due_soon(today, self.rules.calendar)))
        return ((clock, telling) for clock in untold if (telling := _TELLINGS.get(standing(clock.deadline, today))))

    def _tell(self, clock: RunningClock, telling: _Telling, at: datetime) -> bool:
        """False if another process was faster, or the case has moved on."""
        with self.store() as cases:
            if not mark(cases.connection, clock.number, telling.mark, at):
                return False
            case = cases.by_receipt(clock.receipt)
            if case is None:
                raise LookupError(clock.number)
            told = self._whom(case, telling)
            details = {**_facts(clock), "told": told}
            cases.alert_staff(case, telling.event, at, details, told)
            act = audit_log.Act(at, _ACTOR, telling.action, f"clock {clock.number}", "", {"case": case.number, **details})
            audit_log.record(cases.connection, act)
        return True

    def _whom(self, case: Case, telling: _Telling) -> str | None:
        """The division whose staff hear of it: a warning its own, what is overdue the next wider one if there is any."""
        own = case.report.division
        return self.rules.wider(own) or own if telling.mark == "escalated_at" else own


def _facts(clock: RunningClock) -> dict[str, Any]:
    """JSON-ready, nothing personal."""
    names = ("clock", "what", "started_on", "due_on", "source", "is_provisional", "is_past")
    return {name: value for name, value in clock.deadline.as_dict().items() if name in names}
