"""Whether a database holds each report exactly once, whole, and with everything that belongs to it."""
from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa

from bench.reporters import API, Submission
from bot.casework.calendar import Calendar
from bot.casework.model import State
from bot.casework.rules import PlaceRules
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.settings import ROOT
from bot.storage.cases import CaseStore, covers
from bot.storage.encryption import Keyring
from bot.storage.tables import api_clients, audit_log, case_history, cases, clocks, consents, outbox

_CONTENT = ROOT / "policies_kb"
TABLES = (cases, case_history, consents, clocks, outbox)


def totals(engine: sa.engine.Engine) -> dict[str, int]:
    """Rows of each table, and of the audit log those about cases."""
    with engine.connect() as connection:
        found = {table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in TABLES}
        of_cases = sa.select(sa.func.count()).select_from(audit_log).where(audit_log.c.subject.like("case %"))
        return {**found, "audit_log": connection.execute(of_cases).scalar_one()}


def disagreements(engine: sa.engine.Engine, keyring: Keyring, submissions: Sequence[Submission]) -> Iterator[str]:
    """What is lost, doubled, torn or mixed up; nothing when all is well. The cases have only been registered."""
    rules = PlaceRules(KnowledgeBase(_CONTENT), Divisions(_CONTENT / "divisions.yml"), Calendar())
    wanted = {submission.phone: submission for submission in submissions}
    store = CaseStore(engine, keyring)
    with engine.connect() as connection:
        found = list(connection.execute(sa.select(cases).order_by(cases.c.id)))
        hearing = list(connection.execute(sa.select(api_clients).where(api_clients.c.webhook_url.is_not(None))))
        rows = {table.name: _by_case(connection, table) for table in (case_history, consents, clocks, outbox)}
        audit = defaultdict(list)
        for row in connection.execute(sa.select(audit_log).where(audit_log.c.subject.like("case %")).order_by(audit_log.c.id)):
            audit[int(row.subject.split()[1])].append(row)
        if engine.dialect.name == "sqlite":
            yield from (f"SQLite: {line}" for line in connection.execute(sa.text("PRAGMA integrity_check")).scalars() if line != "ok")
    seen: Counter[str] = Counter()
    for row in found:
        with store() as stored:
            case = stored.by_receipt(row.receipt)
        assert case is not None
        submission = wanted.get(case.report.phone or "")
        if submission is None:
            yield f"case {row.id}: nobody sent it"
            continue
        seen[submission.phone] += 1
        yield from (f"case {row.id}: {problem}" for problem in _problems(
            row, submission, case.report == submission.report, {name: by_case[row.id] for name, by_case in rows.items()}, audit[row.id]))
        clocked = [clock.clock for clock in rules.clocks(case.report.division, case.origin.value, State.RECEIVED, case.registered_at)]
        if [clock.clock for clock in rows["clocks"][row.id]] != clocked:
            yield f"case {row.id}: its clocks are not {clocked}"
        told = sorted(str(client.id) for client in hearing if covers(client.division, case.report.division))
        if sorted(keyring.open(letter.target) for letter in rows["outbox"][row.id]) != told:
            yield f"case {row.id}: its outbox is not to {told}"
    for phone, submission in wanted.items():
        if seen[phone] != 1:
            yield f"submission {submission.number} ({submission.door}): {seen[phone]} cases"
    numbers = {row.id for row in found}
    for name, by_case in {**rows, "audit_log": audit}.items():
        if set(by_case) - numbers and any(by_case[number] for number in set(by_case) - numbers):
            yield f"{name}: rows of cases that are not there"


def _problems(row: Any, submission: Submission, is_same: bool, rows: Mapping[str, list[Any]], audit: list[Any]) -> Iterator[str]:
    history = rows["case_history"]
    if not is_same:
        yield "it does not say what was sent"
    if set(submission.receipts) != {row.receipt}:
        yield f"its receipt is {row.receipt}, and {sorted(set(submission.receipts))} were given out"
    if submission.door == API and not row.idempotency_key.endswith(f":{submission.key}"):
        yield "it has another idempotency key"
    if [(step.move, step.before, step.after) for step in history] != [("register", None, "received")]:
        yield f"its history has {len(history)} rows"
    if (row.state, row.version) != ("received", 1):
        yield f"it is {row.state}, version {row.version}"
    if len(rows["consents"]) != 1:
        yield f"{len(rows['consents'])} consents"
    said = [(step.at, step.actor, f"case_{step.move}", step.reason, step.details) for step in history]
    if [(act.at, act.actor, act.action, act.reason, act.details) for act in audit] != said:
        yield "history and audit log do not agree"
    if any(letter.event != "case.received" or letter.delivered_at or letter.dead_at for letter in rows["outbox"]):
        yield "its outbox holds something else"


def _by_case(connection: sa.engine.Connection, table: sa.Table) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(table).order_by(table.c.id)):
        found[row.case_id].append(row)
    return found
