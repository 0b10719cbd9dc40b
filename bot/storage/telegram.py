"""Telegram in the database: what came, what goes, and where each stands. A process that is killed goes on from here."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.encryption import Keyring
from bot.storage.tables import telegram_chats, telegram_messages, telegram_updates

PURPOSE = "telegram chat"
SENDER = "tg-"  # how its conversations are called in the dialogue process
_DIGITS = 40
_MOST_ERASED = 1_000  # rows in one transaction: others wait for it


@dataclass(frozen=True)
class Received:
    """An update as it came. `address` tells whose it is, None for nobody's; the same text for the same conversation."""

    id: int
    address: str | None
    payload: str


@dataclass(frozen=True)
class Chat:
    """A conversation. `tapped` is the last button, empty if something came after it."""

    id: int
    sender: str
    address: str
    keyboard: str
    tapped: str
    tapped_at: datetime | None
    is_blocked: bool


@dataclass(frozen=True)
class Update:
    """One that waits. `placeholder` is Telegram's number of the message that was sent for its answer."""

    id: int
    payload: str
    placeholder: int | None
    attempts: int


@dataclass(frozen=True)
class Message:
    """One that waits to be delivered. `number` is Telegram's, None while nothing of it is there."""

    id: int
    key: str
    body: str
    number: int | None


@dataclass(frozen=True)
class Outcome:
    """What an update led to: `bodies` to deliver in this order, and what is to be remembered of the chat."""

    bodies: Sequence[str] = ()
    placeholder: int | None = None
    chat: Mapping[str, Any] | None = None  # columns of telegram_chats


class TelegramStore:
    """One process at a time works on it; every method is one transaction."""

    def __init__(self, engine: sa.engine.Engine, keyring: Keyring) -> None:
        self._engine, self._keyring = engine, keyring

    @property
    def is_serial(self) -> bool:
        """Whether the database has one writer at a time."""
        return self._engine.dialect.name == "sqlite"

    def receive(self, updates: Sequence[Received], at: datetime) -> set[int]:
        """Keeps those that are new; returns the chats that have some."""
        touched = set()
        with self._engine.begin() as connection:
            for update in updates:
                chat = self._chat_of(connection, update.address) if update.address else None
                row = {"id": update.id, "chat_id": chat, "payload": self._keyring.seal(update.payload) if chat else "",
                       "state": "waiting" if chat else "done", "attempts": 0, "received_at": at, "done_at": None if chat else at}
                if _insert_new(connection, telegram_updates, row) and chat:
                    touched.add(chat)
        return touched

    def resume(self, at: datetime) -> list[int]:
        """As waiting_chats. What cannot be changed once it is sent counts as sent if it was begun: twice would be worse than not at all."""
        with self._engine.begin() as connection:
            begun = sa.update(telegram_messages).where(telegram_messages.c.state == "sending")
            connection.execute(begun.values(state="done", done_at=at))
        return self.waiting_chats()

    def waiting_chats(self) -> list[int]:
        """The chats in which something waits."""
        waiting = [sa.select(table.c.chat_id).where(table.c.state == "waiting") for table in (telegram_updates, telegram_messages)]
        with self._engine.connect() as connection:
            return sorted(connection.execute(sa.union(*waiting)).scalars())

    def by_sender(self, sender: str) -> Chat | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(telegram_chats).where(telegram_chats.c.sender == sender)).first()
        return self._chat(row) if row else None

    def next(self, chat: int) -> tuple[Chat, Message | Update] | None:
        """What to do next in a chat: messages go out before another update is taken."""
        message, update = (sa.select(table).where(table.c.chat_id == chat, table.c.state == "waiting").order_by(table.c.id).limit(1)
                           for table in (telegram_messages, telegram_updates))
        with self._engine.connect() as connection:
            row: Any = connection.execute(message).first()
            work: Message | Update | None = self._message(row) if row else None
            if work is None and (row := connection.execute(update).first()):
                work = Update(row.id, self._keyring.open(row.payload), row.placeholder, row.attempts)
            if work is None:
                return None
            return self._chat(connection.execute(sa.select(telegram_chats).where(telegram_chats.c.id == chat)).one()), work

    def note_placeholder(self, update: int, number: int) -> None:
        self._set(telegram_updates, update, placeholder=number)

    def note_attempt(self, update: int, attempts: int) -> None:
        self._set(telegram_updates, update, attempts=attempts)

    def finish(self, chat: int, update: int, outcome: Outcome, at: datetime) -> list[Message]:
        """The update is done and what it led to is written, or nothing is. Returns the messages."""
        sealed = [self._keyring.seal(body) for body in outcome.bodies]
        written: list[Message] = []
        with self._engine.begin() as connection:
            done = sa.update(telegram_updates).where(telegram_updates.c.id == update, telegram_updates.c.state == "waiting")
            if connection.execute(done.values(state="done", payload="", done_at=at)).rowcount != 1:
                return []
            if outcome.chat:
                connection.execute(sa.update(telegram_chats).where(telegram_chats.c.id == chat).values(**outcome.chat))
            for place, body in enumerate(sealed):
                key, line = f"{update}.{place}", None if place else outcome.placeholder
                row = {"chat_id": chat, "key": key, "body": body, "message": line, "state": "waiting", "written_at": at}
                number = connection.execute(sa.insert(telegram_messages).values(**row)).inserted_primary_key[0]
                written.append(Message(number, key, outcome.bodies[place], line))
        return written

    def hand_over(self, chat: int, bodies: Mapping[str, str], at: datetime) -> None:
        """Messages that no update led to, each by a key of its own; those that are here already are passed over."""
        with self._engine.begin() as connection:
            for key, body in bodies.items():
                row = {"chat_id": chat, "key": key, "body": self._keyring.seal(body), "state": "waiting", "written_at": at}
                _insert_new(connection, telegram_messages, row)

    def begin(self, message: int) -> None:
        self._set(telegram_messages, message, state="sending")

    def wait_again(self, message: int) -> None:
        self._set(telegram_messages, message, state="waiting")

    def note_number(self, message: int, number: int | None) -> None:
        self._set(telegram_messages, message, message=number)

    def sent(self, message: int, number: int | None, kept: str, at: datetime) -> None:
        """`kept` stands in place of the body from now on."""
        self._set(telegram_messages, message, message=number, state="done", body=self._keyring.seal(kept), done_at=at)

    def drop(self, message: int, at: datetime) -> None:
        self._set(telegram_messages, message, state="dropped", body="", done_at=at)

    def body(self, message: int) -> tuple[str, Chat] | None:
        """What is kept of a message, and whose it was; None when it is too long ago."""
        both = sa.select(telegram_messages.c.body.label("kept"), telegram_chats).join(telegram_chats)
        query = both.where(telegram_messages.c.id == message)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        kept = self._keyring.open(row.kept) if row and row.kept else ""
        return (kept, self._chat(row)) if kept else None

    def remember(self, chat: int, **columns: Any) -> None:
        self._set(telegram_chats, chat, **columns)

    def move(self, chat: int, address: str) -> None:
        """Telegram calls the chat otherwise from now on; it keeps its conversation."""
        self._set(telegram_chats, chat, address=self._keyring.seal(address))

    def block(self, chat: int, at: datetime) -> None:
        """Nothing more is sent: what waits is dropped."""
        waiting = telegram_messages.c.chat_id == chat, telegram_messages.c.state.in_(("waiting", "sending"))
        with self._engine.begin() as connection:
            connection.execute(sa.update(telegram_chats).where(telegram_chats.c.id == chat).values(blocked_at=at))
            connection.execute(sa.update(telegram_messages).where(*waiting).values(state="dropped", body="", done_at=at))

    def prune(self, before: datetime) -> int:
        """Deletes what was done before; returns how many rows, at most some."""
        count = 0
        for table in (telegram_updates, telegram_messages):
            old = sa.select(table.c.id).where(table.c.done_at < before).order_by(table.c.id).limit(_MOST_ERASED)
            with self._engine.begin() as connection:
                numbers = list(connection.execute(old).scalars())
                count += connection.execute(sa.delete(table).where(table.c.id.in_(numbers))).rowcount if numbers else 0
        return count

    def _chat_of(self, connection: sa.engine.Connection, address: str) -> int:
        """Its row; made for a new one."""
        known = sa.select(telegram_chats.c.id).where(telegram_chats.c.chat_index.in_(self._keyring.indexes(PURPOSE, address)))
        number = connection.execute(known).scalars().first()
        if number is None:
            sealed = self._keyring.seal(address)
            index = self._keyring.index(PURPOSE, address)
            row = {"chat_index": index, "sender": SENDER + index[:_DIGITS], "address": sealed, "keyboard": "", "tapped": ""}
            _insert_new(connection, telegram_chats, row)
            number = connection.execute(known).scalars().one()
        return int(number)

    def _chat(self, row: Any) -> Chat:
        return Chat(row.id, row.sender, self._keyring.open(row.address), row.keyboard, row.tapped, row.tapped_at,
                    row.blocked_at is not None)

    def _message(self, row: Any) -> Message:
        return Message(row.id, row.key, self._keyring.open(row.body), row.message)

    def _set(self, table: sa.Table, number: int, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(table).where(table.c.id == number).values(**values))


def readdressed(keyring: Keyring, row: Any) -> Mapping[str, str]:
    """A chat's sealed and indexed columns under the newest key."""
    address = keyring.open(row["address"])
    return {"address": keyring.seal(address), "chat_index": keyring.index(PURPOSE, address)}


def forget(connection: sa.engine.Connection, sender: str) -> None:
    """Who the chat is and what was said there. That its updates came stays known, so that none is taken twice."""
    chats = sa.select(telegram_chats.c.id).where(telegram_chats.c.sender == sender)
    own = telegram_updates.c.chat_id.in_(chats)
    connection.execute(sa.update(telegram_updates).where(own).values(chat_id=None, payload="", state="done"))
    connection.execute(sa.delete(telegram_messages).where(telegram_messages.c.chat_id.in_(chats)))
    connection.execute(sa.delete(telegram_chats).where(telegram_chats.c.sender == sender))


def _insert_new(connection: sa.engine.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Whether it was new."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    return connection.execute(insert.values(**row).on_conflict_do_nothing()).rowcount == 1
