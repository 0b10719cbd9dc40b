"""The outbox: letters written with a change of state, delivered at least once and, within a queue, in the order they were written."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Sequence

import sqlalchemy as sa

from bot.storage import audit_log
from bot.storage.encryption import Keyring
from bot.storage.tables import outbox

_LONGEST_ERROR = 200  # the column's


@dataclass(frozen=True)
class Claim:
    """A row that its worker alone may deliver for a while. `attempt` counts from 1; `target` and `payload` are sealed."""

    id: int
    key: str
    event: str
    recipient: str
    attempt: int
    target: str
    payload: str


@dataclass(frozen=True)
class Letter:
    """What a deliverer gets. `key` is the same at every attempt: by it the receiver knows what it already has."""

    key: str
    event: str
    recipient: str
    target: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A row as staff see it: whom it goes to stays sealed."""

    id: int
    case_id: int
    event: str
    recipient: str
    attempts: int
    written_at: datetime
    next_at: datetime
    dead_at: datetime | None
    error: str


class NoSuchLetter(Exception):
    """No dead letter has this number."""


_undelivered = sa.and_(outbox.c.delivered_at.is_(None), outbox.c.dead_at.is_(None))


class Outbox:
    """The letters of one database. Any number of workers may claim at once."""

    def __init__(self, engine: sa.engine.Engine, keyring: Keyring) -> None:
        self._engine, self._keyring = engine, keyring

    def claim(self, recipient: str, most: int, at: datetime, until: datetime) -> list[Claim]:
        """The oldest due letters of a kind of recipient, at most one of each queue.

        They come back to everybody `until`, unless it was told before how they went: so does what a killed worker held.
        """
        earlier = outbox.alias()
        before = sa.exists().where(earlier.c.queue == outbox.c.queue, earlier.c.id < outbox.c.id,
                                   earlier.c.delivered_at.is_(None), earlier.c.dead_at.is_(None))
        due = (sa.select(outbox).where(_undelivered, outbox.c.recipient == recipient, outbox.c.next_at <= at, ~before)
               .order_by(outbox.c.next_at, outbox.c.id).limit(most).with_for_update(skip_locked=True, of=outbox))
        with self._engine.begin() as connection:
            # SQLite locks no rows: there the comparison of `attempts` decides between two that read the same
            return [Claim(row.id, row.key, row.event, row.recipient, row.attempts + 1, row.target, row.payload)
                    for row in connection.execute(due).all()
                    if connection.execute(_held(row.id, row.attempts).values(attempts=row.attempts + 1, next_at=until)).rowcount == 1]

    def read(self, claim: Claim) -> Letter:
        """Raises encryption.Unreadable."""
        payload = json.loads(self._keyring.open(claim.payload))
        return Letter(claim.key, claim.event, claim.recipient, self._keyring.open(claim.target), payload)

    def delivered(self, claim: Claim, at: datetime) -> None:
        """Holds also when the claim had run out: the receiver has it."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(outbox).where(outbox.c.id == claim.id).values(delivered_at=at, dead_at=None, error=""))

    def failed(self, claim: Claim, error: str, next_at: datetime) -> None:
        """Nothing happens when the claim had run out and another worker has taken the letter."""
        self._settle(claim, error, {"next_at": next_at})

    def died(self, claim: Claim, error: str, at: datetime) -> None:
        """The letter is given up; those behind it in its queue go on. As for failed, only within the claim."""
        self._settle(claim, error, {"dead_at": at})

    def retry(self, number: int, by: str, at: datetime) -> None:
        """A dead letter is due again, with all its attempts. Raises NoSuchLetter."""
        with self._engine.begin() as connection:
            dead = sa.update(outbox).where(outbox.c.id == number, outbox.c.dead_at.is_not(None), outbox.c.delivered_at.is_(None))
            if connection.execute(dead.values(dead_at=None, attempts=0, next_at=at)).rowcount != 1:
                raise NoSuchLetter(number)
            audit_log.record(connection, audit_log.Act(at, by, "retry_letter", f"outbox {number}", "", {}))

    def dead(self) -> Sequence[Entry]:
        """Oldest first."""
        return self._entries(outbox.c.dead_at.is_not(None))

    def waiting(self) -> Sequence[Entry]:
        """Not yet delivered and not dead, oldest first."""
        return self._entries(_undelivered)

    def _settle(self, claim: Claim, error: str, values: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(_held(claim.id, claim.attempt).values(error=error[:_LONGEST_ERROR], **values))

    def _entries(self, condition: Any) -> Sequence[Entry]:
        query = sa.select(*(outbox.c[name] for name in Entry.__dataclass_fields__)).where(condition).order_by(outbox.c.id)
        with self._engine.connect() as connection:
            return [Entry(**row._mapping) for row in connection.execute(query)]


def _held(number: int, attempts: int) -> Any:
    return sa.update(outbox).where(outbox.c.id == number, outbox.c.attempts == attempts, _undelivered)
