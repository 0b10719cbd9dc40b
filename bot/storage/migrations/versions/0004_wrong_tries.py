"""Receipts that were asked for with wrong digits."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "wrong_tries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("receipt", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wrong_tries_receipt", "wrong_tries", ["receipt"])
    op.create_index("ix_wrong_tries_at", "wrong_tries", ["at"])


def downgrade() -> None:
    op.drop_table("wrong_tries")
