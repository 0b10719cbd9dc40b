"""Telegram: its chats, what came and what goes; photos of cases."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "telegram_chats",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("chat_index", sa.String(64), nullable=False, unique=True),
        sa.Column("sender", sa.String(64), nullable=False, unique=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("keyboard", sa.String(16), nullable=False),
        sa.Column("tapped", sa.String(32), nullable=False),
        sa.Column("tapped_at", _TIME),
        sa.Column("blocked_at", _TIME),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "telegram_updates",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", _ID, sa.ForeignKey("telegram_chats.id")),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("placeholder", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("done_at", _TIME),
    )
    op.create_index("ix_telegram_updates_waiting", "telegram_updates", ["state", "chat_id", "id"])
    op.create_table(
        "telegram_messages",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("chat_id", _ID, sa.ForeignKey("telegram_chats.id"), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("done_at", _TIME),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_telegram_messages_waiting", "telegram_messages", ["state", "chat_id", "id"])
    op.create_table(
        "case_photos",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.UniqueConstraint("case_id", "digest"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("case_photos", "telegram_messages", "telegram_updates", "telegram_chats"):
        op.drop_table(table)
