"""Rasa's table of conversations, for what is done with it beside the dialogue: read out, deleted, sealed anew."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Iterator

import sqlalchemy as sa

from bot.storage.encryption import Keyring
from bot.storage.sealed_column import Sealed

# Rasa's tracker store makes it, when the dialogue process starts for the first time
events = sa.table(
    "events", sa.column("id", sa.Integer), sa.column("sender_id", sa.String), sa.column("type_name", sa.String),
    sa.column("timestamp", sa.Float), sa.column("data", sa.Text))
PAGE = 500  # conversations looked through at once
_SAID = ("user", "bot")
_SESSION = "session_started"


@dataclass(frozen=True)
class Said:
    """One message; `who` is user or bot."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Conversation:
    """All messages, oldest first, and what the assistant remembered at the end of them."""

    said: tuple[Said, ...]
    remembered: dict[str, Any]


def are_kept(connection: sa.engine.Connection) -> bool:
    return bool(sa.inspect(connection).has_table(events.name))


def conversation(connection: sa.engine.Connection, keyring: Keyring, chat: str) -> Conversation:
    """Empty where there is none. Raises Unreadable."""
    said, remembered = [], {}
    for kind, event in _events(connection, keyring, chat):
        if kind in _SAID and event.get("text"):
            said.append(Said(datetime.fromtimestamp(event["timestamp"], timezone.utc), kind, event["text"]))
        elif kind == "slot":
            remembered[event["name"]] = event["value"]
    return Conversation(tuple(said), {name: value for name, value in remembered.items() if value not in (None, "", [], {})})


def _events(connection: sa.engine.Connection, keyring: Keyring, chat: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if are_kept(connection):
        opened = sa.type_coerce(events.c.data, Sealed(keyring)).label("data")
        for row in connection.execute(sa.select(events.c.type_name, opened).where(events.c.sender_id == chat).order_by(events.c.id)):
            yield row.type_name, json.loads(row.data)


def delete(connection: sa.engine.Connection, chat: str) -> int:
    """How many events there were."""
    return connection.execute(sa.delete(events).where(events.c.sender_id == chat)).rowcount if are_kept(connection) else 0


def stale_pages(connection: sa.engine.Connection, before: datetime) -> Iterator[list[int]]:
    """Ids of the events older than `before`, some conversations at a time.

    A session that has gone on since is left whole: its beginning holds what the assistant remembers.
    """
    last = ""
    while chats := _old_chats(connection, before, last):
        yield [number for chat in chats for number in _stale(connection, chat, before)]
        last = chats[-1]


def _old_chats(connection: sa.engine.Connection, before: datetime, after: str) -> list[str]:
    old = sa.select(events.c.sender_id).distinct().where(events.c.timestamp < before.timestamp(), events.c.sender_id > after)
    return list(connection.execute(old.order_by(events.c.sender_id).limit(PAGE)).scalars())


def _stale(connection: sa.engine.Connection, chat: str, before: datetime) -> list[int]:
    begun = sa.func.max(sa.case((events.c.type_name == _SESSION, events.c.timestamp)))
    newest, session = connection.execute(sa.select(sa.func.max(events.c.timestamp), begun).where(events.c.sender_id == chat)).one()
    until = before.timestamp() if newest is None or newest < before.timestamp() else min(before.timestamp(), session or 0.0)
    return list(connection.execute(sa.select(events.c.id).where(events.c.sender_id == chat, events.c.timestamp < until)).scalars())
