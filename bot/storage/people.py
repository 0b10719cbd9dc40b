"""What is kept of one person: found, told, erased."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.casework.model import Case
from bot.casework.ports import ConcurrentChange
from bot.storage import audit_log, conversations, telegram
from bot.storage.cases import StoredCases
from bot.storage.encryption import Keyring
from bot.storage.engine import forget
from bot.storage.erasure import erase_case
from bot.storage.tables import case_photos, cases, consents, outbox, telegram_chats

_TRIES = 5


@dataclass(frozen=True)
class Person:
    """By what somebody is found; telephone and identity number as casework's validation writes them. At least one is given."""

    phone: str | None = None
    identity_number: str | None = None
    receipt: str | None = None
    chat: str | None = None


@dataclass(frozen=True)
class Held:
    """Newest case first. `chats` are those through which the cases came, `shared` the ones that reported others too."""

    cases: tuple[Case, ...]
    chats: tuple[str, ...]
    shared: frozenset[str]


@dataclass(frozen=True)
class Erased:
    cases: int
    events: int


class People:
    """The people of one database."""

    def __init__(self, engine: sa.engine.Engine, keyring: Keyring) -> None:
        self._engine, self._keyring = engine, keyring

    def find(self, person: Person) -> Held:
        with self._engine.connect() as connection:
            return self._find(StoredCases(connection, self._keyring), person)

    def export(self, person: Person, by: str, reason: str, at: datetime) -> dict[str, Any]:
        """JSON-ready; audited. A conversation in which others were reported too is named, not told: it is theirs as well."""
        with self._engine.begin() as connection:
            stored = StoredCases(connection, self._keyring)
            held = self._find(stored, person)
            for case in held.cases:
                audit_log.record(connection, audit_log.Act(at, by, "export_person", f"case {case.number}", reason, {}))
            if not held.cases and held.chats:
                audit_log.record(connection, audit_log.Act(at, by, "export_person", "conversation", reason, {}))
            return {
                "exported_at": at.isoformat(),
                "cases": [_case(stored, case) for case in held.cases],
                "conversations": [_conversation(connection, self._keyring, chat) for chat in held.chats if chat not in held.shared],
                "conversations_with_others": len(held.shared),
            }

    def erase(self, person: Person, by: str, reason: str, at: datetime) -> Erased:
        """Everything personal, at the person's wish; one transaction, audited. Raises ConcurrentChange."""
        for _ in range(_TRIES):
            try:
                gone = self._erase(person, by, reason, at)
                forget(self._engine)
                return gone
            except ConcurrentChange as changed:  # somebody works on the case: read it again
                error = changed
        raise error

    def _erase(self, person: Person, by: str, reason: str, at: datetime) -> Erased:
        with self._engine.begin() as connection:
            stored = StoredCases(connection, self._keyring)
            held = self._find(stored, person)
            for case in held.cases:
                erase_case(stored, case, by, reason, at, withdrawn=True)
            events = sum(conversations.delete(connection, chat) for chat in held.chats)
            for chat in held.chats:
                telegram.forget(connection, chat)
            if held.chats:
                audit_log.record(connection, audit_log.Act(at, by, "erase_conversations", f"{len(held.chats)} conversations", reason, {}))
            return Erased(len(held.cases), events)

    def _find(self, stored: StoredCases, person: Person) -> Held:
        found = {case.number: case for case in stored.of_person(person.phone, person.identity_number)}
        by_receipt = stored.by_receipt(person.receipt) if person.receipt else None
        if by_receipt:
            found[by_receipt.number] = by_receipt
        if person.chat:
            found |= {case.number: case for case in stored.of_chat(person.chat)}
        chats = tuple(dict.fromkeys(filter(None, (person.chat, *(case.chat for case in found.values())))))
        shared = frozenset(chat for chat in chats if any(case.number not in found for case in stored.of_chat(chat)))
        return Held(tuple(found[number] for number in sorted(found, reverse=True)), chats, shared)


def _case(stored: StoredCases, case: Case) -> dict[str, Any]:
    agreed = sa.select(consents.c.version, consents.c.given_at, consents.c.withdrawn_at).where(consents.c.case_id == case.number)
    told = sa.select(outbox.c.event, outbox.c.recipient, outbox.c.written_at, outbox.c.delivered_at).where(outbox.c.case_id == case.number)
    photos = sa.select(case_photos).where(case_photos.c.case_id == case.number)
    came = stored.connection.execute(sa.select(cases.c.idempotency_key).where(cases.c.id == case.number)).scalar_one()
    return {
        "receipt": case.receipt, "state": case.state.value, "origin": case.origin.value, "channel": case.channel.value, "request": came,
        "registered_at": case.registered_at.isoformat(), "changed_at": case.changed_at.isoformat(), "urgent": list(case.urgent),
        "report": case.report.as_dict(),
        "history": [_plain(asdict(step)) for step in stored.history(case.number)],
        "consents": [_plain(row) for row in stored.connection.execute(agreed.order_by(consents.c.id)).mappings()],
        "clocks": [{**clock.as_dict(), "stopped_at": stopped and stopped.isoformat()} for clock, stopped in stored.clocks(case.number)],
        "messages": [_plain(row) for row in stored.connection.execute(told.order_by(outbox.c.id)).mappings()],
        "photos": [{"kind": row.kind, "received_at": row.received_at.isoformat(), "base64": stored.keyring.open(row.sealed)}
                   for row in stored.connection.execute(photos.order_by(case_photos.c.id))],
    }


def _conversation(connection: sa.engine.Connection, keyring: Keyring, chat: str) -> dict[str, Any]:
    found = conversations.conversation(connection, keyring, chat)
    addresses = connection.execute(sa.select(telegram_chats.c.address).where(telegram_chats.c.sender == chat)).scalars()
    return {"chat": chat, "telegram": [keyring.open(address) for address in addresses],
            "said": [_plain(asdict(each)) for each in found.said], "remembered": found.remembered}


def _plain(row: Any) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
