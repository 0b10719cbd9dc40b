"""Stops: from one moment to the next no process gives the answers of a scope any more."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Collection

import sqlalchemy as sa

from bot.storage import audit_log
from bot.storage.tables import notices


@dataclass(frozen=True)
class Stop:
    """Holds for one place with all that lies in it, or everywhere; for one kind of scheme, or for all."""

    id: int
    place: str | None
    kind: str | None
    reason: str
    begun_at: datetime
    begun_by: str

    def covers(self, chain: Collection[str], kinds: Collection[str]) -> bool:
        """`chain` is the household's division with all that it lies in, `kinds` what the answer speaks of."""
        return (self.place is None or self.place in chain) and (self.kind is None or self.kind in kinds)


class NoSuchStop(Exception):
    """No stop of this number holds."""


def stops_in_force(connection: sa.engine.Connection) -> tuple[Stop, ...]:
    """Oldest first."""
    columns = [notices.c[name] for name in Stop.__dataclass_fields__]
    query = sa.select(*columns).where(notices.c.ended_at.is_(None)).order_by(notices.c.id)
    return tuple(Stop(**row._mapping) for row in connection.execute(query))


class KillSwitch:
    """The stops of one database. Each change is audited in its own transaction."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def stops(self) -> tuple[Stop, ...]:
        with self._engine.connect() as connection:
            return stops_in_force(connection)

    def stop(self, place: str | None, kind: str | None, reason: str, by: str, at: datetime) -> int:
        """The number of the new stop."""
        with self._engine.begin() as connection:
            row = {"place": place, "kind": kind, "reason": reason, "begun_at": at, "begun_by": by}
            number = connection.execute(sa.insert(notices).values(**row)).inserted_primary_key[0]
            scope = {"place": place, "kind": kind}
            audit_log.record(connection, audit_log.Act(at, by, "stop_answers", f"notice {number}", reason, scope))
            return number

    def resume(self, number: int, reason: str, by: str, at: datetime) -> None:
        """Raises NoSuchStop."""
        with self._engine.begin() as connection:
            held = sa.update(notices).where(notices.c.id == number, notices.c.ended_at.is_(None)).values(ended_at=at)
            if connection.execute(held).rowcount != 1:
                raise NoSuchStop(number)
            audit_log.record(connection, audit_log.Act(at, by, "resume_answers", f"notice {number}", reason, {}))
