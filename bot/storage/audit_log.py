"""Who did what, when and why. Written in the transaction of what was done, never changed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import audit_log


@dataclass(frozen=True)
class Act:
    """`subject` names a row, such as `notice 3`."""

    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    details: dict[str, Any]


def record(connection: sa.engine.Connection, act: Act) -> None:
    connection.execute(sa.insert(audit_log), vars(act))


def acts(connection: sa.engine.Connection) -> list[Act]:
    """Oldest first."""
    columns = [column for column in audit_log.c if column.name != "id"]
    return [Act(**row._mapping) for row in connection.execute(sa.select(*columns).order_by(audit_log.c.id))]
