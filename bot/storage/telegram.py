"""Telegram in the database: what came, what goes, and where each stands. A process that is killed goes on from here."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.encryption import Keyring
from bot.storage.tables import telegram_chats, telegram_messages, telegram_updates

PURPOSE = "telegram chat"
SENDER = "tg-"  # how its conversations are called in the dialogue process
_DIGITS = 40
_MOST_ERASED = 1_000  # rows in one transaction: others wait for it

# built once: each update comes by here
_KNOWN_UPDATES = sa.select(telegram_updates.c.id).where(telegram_updates.c.id.in_(sa.bindparam("ids", expanding=True)))
_CHATS = sa.select(telegram_chats).where(telegram_chats.c.chat_index.in_(sa.bindparam("indexes", expanding=True)))
_CHAT = sa.select(telegram_chats).where(telegram_chats.c.id == sa.bindparam("chat"))
_NEXT_MESSAGE, _NEXT_UPDATE = (
    sa.select(table).where(table.c.chat_id == sa.bindparam("chat"), table.c.state == "waiting").order_by(table.c.id).limit(1)
    for table in (telegram_messages, telegram_updates))
_SET = {table: sa.update(table).where(table.c.id == sa.bindparam("row")) for table in (telegram_chats, telegram_messages, telegram_updates)}
_DONE = sa.update(telegram_updates).where(telegram_updates.c.id == sa.bindparam("row"), telegram_updates.c.state == "waiting")


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
    def is_local(self) -> bool:
        """Whether the database is a file of this machine."""
        return self._engine.dialect.name == "sqlite"

    def receive(self, updates: Sequence[Received], at: datetime) -> list[tuple[Chat, Update]]:
        """Keeps those that are new, and returns them but for nobody's, in their order."""
        with self._engine.begin() as connection:
            known = set(connection.execute(_KNOWN_UPDATES, {"ids": [update.id for update in updates]}).scalars())
            new = {update.id: update for update in updates if update.id not in known}
            chats = self._chats(connection, {update.address for update in new.values() if update.address})
            found, rows = [], []
            for update in new.values():
                chat = chats[update.address] if update.address else None
                rows.append({"id": update.id, "chat_id": chat and chat.id, "payload": self._keyring.seal(update.payload) if chat else "",
                             "state": "waiting" if chat else "done", "attempts": 0, "received_at": at, "done_at": None if chat else at})
                if chat:
                    found.append((chat, Update(update.id, update.payload, None, 0)))
            if rows:
                connection.execute(sa.insert(telegram_updates), rows)
        return found

    def resume(self, at: datetime) -> list[int]:
        """As waiting_chats. What cannot be changed once it is sent counts as sent if it was begun: twice would be worse than not at all."""
        begun = telegram_messages.c.state == "sending"
        with self._engine.begin() as connection:
            unsure = telegram_chats.c.id.in_(sa.select(telegram_messages.c.chat_id).where(begun))
            connection.execute(sa.update(telegram_chats).where(unsure).values(keyboard=""))
            connection.execute(sa.update(telegram_messages).where(begun).values(state="done", done_at=at))
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
        with self._engine.connect() as connection:
            row: Any = connection.execute(_NEXT_MESSAGE, {"chat": chat}).first()
            work: Message | Update | None = self._message(row) if row else None
            if work is None and (row := connection.execute(_NEXT_UPDATE, {"chat": chat}).first()):
                work = Update(row.id, self._keyring.open(row.payload), row.placeholder, row.attempts)
            if work is None:
                return None
            return self._chat(connection.execute(_CHAT, {"chat": chat}).one()), work

    def note_placeholder(self, update: int, number: int) -> None:
        self._set(telegram_updates, update, placeholder=number)

    def note_attempt(self, update: int, attempts: int) -> None:
        self._set(telegram_updates, update, attempts=attempts)

    def finish(self, chat: int, update: int, outcome: Outcome, at: datetime) -> list[Message]:
        """The update is done and what it led to is written, or nothing is. Returns the messages."""
        sealed = [self._keyring.seal(body) for body in outcome.bodies]
        written: list[Message] = []
        with self._engine.begin() as connection:
            if connection.execute(_DONE, {"row": update, "state": "done", "payload": "", "done_at": at}).rowcount != 1:
                return []
            if outcome.chat:
                connection.execute(_SET[telegram_chats], {"row": chat, **outcome.chat})
            for place, body in enumerate(sealed):
                key, line = f"{update}.{place}", None if place else outcome.placeholder
                row = {"chat_id": chat, "key": key, "body": body, "message": line, "state": "waiting", "written_at": at}
                number = connection.execute(sa.insert(telegram_messages), row).inserted_primary_key[0]
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
        """Telegram calls the chat otherwise from now on; it keeps its conversation, and takes over what came under the new name."""
        indexes = self._keyring.indexes(PURPOSE, address)
        with self._engine.begin() as connection:
            other = sa.select(telegram_chats.c.id).where(telegram_chats.c.chat_index.in_(indexes), telegram_chats.c.id != chat)
            for number in connection.execute(other).scalars().all():
                for table in (telegram_updates, telegram_messages):
                    connection.execute(sa.update(table).where(table.c.chat_id == number).values(chat_id=chat))
                connection.execute(sa.delete(telegram_chats).where(telegram_chats.c.id == number))
            connection.execute(_SET[telegram_chats], {"row": chat, "address": self._keyring.seal(address), "chat_index": indexes[0]})

    def block(self, chat: int, at: datetime) -> None:
        """Nothing more is sent: what waits is dropped."""
        waiting = telegram_messages.c.chat_id == chat, telegram_messages.c.state.in_(("waiting", "sending"))
        with self._engine.begin() as connection:
            connection.execute(_SET[telegram_chats], {"row": chat, "blocked_at": at})
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

    def _chats(self, connection: sa.engine.Connection, addresses: Collection[str]) -> dict[str, Chat]:
        """By address; new ones are written."""
        if not addresses:
            return {}
        whose = {index: address for address in addresses for index in self._keyring.indexes(PURPOSE, address)}
        rows = connection.execute(_CHATS, {"indexes": list(whose)}).all()
        missing = set(addresses).difference(whose[row.chat_index] for row in rows)
        for address in missing:
            index = self._keyring.index(PURPOSE, address)
            sealed, sender = self._keyring.seal(address), SENDER + index[:_DIGITS]
            row = {"chat_index": index, "sender": sender, "address": sealed, "keyboard": "", "tapped": ""}
            _insert_new(connection, telegram_chats, row)
        if missing:
            rows = connection.execute(_CHATS, {"indexes": list(whose)}).all()
        return {whose[row.chat_index]: self._chat(row) for row in rows}

    def _chat(self, row: Any) -> Chat:
        return Chat(row.id, row.sender, self._keyring.open(row.address), row.keyboard, row.tapped, row.tapped_at,
                    row.blocked_at is not None)

    def _message(self, row: Any) -> Message:
        return Message(row.id, row.key, self._keyring.open(row.body), row.message)

    def _set(self, table: sa.Table, number: int, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(_SET[table], {"row": number, **values})


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
