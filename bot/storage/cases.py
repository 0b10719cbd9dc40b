"""Cases in the database: casework's port, one transaction each."""
from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa

from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Channel, Consent, Likeness, Origin, Report, State, Step
from bot.casework.ports import ConcurrentChange, KeyTaken
from bot.storage import audit_log
from bot.storage.encryption import Keyring
from bot.storage.tables import api_clients, case_history, cases, clocks, consents, outbox, wrong_tries

_MOST_LIKE = 20
# What every report asks for is put together once: that takes longer than the asking.
_BY_KEY = sa.select(cases).where(cases.c.idempotency_key == sa.bindparam("key"))
_BY_RECEIPT = sa.select(cases).where(cases.c.receipt == sa.bindparam("receipt"), cases.c.erased_at.is_(None))
_LISTENERS = sa.select(api_clients.c.id, api_clients.c.division).where(
    api_clients.c.webhook_url.is_not(None), api_clients.c.ended_at.is_(None)).order_by(api_clients.c.id)
_LIKE = {column.name: sa.select(cases.c.id).where(
    column.in_(sa.bindparam("indexes", expanding=True)), cases.c.id != sa.bindparam("number")).order_by(cases.c.id.desc()).limit(_MOST_LIKE)
    for column in (cases.c.phone_index, cases.c.identity_index)}


@dataclass(frozen=True)
class StoredCases:
    """casework.ports.Cases within one transaction."""

    connection: sa.engine.Connection
    keyring: Keyring

    def add(self, case: Case, key: str, fingerprint: str, consent: Consent) -> Case:
        row = self._row(case) | {"idempotency_key": key, "fingerprint": self.keyring.seal(fingerprint),
                                 "registered_at": case.registered_at, "version": case.version}
        try:
            number = self.connection.execute(sa.insert(cases), row).inserted_primary_key[0]
        except sa.exc.IntegrityError as error:
            raise KeyTaken(key) from error
        self.connection.execute(sa.insert(consents), {"case_id": number, "version": consent.version, "given_at": consent.given_at})
        return replace(case, number=number)

    def by_key(self, key: str, fingerprint: str) -> tuple[Case, bool] | None:
        row = self.connection.execute(_BY_KEY, {"key": key}).first()
        return (self._case(row), self.keyring.open(row.fingerprint) == fingerprint) if row else None

    def by_receipt(self, receipt: str) -> Case | None:
        row = self.connection.execute(_BY_RECEIPT, {"receipt": receipt}).first()
        return self._case(row) if row else None

    def wrong_tries(self, receipt: str, since: datetime) -> int:
        """Older ones, of whatever receipt, are forgotten on the way."""
        self.connection.execute(sa.delete(wrong_tries).where(wrong_tries.c.at <= since))
        return self.connection.execute(sa.select(sa.func.count()).where(wrong_tries.c.receipt == receipt)).scalar_one()

    def note_wrong_try(self, receipt: str, at: datetime) -> None:
        self.connection.execute(sa.insert(wrong_tries).values(receipt=receipt, at=at))

    def of_chat(self, chat: str) -> Sequence[Case]:
        return self._where(cases.c.chat_index.in_(self.keyring.indexes("chat", chat)))

    def of_person(self, phone: str | None, identity_number: str | None) -> Sequence[Case]:
        """Newest first; those that have one of the two."""
        same = [column.in_(self.keyring.indexes(purpose, value)) for column, purpose, value in _indexed(phone, identity_number) if value]
        return self._where(sa.or_(*same)) if same else ()

    def like(self, case: Case) -> tuple[Likeness, ...]:
        found: dict[int, list[str]] = {}
        for column, purpose, value in _indexed(case.report.phone, case.report.identity_number):
            if value:
                same = {"indexes": self.keyring.indexes(purpose, value), "number": case.number}
                for number in self.connection.execute(_LIKE[column.name], same).scalars():
                    found.setdefault(number, []).append(purpose)
        return tuple(Likeness(number, tuple(by)) for number, by in sorted(found.items()))

    def save(self, case: Case) -> Case:
        held = sa.update(cases).where(cases.c.id == case.number, cases.c.version == case.version, cases.c.erased_at.is_(None))
        if self.connection.execute(held.values(**self._row(case), version=case.version + 1)).rowcount != 1:
            raise ConcurrentChange(case.receipt)
        return replace(case, version=case.version + 1)

    def withdraw_consent(self, case: Case, at: datetime) -> None:
        given = consents.c.case_id == case.number, consents.c.withdrawn_at.is_(None)
        self.connection.execute(sa.update(consents).where(*given).values(withdrawn_at=at))

    def record(self, case: Case, step: Step) -> None:
        row = {"case_id": case.number, "at": step.at, "move": step.move, "before": step.before.value if step.before else None,
               "after": step.after.value, "actor": step.actor, "reason": step.reason, "details": dict(step.details)}
        self.connection.execute(sa.insert(case_history), row)
        act = audit_log.Act(step.at, step.actor, f"case_{step.move}", f"case {case.number}", step.reason, dict(step.details))
        audit_log.record(self.connection, act)

    def history(self, number: int) -> Sequence[Step]:
        query = sa.select(case_history).where(case_history.c.case_id == number).order_by(case_history.c.id)
        return [Step(row.at, row.move, State(row.before) if row.before else None, State(row.after), row.actor, row.reason, row.details)
                for row in self.connection.execute(query)]

    def start_clocks(self, case: Case, found: Sequence[Deadline]) -> None:
        """A clock that already runs, or ran, for the case is not started again."""
        begun = {(each.clock, each.source) for each, _ in self.clocks(case.number)} if found and case.version > 1 else set()
        rows = [{"case_id": case.number, "clock": each.clock, "deadline": each.as_dict(), "ends": list(each.ends),
                 "started_on": each.started_on, "due_on": each.due_on} for each in found if (each.clock, each.source) not in begun]
        if rows:
            self.connection.execute(sa.insert(clocks), rows)

    def replace_clocks(self, case: Case, found: Sequence[Deadline], at: datetime) -> None:
        wanted = {(each.clock, each.source) for each in found}
        query = sa.select(clocks.c.id, clocks.c.deadline, clocks.c.stopped_at).where(clocks.c.case_id == case.number)
        had = [(row.id, (row.deadline["clock"], row.deadline["source"]) in wanted, row.stopped_at)
               for row in self.connection.execute(query)]
        ended = [number for number, is_wanted, stopped_at in had if not is_wanted and stopped_at is None]
        back = [number for number, is_wanted, stopped_at in had if is_wanted and stopped_at]  # a mistaken place was put right
        for numbers, stopped_at in ((ended, at), (back, None)):
            if numbers:
                self.connection.execute(sa.update(clocks).where(clocks.c.id.in_(numbers)).values(stopped_at=stopped_at))
        self.start_clocks(case, found)

    def stop_clocks(self, case: Case, state: State, at: datetime) -> None:
        running = sa.select(clocks.c.id, clocks.c.ends).where(clocks.c.case_id == case.number, clocks.c.stopped_at.is_(None))
        ended = [row.id for row in self.connection.execute(running) if state.value in row.ends or state is State.WITHDRAWN]
        if ended:
            self.connection.execute(sa.update(clocks).where(clocks.c.id.in_(ended)).values(stopped_at=at))

    def clocks(self, number: int) -> Sequence[tuple[Deadline, datetime | None]]:
        query = sa.select(clocks.c.deadline, clocks.c.stopped_at).where(clocks.c.case_id == number).order_by(clocks.c.id)
        return [(Deadline.from_dict(row.deadline), row.stopped_at) for row in self.connection.execute(query)]

    def announce(self, case: Case, event: str, at: datetime, details: Mapping[str, Any]) -> None:
        told = _told(case, event, at, details)
        rows = [self._letter(case, told, at, "chat", case.chat)] if case.chat else []
        rows += [self._letter(case, told, at, "webhook", str(client)) for client in self._listeners(case.report.division)]
        if rows:
            self.connection.execute(sa.insert(outbox), rows)

    def alert_staff(self, case: Case, event: str, at: datetime, details: Mapping[str, Any], division: str | None = None) -> None:
        """Rows of the outbox for those who work the cases of `division`, else of the case's own place, and for every webhook."""
        told = _told(case, event, at, details)
        rows = [self._letter(case, told, at, "staff", division or case.report.division or "")]
        rows += [self._letter(case, told, at, "webhook", str(client)) for client in self._listeners(case.report.division)]
        self.connection.execute(sa.insert(outbox), rows)

    def _listeners(self, division: str | None) -> list[int]:
        return [row.id for row in self.connection.execute(_LISTENERS) if covers(row.division, division)]

    def _letter(self, case: Case, told: Mapping[str, Any], at: datetime, recipient: str, target: str) -> dict[str, Any]:
        """One queue for what one recipient is told of one case: it goes out in order."""
        return {"key": str(uuid.uuid4()), "case_id": case.number, "event": told["event"], "recipient": recipient,
                "target": self.keyring.seal(target), "queue": f"{recipient} {'' if recipient == 'chat' else target} {case.number}",
                "payload": self.keyring.seal(json.dumps(told, ensure_ascii=False)), "written_at": at, "attempts": 0, "next_at": at,
                "error": ""}

    def _where(self, condition: Any) -> Sequence[Case]:
        return [self._case(row) for row in self.connection.execute(sa.select(cases).where(condition).order_by(cases.c.id.desc()))]

    def _row(self, case: Case) -> dict[str, Any]:
        report = case.report
        return {
            "receipt": case.receipt, "state": case.state.value, "origin": case.origin.value, "channel": case.channel.value,
            "division": report.division, "risks": [risk.value for risk in report.risks], "urgent": list(case.urgent),
            "changed_at": case.changed_at, **personal_columns(self.keyring, report, case.chat),
        }

    def _case(self, row: Any) -> Case:
        return Case(row.receipt, State(row.state), Origin(row.origin), Channel(row.channel),
                    Report.from_dict(json.loads(self.keyring.open(row.sealed))), row.registered_at, row.changed_at, tuple(row.urgent),
                    self.keyring.open(row.chat) if row.chat else None, row.id, row.version)


class CaseStore:
    """The cases of one database: `with store() as cases:` is one transaction, kept when the block ends well."""

    def __init__(self, engine: sa.engine.Engine, keyring: Keyring) -> None:
        self._engine, self._keyring = engine, keyring

    @contextmanager
    def __call__(self) -> Iterator[StoredCases]:
        with self._engine.begin() as connection:
            yield StoredCases(connection, self._keyring)


def personal_columns(keyring: Keyring, report: Report, chat: str | None) -> dict[str, str | None]:
    """What of a row is sealed or indexed, but for the fingerprint. Sealed first: a row under the newest key has its indexes of that key."""
    return {
        "sealed": keyring.seal(json.dumps(report.as_dict(), ensure_ascii=False)),
        "chat": keyring.seal(chat) if chat else None,
        "chat_index": keyring.index("chat", chat) if chat else None,
        **{column.name: keyring.index(purpose, value) if value else None
           for column, purpose, value in _indexed(report.phone, report.identity_number)},
    }


def _told(case: Case, event: str, at: datetime, details: Mapping[str, Any]) -> dict[str, Any]:
    """What a message of the outbox says: nothing personal."""
    return {"event": event, "receipt": case.receipt, "state": case.state.value, "division": case.report.division, "at": at.isoformat(),
            **details}


def covers(wider: str | None, division: str | None) -> bool:
    """Whether a six-digit code lies in another: 500000 covers 500230. None covers everywhere."""
    if wider is None:
        return True
    return bool(division) and str(division).startswith(prefix_of(wider))


def prefix_of(division: str) -> str:
    """What the codes of all that lies in a division begin with."""
    return division[:2] if division.endswith("0000") else division[:4] if division.endswith("00") else division


def _indexed(phone: str | None, identity_number: str | None) -> tuple[tuple[Any, str, str | None], ...]:
    return ((cases.c.phone_index, "phone", phone), (cases.c.identity_index, "identity_number", identity_number))
