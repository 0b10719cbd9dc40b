"""Cases with their history, consents and clocks; the outbox; other systems that may report."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("receipt", sa.String(10), nullable=False, unique=True),
        sa.Column("idempotency_key", sa.String(200), nullable=False, unique=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("division", sa.String(6)),
        sa.Column("risks", sa.JSON, nullable=False),
        sa.Column("urgent", sa.JSON, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("chat", sa.Text),
        sa.Column("chat_index", sa.String(64)),
        sa.Column("phone_index", sa.String(64)),
        sa.Column("identity_index", sa.String(64)),
        sa.Column("registered_at", _TIME, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("erased_at", _TIME),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_chat_index", "cases", ["chat_index"])
    op.create_index("ix_cases_phone_index", "cases", ["phone_index"])
    op.create_index("ix_cases_identity_index", "cases", ["identity_index"])
    op.create_index("ix_cases_place", "cases", ["division", "state"])
    op.create_index("ix_cases_age", "cases", ["state", "changed_at"])
    op.create_table(
        "case_history",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("move", sa.String(20), nullable=False),
        sa.Column("before", sa.String(20)),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_history_case_id", "case_history", ["case_id"])
    op.create_table(
        "consents",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("given_at", _TIME, nullable=False),
        sa.Column("withdrawn_at", _TIME),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_case_id", "consents", ["case_id"])
    op.create_table(
        "clocks",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("clock", sa.String(32), nullable=False),
        sa.Column("deadline", sa.JSON, nullable=False),
        sa.Column("ends", sa.JSON, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("stopped_at", _TIME),
        sa.Column("warned_at", _TIME),
        sa.Column("escalated_at", _TIME),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clocks_case_id", "clocks", ["case_id"])
    op.create_index("ix_clocks_running", "clocks", ["stopped_at", "due_on"])
    op.create_table(
        "outbox",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("key", sa.String(36), nullable=False, unique=True),
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("recipient", sa.String(16), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("queue", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("delivered_at", _TIME),
        sa.Column("dead_at", _TIME),
        sa.Column("error", sa.String(200), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_waiting", "outbox", ["delivered_at", "dead_at", "next_at"])
    op.create_index("ix_outbox_queue", "outbox", ["queue", "id"])
    op.create_table(
        "api_clients",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("division", sa.String(6)),
        sa.Column("webhook_url", sa.String(500)),
        sa.Column("webhook_secret", sa.Text),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("api_clients", "outbox", "clocks", "consents", "case_history", "cases"):
        op.drop_table(table)
