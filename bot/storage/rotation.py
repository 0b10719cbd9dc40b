"""All that is sealed or indexed comes under the newest key, in batches, while everybody goes on working."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from bot.casework.model import Report
from bot.storage import conversations
from bot.storage.cases import personal_columns
from bot.storage.encryption import MARK, Keyring, key_of
from bot.storage.tables import api_clients, case_photos, cases, outbox, telegram_chats, telegram_messages, telegram_updates
from bot.storage.telegram import readdressed

BATCH = 200  # rows in one transaction: others wait for it
_PASSES = 10
_Renewal = Callable[[Keyring, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Vault:
    """A table with sealed columns. `renew` gives a row's columns anew, under the newest key."""

    table: Any
    sealed: tuple[str, ...]
    renew: _Renewal
    batch: int = BATCH

    def holds(self, prefix: str) -> Any:
        """The condition that a sealed column begins with `prefix`."""
        return sa.or_(*(_start(self.table.c[name], prefix) == prefix for name in self.sealed))

    def lacks(self, prefix: str) -> Any:
        """The condition that a sealed column begins otherwise. An empty one seals nothing."""
        return sa.or_(*(sa.and_(self.table.c[name] != "", _start(self.table.c[name], prefix) != prefix) for name in self.sealed))


def _start(column: Any, prefix: str) -> Any:
    """LIKE would not tell capital letters from small ones in SQLite."""
    return sa.func.substr(column, 1, len(prefix))


def _again(keyring: Keyring, text: str | None) -> str | None:
    """Also what was written before there were keys."""
    return keyring.seal(keyring.open(text) if key_of(text) else text) if text else text


def _resealed(*names: str) -> _Renewal:
    return lambda keyring, row: {name: _again(keyring, row[name]) for name in names}


def _case(keyring: Keyring, row: Any) -> Mapping[str, Any]:
    report = Report.from_dict(json.loads(keyring.open(row["sealed"])))
    chat = keyring.open(row["chat"]) if row["chat"] else None
    return {**personal_columns(keyring, report, chat), "fingerprint": _again(keyring, row["fingerprint"])}


VAULTS = (
    Vault(cases, ("sealed", "chat", "fingerprint"), _case),
    Vault(outbox, ("target", "payload"), _resealed("target", "payload")),
    Vault(api_clients, ("webhook_secret",), _resealed("webhook_secret")),
    Vault(conversations.events, ("data",), _resealed("data")),
    Vault(case_photos, ("sealed",), _resealed("sealed"), batch=5),  # some megabytes each
    Vault(telegram_chats, ("address",), readdressed),
    Vault(telegram_updates, ("payload",), _resealed("payload")),
    Vault(telegram_messages, ("body",), _resealed("body")),
)


@dataclass(frozen=True)
class Progress:
    """How many rows of a table are done in this run."""

    table: str
    done: int


def remaining(engine: sa.engine.Engine, keyring: Keyring) -> dict[str, int]:
    """Table → rows that are not under the newest key."""
    return _count(engine, lambda vault: vault.lacks(keyring.current + MARK))


def users_of(engine: sa.engine.Engine, key: str) -> dict[str, int]:
    """Table → rows that only this key opens."""
    return _count(engine, lambda vault: vault.holds(key + MARK))


def reseal(engine: sa.engine.Engine, keyring: Keyring) -> Iterator[Progress]:
    """Bring every row under the newest key; stopped at any point, the next run goes on with what is left. Raises Unreadable.

    A row that somebody changes between reading and writing is passed over, and looked at again in the next pass. What is
    left after the last pass, remaining() tells.
    """
    for vault in _vaults(engine):
        done = 0
        for _ in range(_PASSES):
            seen = last = 0
            while rows := _batch(engine, vault, keyring, last):
                done += _write(engine, vault, [(row, vault.renew(keyring, row)) for row in rows])
                seen, last = seen + len(rows), rows[-1]["id"]
                yield Progress(vault.table.name, done)
            if not seen:
                break


def _batch(engine: sa.engine.Engine, vault: Vault, keyring: Keyring, after: int) -> Sequence[Any]:
    query = sa.select(vault.table).where(vault.table.c.id > after, vault.lacks(keyring.current + MARK))
    with engine.connect() as connection:
        return connection.execute(query.order_by(vault.table.c.id).limit(vault.batch)).mappings().all()


def _write(engine: sa.engine.Engine, vault: Vault, renewed: Sequence[tuple[Any, Mapping[str, Any]]]) -> int:
    """How many rows still were as they had been read."""
    with engine.begin() as connection:
        return sum(connection.execute(sa.update(vault.table).where(
            vault.table.c.id == row["id"], *(vault.table.c[name].is_not_distinct_from(row[name]) for name in vault.sealed),
        ).values(**values)).rowcount for row, values in renewed)


def _count(engine: sa.engine.Engine, condition: Callable[[Vault], Any]) -> dict[str, int]:
    with engine.connect() as connection:
        return {vault.table.name: connection.execute(sa.select(sa.func.count(vault.table.c.id)).where(condition(vault))).scalar_one()
                for vault in _vaults(engine)}


def _vaults(engine: sa.engine.Engine) -> list[Vault]:
    there = set(sa.inspect(engine).get_table_names())
    return [vault for vault in VAULTS if vault.table.name in there]
