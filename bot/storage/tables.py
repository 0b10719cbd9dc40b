"""The tables. migrations/ makes them; a test compares the two."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData()
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # only an INTEGER counts up by itself there


class Utc(TypeDecorator):
    """An aware datetime in UTC, in and out, also in SQLite, which keeps no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(timezone.utc) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


# No sender and no channel: a row cannot be traced to who asked.
answers = sa.Table(
    "answers", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("answered_at", Utc, nullable=False, index=True),
    sa.Column("question", sa.String(500), nullable=False),  # masked
    sa.Column("status", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(64)),
    sa.Column("aspect", sa.String(32)),
    sa.Column("division", sa.String(6)),  # where the household lives
    sa.Column("place", sa.String(6)),  # whose rule it is
    sa.Column("answered_on", sa.Date, nullable=False),  # the day for which it was answered
    sa.Column("knowledge_base", sa.String(12), nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # with its citation
    sa.Column("about", sa.JSON, nullable=False),
    sqlite_autoincrement=True,  # an id is never given twice, also after rows were deleted
)
sa.Index("ix_answers_subject", answers.c.kind, answers.c.aspect, answers.c.division)

notices = sa.Table(
    "notices", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("place", sa.String(6)),  # null: everywhere
    sa.Column("kind", sa.String(64)),  # null: every kind
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("begun_at", Utc, nullable=False),
    sa.Column("begun_by", sa.String(64), nullable=False),
    sa.Column("ended_at", Utc),  # null: it still holds
    sqlite_autoincrement=True,
)

audit_log = sa.Table(
    "audit_log", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("at", Utc, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)
