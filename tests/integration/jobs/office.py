"""Casework on one database with the jobs that watch it, for tests. A day is a day in China."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any, Mapping

import sqlalchemy as sa

from bot.casework.calendar import Calendar
from bot.casework.commands import Amend, Decide, Register
from bot.casework.days import CHINA
from bot.casework.handlers import Casework
from bot.casework.model import Channel, Report, Risk
from bot.casework.rules import PlaceRules
from bot.casework.states import Move
from bot.jobs.deadline_sweep import DeadlineSweep
from bot.knowledge.divisions import Divisions
from bot.knowledge.loader import KnowledgeBase
from bot.storage.cases import CaseStore
from bot.storage.clock_rows import ClockRows
from bot.storage.encryption import Key, Keyring
from bot.storage.engine import make_engine
from bot.storage.tables import audit_log, clocks, outbox

KEYS = Keyring((Key("test", bytes(range(32))),))
REPORT = Report((Risk.ILLNESS,), "441424", name="张三丰", phone="13812345678", story="住院花了很多钱")


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), CHINA)


def rules_of(content: Path) -> PlaceRules:
    return PlaceRules(KnowledgeBase(content), Divisions(content / "divisions.yml"), Calendar())


@dataclass
class Office:
    engine: sa.engine.Engine
    url: str
    content: Path

    def __post_init__(self) -> None:
        self.rules = rules_of(self.content)
        self.store = CaseStore(self.engine, KEYS)
        self.casework = Casework(self.store, self.rules)
        self.keys = count(1)

    def register(self, day: str, report: Report = REPORT) -> str:
        """The receipt."""
        return self.casework.register(Register(f"key-{next(self.keys)}", report, Channel.PAGE, "v1", noon(day))).case.receipt

    def decide(self, receipt: str, move: Move, day: str, reason: str = "看过了") -> None:
        self.casework.decide(Decide(receipt, move, "staff:li", noon(day), reason))

    def amend(self, receipt: str, changes: Report, parts: tuple[str, ...], day: str) -> None:
        self.casework.amend(Amend(receipt, changes, parts, noon(day)))

    def sweep(self, day: str) -> Mapping[str, int]:
        return DeadlineSweep(ClockRows(self.engine), self.store, self.rules).run(noon(day))

    def alerts(self, recipient: str = "staff") -> list[tuple[str, str, dict[str, Any]]]:
        """(event, target, what it says) of the messages on clocks, oldest first."""
        query = sa.select(outbox).where(outbox.c.recipient == recipient, outbox.c.event.like("clock.%")).order_by(outbox.c.id)
        with self.engine.connect() as connection:
            return [(row.event, KEYS.open(row.target), json.loads(KEYS.open(row.payload))) for row in connection.execute(query)]

    def audited(self) -> list[tuple[str, str, str]]:
        """(actor, action, subject) of the clocks' audit rows, oldest first."""
        query = sa.select(audit_log).where(audit_log.c.subject.like("clock %")).order_by(audit_log.c.id)
        with self.engine.connect() as connection:
            return [(row.actor, row.action, row.subject) for row in connection.execute(query)]

    def marks(self) -> list[tuple[str, bool, bool]]:
        """(clock, was warned of, was escalated), oldest first."""
        with self.engine.connect() as connection:
            return [(row.clock, row.warned_at is not None, row.escalated_at is not None)
                    for row in connection.execute(sa.select(clocks).order_by(clocks.c.id))]


def sweep_in_another_process(url: str, content: Path, day: str) -> dict[str, int]:
    """With an engine of its own."""
    engine = make_engine(url)
    try:
        return dict(DeadlineSweep(ClockRows(engine), CaseStore(engine, KEYS), rules_of(content)).run(noon(day)))
    finally:
        engine.dispose()
