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

# What is personal stands sealed in `sealed` (JSON of casework's Report); the columns beside it are for looking up and counting.
cases = sa.Table(
    "cases", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("receipt", sa.String(10), nullable=False, unique=True),
    sa.Column("idempotency_key", sa.String(200), nullable=False, unique=True),
    sa.Column("fingerprint", sa.Text, nullable=False),  # sealed: of the request that made it
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("origin", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("division", sa.String(6)),
    sa.Column("risks", sa.JSON, nullable=False),
    sa.Column("urgent", sa.JSON, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("chat", sa.Text),  # sealed: where the reporter is told of changes
    sa.Column("chat_index", sa.String(64), index=True),
    sa.Column("phone_index", sa.String(64), index=True),
    sa.Column("identity_index", sa.String(64), index=True),
    sa.Column("registered_at", Utc, nullable=False),
    sa.Column("changed_at", Utc, nullable=False),
    sa.Column("erased_at", Utc),
    sa.Column("version", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("ix_cases_place", cases.c.division, cases.c.state)
sa.Index("ix_cases_age", cases.c.state, cases.c.changed_at)

case_history = sa.Table(
    "case_history", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("at", Utc, nullable=False),
    sa.Column("move", sa.String(20), nullable=False),
    sa.Column("before", sa.String(20)),
    sa.Column("after", sa.String(20), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

consents = sa.Table(
    "consents", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("version", sa.String(32), nullable=False),  # of the words that were agreed to
    sa.Column("given_at", Utc, nullable=False),
    sa.Column("withdrawn_at", Utc),
    sqlite_autoincrement=True,
)

clocks = sa.Table(
    "clocks", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("clock", sa.String(32), nullable=False),
    sa.Column("deadline", sa.JSON, nullable=False),  # casework's Deadline, with its citation
    sa.Column("ends", sa.JSON, nullable=False),  # the states that stop it
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("stopped_at", Utc),
    sa.Column("warned_at", Utc),
    sa.Column("escalated_at", Utc),
    sqlite_autoincrement=True,
)
sa.Index("ix_clocks_running", clocks.c.stopped_at, clocks.c.due_on)

# At least once: a row stays until the receiver has it. Those of one recipient and one case go out in the order of their ids.
outbox = sa.Table(
    "outbox", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("key", sa.String(36), nullable=False, unique=True),  # by which a receiver knows what it already has
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("event", sa.String(40), nullable=False),
    sa.Column("recipient", sa.String(16), nullable=False),  # chat, webhook, staff
    sa.Column("target", sa.Text, nullable=False),  # sealed
    sa.Column("queue", sa.String(64), nullable=False),  # the same for what must go out in order; nothing personal
    sa.Column("payload", sa.Text, nullable=False),  # sealed JSON
    sa.Column("written_at", Utc, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Utc, nullable=False),
    sa.Column("delivered_at", Utc),
    sa.Column("dead_at", Utc),
    sa.Column("error", sa.String(200), nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("ix_outbox_waiting", outbox.c.delivered_at, outbox.c.dead_at, outbox.c.next_at)
sa.Index("ix_outbox_queue", outbox.c.queue, outbox.c.id)

# Other systems that may use the API. The key is shown once; only its hash is kept.
api_clients = sa.Table(
    "api_clients", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("key_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("division", sa.String(6)),  # null: may report for anywhere
    sa.Column("webhook_url", sa.String(500)),
    sa.Column("webhook_secret", sa.Text),  # sealed
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("ended_at", Utc),
    sqlite_autoincrement=True,
)

# A conversation in Telegram: a private chat, or one person in a group.
telegram_chats = sa.Table(
    "telegram_chats", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("chat_index", sa.String(64), nullable=False, unique=True),
    sa.Column("sender", sa.String(64), nullable=False, unique=True),  # its name in the dialogue process; it stays when keys change
    sa.Column("address", sa.Text, nullable=False),  # sealed
    sa.Column("keyboard", sa.String(16), nullable=False),  # which one the person has; empty: none yet
    sa.Column("tapped", sa.String(32), nullable=False),  # the last button, if nothing came after it
    sa.Column("tapped_at", Utc),
    sa.Column("blocked_at", Utc),  # the person wants nothing more until writing again
    sqlite_autoincrement=True,
)

# What came from Telegram: in here before Telegram is told that it arrived. The id is Telegram's update_id.
telegram_updates = sa.Table(
    "telegram_updates", metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", _ID, sa.ForeignKey("telegram_chats.id")),  # null: nobody's
    sa.Column("payload", sa.Text, nullable=False),  # sealed; nothing any more once it is done
    sa.Column("state", sa.String(8), nullable=False),  # waiting, done
    sa.Column("placeholder", sa.BigInteger),  # the message that stands where the answer will stand
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("received_at", Utc, nullable=False),
    sa.Column("done_at", Utc),
)
sa.Index("ix_telegram_updates_waiting", telegram_updates.c.state, telegram_updates.c.chat_id, telegram_updates.c.id)

# What goes to Telegram, in the order of the ids within a chat.
telegram_messages = sa.Table(
    "telegram_messages", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("chat_id", _ID, sa.ForeignKey("telegram_chats.id"), nullable=False),
    sa.Column("key", sa.String(64), nullable=False, unique=True),  # so that nothing is written twice
    sa.Column("body", sa.Text, nullable=False),  # sealed; only the buttons once it is sent
    sa.Column("message", sa.BigInteger),  # Telegram's number of it, also while only its placeholder stands there
    sa.Column("state", sa.String(8), nullable=False),  # waiting, sending, done, dropped
    sa.Column("written_at", Utc, nullable=False),
    sa.Column("done_at", Utc),
    sqlite_autoincrement=True,
)
sa.Index("ix_telegram_messages_waiting", telegram_messages.c.state, telegram_messages.c.chat_id, telegram_messages.c.id)

case_photos = sa.Table(
    "case_photos", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),  # keyed: the same photo is kept once
    sa.Column("kind", sa.String(8), nullable=False),  # jpeg, png, webp
    sa.Column("size", sa.Integer, nullable=False),  # bytes
    sa.Column("sealed", sa.Text, nullable=False),  # of its bytes in base64
    sa.Column("received_at", Utc, nullable=False),
    sa.UniqueConstraint("case_id", "digest"),
    sqlite_autoincrement=True,
)

# Receipts that were asked for with wrong digits of the telephone, whether they exist or not.
wrong_tries = sa.Table(
    "wrong_tries", metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("receipt", sa.String(10), nullable=False, index=True),
    sa.Column("at", Utc, nullable=False, index=True),
    sqlite_autoincrement=True,
)
