"""The ledger of answers, the stops, the audit log."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("answered_at", _TIME, nullable=False),
        sa.Column("question", sa.String(500), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64)),
        sa.Column("aspect", sa.String(32)),
        sa.Column("division", sa.String(6)),
        sa.Column("place", sa.String(6)),
        sa.Column("answered_on", sa.Date, nullable=False),
        sa.Column("knowledge_base", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("about", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_answered_at", "answers", ["answered_at"])
    op.create_index("ix_answers_status", "answers", ["status"])
    op.create_index("ix_answers_subject", "answers", ["kind", "aspect", "division"])
    op.create_table(
        "notices",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("place", sa.String(6)),
        sa.Column("kind", sa.String(64)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("begun_by", sa.String(64), nullable=False),
        sa.Column("ended_at", _TIME),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_log",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("audit_log", "notices", "answers"):
        op.drop_table(table)
