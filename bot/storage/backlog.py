"""What the jobs should have done and have not: the measure of whether they run."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.storage.tables import cases, clocks, outbox


@dataclass(frozen=True)
class Backlog:
    """Messages that wait, since when the oldest does, and those given up; overdue clocks that were not escalated."""

    waiting: int
    oldest_at: datetime | None
    dead: int
    unescalated: int


def read_backlog(engine: sa.engine.Engine, today: date, with_staff: bool) -> Backlog:
    """`with_staff`: whether alerts of staff are delivered; where they are not, they wait for nothing."""
    mine = () if with_staff else (outbox.c.recipient != "staff",)
    waiting = sa.select(sa.func.count(), sa.func.min(outbox.c.written_at, type_=outbox.c.written_at.type)).where(
        outbox.c.delivered_at.is_(None), outbox.c.dead_at.is_(None), *mine)
    dead = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.delivered_at.is_(None), outbox.c.dead_at.is_not(None))
    late = sa.select(sa.func.count()).select_from(clocks.join(cases)).where(
        clocks.c.stopped_at.is_(None), clocks.c.escalated_at.is_(None), clocks.c.due_on < today, cases.c.erased_at.is_(None))
    with engine.connect() as connection:
        count, oldest = connection.execute(waiting).one()
        return Backlog(count, oldest, connection.execute(dead).scalar_one(), connection.execute(late).scalar_one())
