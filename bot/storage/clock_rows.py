"""The running clocks of all cases, by when they are due, and the marks that each is warned of and escalated once."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Iterator, Literal

import sqlalchemy as sa

from bot.casework.deadlines import Deadline
from bot.storage.case_files import within
from bot.storage.tables import cases, clocks

PAGE = 500  # clocks read at once
Mark = Literal["warned_at", "escalated_at"]


@dataclass(frozen=True)
class RunningClock:
    """A clock that nothing has stopped, of a case that still is one. `number` is its row."""

    number: int
    case: int
    receipt: str
    division: str | None
    state: str
    is_urgent: bool
    deadline: Deadline
    warned_at: datetime | None
    escalated_at: datetime | None


class ClockRows:
    """The running clocks of one database. They are read in pages by their due day, each page in a transaction of its own."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def unwarned(self, first: date, last: date) -> Iterator[RunningClock]:
        """Due from `first` to `last`, the earliest first."""
        return self._pages(clocks.c.warned_at.is_(None), clocks.c.due_on >= first, clocks.c.due_on <= last)

    def unescalated(self, before: date) -> Iterator[RunningClock]:
        """Due before a day, the earliest first."""
        return self._pages(clocks.c.escalated_at.is_(None), clocks.c.due_on < before)

    def due(self, last: date, division: str | None = None) -> Iterator[RunningClock]:
        """Due until `last`, the earliest first; in `division` and in all that lies in it."""
        return self._pages(clocks.c.due_on <= last, *within(division))

    def _pages(self, *conditions: Any) -> Iterator[RunningClock]:
        query = _RUNNING.where(*conditions).order_by(clocks.c.due_on, clocks.c.id).limit(PAGE)
        page = self._read(query)
        while page:
            for row in page:
                yield RunningClock(row.id, row.case_id, row.receipt, row.division, row.state, bool(row.urgent),
                                   Deadline.from_dict(row.deadline), row.warned_at, row.escalated_at)
            last = page[-1]
            later = sa.or_(clocks.c.due_on > last.due_on, clocks.c.id > last.id)
            page = self._read(query.where(clocks.c.due_on >= last.due_on, later)) if len(page) == PAGE else []

    def _read(self, query: Any) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(query))


_RUNNING = sa.select(
    clocks.c.id, clocks.c.case_id, clocks.c.due_on, clocks.c.deadline, clocks.c.warned_at, clocks.c.escalated_at,
    cases.c.receipt, cases.c.division, cases.c.state, cases.c.urgent,
).join_from(clocks, cases).where(clocks.c.stopped_at.is_(None), cases.c.erased_at.is_(None))


def mark(connection: sa.engine.Connection, number: int, name: Mark, at: datetime) -> bool:
    """Whether it was this call that marked the clock: of several processes one alone does, and none once it has stopped."""
    fresh = sa.update(clocks).where(clocks.c.id == number, clocks.c[name].is_(None), clocks.c.stopped_at.is_(None))
    return bool(connection.execute(fresh.values({name: at})).rowcount)
