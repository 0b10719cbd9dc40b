"""What the tests of cases look up in the tables themselves."""
from __future__ import annotations

from datetime import datetime
from typing import Any, Sequence

import sqlalchemy as sa

from bot.storage.tables import api_clients, audit_log, cases, metadata
from tests.unit.casework.fakes import MOMENT


def rows(engine: sa.engine.Engine, table: sa.Table, **wanted: Any) -> list[Any]:
    """In the order of their ids."""
    query = sa.select(table).order_by(table.c.id).where(*(table.c[name] == value for name, value in wanted.items()))
    with engine.connect() as connection:
        return list(connection.execute(query))


def count(engine: sa.engine.Engine, table: sa.Table, **wanted: Any) -> int:
    return len(rows(engine, table, **wanted))


def counts(engine: sa.engine.Engine) -> dict[str, int]:
    """Table → how many rows, of every table there is."""
    return {table.name: count(engine, table) for table in metadata.sorted_tables}


def audit_of(engine: sa.engine.Engine, number: int) -> list[Any]:
    return rows(engine, audit_log, subject=f"case {number}")


def number_of(engine: sa.engine.Engine, receipt: str) -> int:
    return int(rows(engine, cases, receipt=receipt)[0].id)


def everything_written(engine: sa.engine.Engine) -> str:
    """Every value of every column of every table, as it stands in the database."""
    with engine.connect() as connection:
        return repr([tuple(row) for table in metadata.sorted_tables for row in connection.execute(sa.text(f"SELECT * FROM {table.name}"))])


def add_client(engine: sa.engine.Engine, name: str, division: str | None, webhook: str | None = "https://h.example.cn/", ended_at: datetime | None = None) -> int:
    values = {"name": name, "key_hash": name, "division": division, "webhook_url": webhook, "created_at": MOMENT, "ended_at": ended_at}
    with engine.begin() as connection:
        return int(connection.execute(sa.insert(api_clients).values(**values)).inserted_primary_key[0])


def of(found: Sequence[Any], name: str) -> list[Any]:
    return [getattr(row, name) for row in found]
