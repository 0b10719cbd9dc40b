"""Cases in memory with the promises of casework.ports, and rules of three made-up places."""
from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Iterator, Mapping, Sequence

from bot.casework.commands import Register
from bot.casework.days import day_of
from bot.casework.deadlines import WITHDRAWN, Deadline
from bot.casework.model import Case, Channel, Consent, Likeness, Report, Risk, State, Step
from bot.casework.ports import ConcurrentChange, KeyTaken

MOMENT = datetime(2026, 11, 21, 16, 30, 15, 123456, tzinfo=timezone.utc)  # already the 22nd in China
STRICT, OPEN, SILENT = "231181", "500230", "441424"  # places: two with clocks and one without

# (place, the state that starts it) → its clocks: name, days, the states that end it
CLOCKS: Mapping[tuple[str, State], tuple[tuple[str, int, tuple[str, ...]], ...]] = {
    (OPEN, State.RECEIVED): (("identification", 15, ("monitored", "not_included")),),
    (OPEN, State.MONITORED): (("officer_named", 10, ("assisted",)),),
    (STRICT, State.RECEIVED): (("identification", 7, ("monitored", "not_included")),),
    (STRICT, State.VERIFYING): (("warning_verified", 3, ("monitored", "not_included")),),
}


def registering(key: str, report: Report | None = None, **changed: Any) -> Register:
    given = {"channel": Channel.PAGE, "consent": "2026-11", "at": MOMENT, **changed}
    return Register(key, report or Report((Risk.ILLNESS,), OPEN, name="张三", phone="13800138000", story="住院了"), **given)


@dataclass
class FakeRules:
    """STRICT needs two things for elimination, OPEN states nothing, elsewhere there is no rule."""

    def clocks(self, division: str | None, origin: str, state: State, at: datetime) -> Sequence[Deadline]:
        day = day_of(at)
        return [Deadline(name, name, days, "day", day, day + timedelta(days), day + timedelta(days - 1), ends, f"{division} {name}")
                for name, days, ends in CLOCKS.get((division or "", state), ())]

    def urgent(self, case: Case) -> tuple[str, ...]:
        return ("homeless",) if "塌" in (case.report.story or "") else ()

    def missing_for_elimination(self, division: str | None, known: Mapping[str, Any]) -> tuple[str, ...] | None:
        return tuple(fact for fact in ("income_stable", "risk_gone") if known.get(fact) is not True) if division == STRICT else None


@dataclass
class Rows:
    cases: dict[int, Case] = field(default_factory=dict)
    keys: dict[str, tuple[int, str]] = field(default_factory=dict)
    consents: list[tuple[int, Consent]] = field(default_factory=list)
    steps: list[tuple[int, Step]] = field(default_factory=list)
    clocks: list[list[Any]] = field(default_factory=list)  # case, Deadline, stopped_at
    letters: list[tuple[int, str, Mapping[str, Any]]] = field(default_factory=list)
    wrong_tries: list[tuple[str, datetime]] = field(default_factory=list)


class FakeStore:
    """`with store() as cases:` keeps what the block did when it ends well, and nothing otherwise."""

    def __init__(self) -> None:
        self.rows = Rows()

    @contextmanager
    def __call__(self) -> Iterator["FakeCases"]:
        work = FakeCases(deepcopy(self.rows))
        yield work
        self.rows = work.rows


class FakeCases:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def add(self, case: Case, key: str, fingerprint: str, consent: Consent) -> Case:
        if key in self.rows.keys or self.by_receipt(case.receipt):
            raise KeyTaken(key)
        case = replace(case, number=len(self.rows.cases) + 1)
        self.rows.cases[case.number] = case
        self.rows.keys[key] = (case.number, fingerprint)
        self.rows.consents.append((case.number, consent))
        return case

    def by_key(self, key: str, fingerprint: str) -> tuple[Case, bool] | None:
        number, same = self.rows.keys.get(key, (0, ""))
        return (self.rows.cases[number], same == fingerprint) if number else None

    def by_receipt(self, receipt: str) -> Case | None:
        return next((case for case in self.rows.cases.values() if case.receipt == receipt), None)

    def wrong_tries(self, receipt: str, since: datetime) -> int:
        return sum(each == receipt and at > since for each, at in self.rows.wrong_tries)

    def note_wrong_try(self, receipt: str, at: datetime) -> None:
        self.rows.wrong_tries.append((receipt, at))

    def of_chat(self, chat: str) -> Sequence[Case]:
        return [case for case in reversed(self.rows.cases.values()) if case.chat == chat]

    def like(self, case: Case) -> tuple[Likeness, ...]:
        found = [(other.number, tuple(part for part in ("phone", "identity_number")
                                      if getattr(case.report, part) and getattr(case.report, part) == getattr(other.report, part)))
                 for other in self.rows.cases.values() if other.number != case.number]
        return tuple(Likeness(number, by) for number, by in found if by)

    def save(self, case: Case) -> Case:
        if self.rows.cases[case.number].version != case.version:
            raise ConcurrentChange(case.receipt)
        self.rows.cases[case.number] = replace(case, version=case.version + 1)
        return self.rows.cases[case.number]

    def withdraw_consent(self, case: Case, at: datetime) -> None:
        self.rows.consents = [(number, replace(consent, withdrawn_at=at) if number == case.number else consent)
                              for number, consent in self.rows.consents]

    def record(self, case: Case, step: Step) -> None:
        self.rows.steps.append((case.number, step))

    def history(self, number: int) -> Sequence[Step]:
        return [step for case, step in self.rows.steps if case == number]

    def start_clocks(self, case: Case, found: Sequence[Deadline]) -> None:
        begun = {(clock.clock, clock.source) for number, clock, _ in self.rows.clocks if number == case.number}
        self.rows.clocks += [[case.number, clock, None] for clock in found if (clock.clock, clock.source) not in begun]

    def replace_clocks(self, case: Case, found: Sequence[Deadline], at: datetime) -> None:
        wanted = {(clock.clock, clock.source) for clock in found}
        for row in self.rows.clocks:
            if row[0] == case.number and (row[1].clock, row[1].source) in wanted:
                row[2] = None
            elif row[0] == case.number and row[2] is None:
                row[2] = at
        self.start_clocks(case, found)

    def stop_clocks(self, case: Case, state: State, at: datetime) -> None:
        for row in self.rows.clocks:
            if row[0] == case.number and row[2] is None and (state.value in row[1].ends or state.value == WITHDRAWN):
                row[2] = at

    def clocks(self, number: int) -> Sequence[tuple[Deadline, datetime | None]]:
        return [(clock, stopped) for case, clock, stopped in self.rows.clocks if case == number]

    def announce(self, case: Case, event: str, at: datetime, details: Mapping[str, Any]) -> None:
        if case.chat:
            self.rows.letters.append((case.number, event, details))
