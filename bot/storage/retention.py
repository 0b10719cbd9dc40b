"""What has been kept long enough goes: people's data of closed cases, conversations, answers, messages that were delivered."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Iterator, Sequence

import sqlalchemy as sa

from bot.casework.ports import ConcurrentChange
from bot.casework.states import CLOSED
from bot.storage import conversations
from bot.storage.cases import StoredCases
from bot.storage.encryption import Keyring
from bot.storage.erasure import erase_case
from bot.storage.tables import answers, cases, outbox

BATCH = 200  # rows in one transaction: others wait for it
_ACTOR, _REASON = "system", "retention period over"


@dataclass(frozen=True)
class Periods:
    """Days; 0 keeps for ever. Cases count from their last change once they are closed."""

    cases: int
    conversations: int
    answers: int
    outbox: int


@dataclass(frozen=True)
class Counts:
    """Cases whose people were forgotten; events, answers and messages that were deleted."""

    cases: int = 0
    events: int = 0
    answers: int = 0
    messages: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def due(engine: sa.engine.Engine, periods: Periods, now: datetime) -> Counts:
    """What retain() would do."""
    return Counts(*(sum(map(len, pages(engine, before))) if (before := _before(now, days)) else 0 for pages, days in _plan(periods)))


def retain(engine: sa.engine.Engine, keyring: Keyring, periods: Periods, now: datetime) -> Counts:
    """In batches, each a transaction; a second run finds nothing left to do. Raises Unreadable."""
    deeds: tuple[Callable[[list[int]], int], ...] = (
        lambda numbers: _erase(engine, keyring, numbers, now), lambda numbers: _delete(engine, conversations.events, numbers),
        lambda numbers: _delete(engine, answers, numbers), lambda numbers: _delete(engine, outbox, numbers))
    done = []
    for (pages, days), deed in zip(_plan(periods), deeds, strict=True):
        before = _before(now, days)
        done.append(sum(deed(numbers) for numbers in pages(engine, before)) if before else 0)
    return Counts(*done)


_Pages = Callable[[sa.engine.Engine, datetime], Iterator[list[int]]]


def _plan(periods: Periods) -> tuple[tuple[_Pages, int], ...]:
    return (_closed_cases, periods.cases), (_events, periods.conversations), (_answers, periods.answers), (_messages, periods.outbox)


def _before(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days > 0 else None


def _closed_cases(engine: sa.engine.Engine, before: datetime) -> Iterator[list[int]]:
    closed = cases.c.state.in_([state.value for state in CLOSED]), cases.c.changed_at < before, cases.c.erased_at.is_(None)
    return _pages(engine, cases, closed)


def _answers(engine: sa.engine.Engine, before: datetime) -> Iterator[list[int]]:
    return _pages(engine, answers, (answers.c.answered_at < before,))


def _messages(engine: sa.engine.Engine, before: datetime) -> Iterator[list[int]]:
    return _pages(engine, outbox, (sa.or_(outbox.c.delivered_at < before, outbox.c.dead_at < before),))


def _events(engine: sa.engine.Engine, before: datetime) -> Iterator[list[int]]:
    with engine.connect() as connection:
        if not conversations.are_kept(connection):
            return
        for numbers in conversations.stale_pages(connection, before):
            connection.rollback()  # nothing is held while the rows are deleted
            yield from (numbers[start:start + BATCH] for start in range(0, len(numbers), BATCH))


def _pages(engine: sa.engine.Engine, table: Any, conditions: Sequence[Any]) -> Iterator[list[int]]:
    last = 0
    while True:
        with engine.connect() as connection:
            query = sa.select(table.c.id).where(table.c.id > last, *conditions).order_by(table.c.id).limit(BATCH)
            numbers = list(connection.execute(query).scalars())
        if not numbers:
            return
        yield numbers
        last = numbers[-1]


def _delete(engine: sa.engine.Engine, table: Any, numbers: list[int]) -> int:
    with engine.begin() as connection:
        return connection.execute(sa.delete(table).where(table.c.id.in_(numbers))).rowcount


def _erase(engine: sa.engine.Engine, keyring: Keyring, numbers: list[int], now: datetime) -> int:
    """A case that somebody changes at this moment is passed over: it is not left alone any more."""
    done = 0
    for number in numbers:
        try:
            with engine.begin() as connection:
                stored = StoredCases(connection, keyring)
                receipt = connection.execute(sa.select(cases.c.receipt).where(cases.c.id == number)).scalar_one()
                case = stored.by_receipt(receipt)
                if case and case.state in CLOSED:
                    erase_case(stored, case, _ACTOR, _REASON, now, withdrawn=False)
                    done += 1
        except ConcurrentChange:
            continue
    return done
