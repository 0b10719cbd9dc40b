"""Other systems that may use the API, and where they want to be told of changes."""
from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Sequence

import sqlalchemy as sa

from bot.storage import audit_log
from bot.storage.cases import covers
from bot.storage.encryption import Keyring
from bot.storage.tables import api_clients

_KEY, _SECRET = "hn_", "whsec_"  # how each begins, so that people and scanners for leaks recognise it
_BYTES = 32


@dataclass(frozen=True)
class Client:
    """`division` is a six-digit code whose reports it may send and see; None: of everywhere."""

    id: int
    name: str
    division: str | None
    webhook_url: str | None
    created_at: datetime
    ended_at: datetime | None

    @property
    def actor(self) -> str:
        """As it stands in the history of cases."""
        return f"api:{self.name}"

    def covers(self, division: str | None) -> bool:
        return covers(self.division, division)


@dataclass(frozen=True)
class Secrets:
    """What is shown once, when a client is added. `webhook` is None without a webhook."""

    key: str
    webhook: str | None


@dataclass(frozen=True)
class Webhook:
    url: str
    secret: str


class NameTaken(Exception):
    """A client has, or had, this name."""


class NoSuchClient(Exception):
    """No client of this name is in use."""


class ApiClients:
    """The clients of one database. Each change is audited in its own transaction."""

    def __init__(self, engine: sa.engine.Engine, keyring: Keyring) -> None:
        self._engine, self._keyring = engine, keyring

    def add(self, name: str, division: str | None, webhook_url: str | None, by: str, at: datetime) -> Secrets:
        """Raises NameTaken: also the name of a client that has ended stands for what it did."""
        key = _KEY + secrets.token_urlsafe(_BYTES)
        secret = _SECRET + base64.b64encode(secrets.token_bytes(_BYTES)).decode() if webhook_url else None
        row = {"name": name, "key_hash": _hash(key), "division": division, "webhook_url": webhook_url,
               "webhook_secret": self._keyring.seal(secret) if secret else None, "created_at": at}
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(api_clients).values(**row))
                _audit(connection, name, "add_api_client", by, at, division=division, webhook_url=webhook_url)
        except sa.exc.IntegrityError as error:
            raise NameTaken(name) from error
        return Secrets(key, secret)

    def end(self, name: str, by: str, at: datetime) -> None:
        """From now on its key opens nothing and it is told nothing. Raises NoSuchClient."""
        with self._engine.begin() as connection:
            used = sa.update(api_clients).where(api_clients.c.name == name, api_clients.c.ended_at.is_(None))
            if connection.execute(used.values(ended_at=at)).rowcount != 1:
                raise NoSuchClient(name)
            _audit(connection, name, "end_api_client", by, at)

    def all(self) -> Sequence[Client]:
        """Those that have ended too, oldest first."""
        with self._engine.connect() as connection:
            return [_client(row) for row in connection.execute(sa.select(api_clients).order_by(api_clients.c.id))]

    def of_key(self, key: str) -> Client | None:
        query = sa.select(api_clients).where(api_clients.c.key_hash == _hash(key), api_clients.c.ended_at.is_(None))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _client(row) if row else None

    def webhook(self, number: int) -> Webhook | None:
        """None when the client has ended or has none. Raises encryption.Unreadable."""
        in_use = api_clients.c.webhook_url.is_not(None), api_clients.c.ended_at.is_(None)
        query = sa.select(api_clients).where(api_clients.c.id == number, *in_use)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Webhook(row.webhook_url, self._keyring.open(row.webhook_secret)) if row else None

    def drop_webhook(self, number: int, at: datetime) -> None:
        """The receiver said that it is gone for good."""
        with self._engine.begin() as connection:
            having = sa.select(api_clients.c.name).where(api_clients.c.id == number, api_clients.c.webhook_url.is_not(None))
            name = connection.execute(having).scalar()
            if name is not None:
                connection.execute(sa.update(api_clients).where(api_clients.c.id == number).values(webhook_url=None, webhook_secret=None))
                _audit(connection, name, "drop_webhook", "system", at)


def _hash(key: str) -> str:
    """A key is random enough that a plain hash keeps it."""
    return hashlib.sha256(key.encode()).hexdigest()


def _client(row: Any) -> Client:
    return Client(**{name: row._mapping[name] for name in Client.__dataclass_fields__})


def _audit(connection: sa.engine.Connection, name: str, action: str, by: str, at: datetime, **details: Any) -> None:
    audit_log.record(connection, audit_log.Act(at, by, action, f"api client {name}", "", details))
