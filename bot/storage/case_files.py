"""Cases as staff look for them and read them."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Iterator, Mapping, Sequence

import sqlalchemy as sa

from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Consent, State, Step
from bot.storage import audit_log
from bot.storage.cases import CaseStore, StoredCases, prefix_of
from bot.storage.tables import cases, clocks, consents

_IS_URGENT = sa.cast(cases.c.urgent, sa.Text) != "[]"


@dataclass(frozen=True)
class Wanted:
    """Which cases: of a place and all that lies in it, in a state, only urgent ones, only with a running clock due until a day."""

    division: str | None = None
    state: State | None = None
    urgent: bool = False
    due_until: date | None = None

    def conditions(self) -> Iterator[Any]:
        yield cases.c.erased_at.is_(None)
        yield from within(self.division)
        if self.state:
            yield cases.c.state == self.state.value
        if self.urgent:
            yield _IS_URGENT
        if self.due_until:
            yield cases.c.id.in_(sa.select(clocks.c.case_id).where(clocks.c.stopped_at.is_(None), clocks.c.due_on <= self.due_until))


@dataclass(frozen=True)
class CaseFile:
    """Everything on one case.

    `clocks` come with when they were stopped; `like` are the receipts of what may be the same household's, and by what.
    """

    case: Case
    history: Sequence[Step]
    clocks: Sequence[tuple[Deadline, datetime | None]]
    consents: Sequence[Consent]
    like: Mapping[str, tuple[str, ...]]


class CaseFiles:
    """Reading for staff; it writes nothing but who read what is personal."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store

    def find(self, wanted: Wanted, most: int) -> tuple[list[Case], int]:
        """Urgent ones first, then the oldest, at most `most`; and how many there are in all."""
        conditions = list(wanted.conditions())
        first = sa.select(cases.c.receipt).where(*conditions).order_by(_IS_URGENT.desc(), cases.c.id).limit(most)
        with self._store() as stored:
            found = [stored.by_receipt(receipt) for receipt in stored.connection.execute(first).scalars().all()]
            count = stored.connection.execute(sa.select(sa.func.count()).select_from(cases).where(*conditions)).scalar_one()
        return [case for case in found if case], count

    def known(self, receipts: Sequence[str]) -> list[str]:
        """Those of the receipts that a case has."""
        query = sa.select(cases.c.receipt).where(cases.c.receipt.in_(receipts)).order_by(cases.c.receipt)
        with self._store() as stored:
            return list(stored.connection.execute(query).scalars())

    def file(self, receipt: str) -> CaseFile | None:
        with self._store() as stored:
            case = stored.by_receipt(receipt)
            return _file(stored, case) if case else None

    def note_unmasking(self, case: Case, parts: Sequence[str], actor: str, reason: str, at: datetime) -> None:
        """Who reads what is personal, and why. To be called before it is shown."""
        act = audit_log.Act(at, actor, "unmask_case", f"case {case.number}", reason, {"parts": list(parts)})
        with self._store() as stored:
            audit_log.record(stored.connection, act)


def within(division: str | None) -> tuple[Any, ...]:
    """The conditions for cases of a division and of all that lies in it; none for None."""
    return (cases.c.division.like(f"{prefix_of(division)}%"),) if division else ()


def _file(stored: StoredCases, case: Case) -> CaseFile:
    given = sa.select(consents).where(consents.c.case_id == case.number).order_by(consents.c.id)
    agreed = [Consent(row.version, row.given_at, row.withdrawn_at) for row in stored.connection.execute(given)]
    like = {each.case: each.by for each in stored.like(case)}
    numbered = sa.select(cases.c.id, cases.c.receipt).where(cases.c.id.in_(like)).order_by(cases.c.id)
    receipts = {row.receipt: like[row.id] for row in stored.connection.execute(numbered)}
    return CaseFile(case, stored.history(case.number), stored.clocks(case.number), agreed, receipts)
