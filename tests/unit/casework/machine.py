"""Casework tried at random against a model of it that knows only what DESIGN 6 says. For the fake and for real databases."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Callable
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.casework.commands import Amend, Decide, Register
from bot.casework.days import day_of
from bot.casework.handlers import CaseClosed, Casework, KeyReused, NoSuchCase, NotEliminated
from bot.casework.model import DETAILS, Report, Risk, State
from bot.casework.ports import UnitOfWork
from bot.casework.states import IllegalMove, Move, ReasonMissing
from tests.unit.casework.fakes import CLOCKS, MOMENT, OPEN, SILENT, STRICT, FakeRules, registering
from tests.unit.casework.test_states import LEGAL

REPORTS = st.builds(
    Report, risks=st.lists(st.sampled_from(Risk), max_size=2, unique=True).map(tuple), division=st.sampled_from([None, OPEN, STRICT, SILENT]),
    name=st.sampled_from([None, "张三", "李四😭"]), phone=st.sampled_from([None, "13800138000", "13900139000"]),
    story=st.none() | st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20) | st.just("房子塌了"),
    household_size=st.none() | st.integers(1, 9), income_per_head=st.none() | st.integers(0, 9_000), for_other=st.booleans())


@dataclass
class Expected:
    """What is known of a case: its report, every step, the state, how often it was changed."""

    command: Register
    receipt: str
    report: Report
    entered: list[tuple[State, datetime]]
    moves: list[tuple[str, str | None, str]] = field(default_factory=lambda: [("register", None, "received")])
    version: int = 1

    @property
    def state(self) -> State:
        return self.entered[-1][0]

    def running_clocks(self) -> dict[str, date]:
        """Name → the day it started: those of its place, replayed over the states it entered. What was stopped stays so."""
        started: dict[str, date] = {}
        stopped: set[str] = set()
        for state, at in self.entered:
            ends = {name: ends for (place, _), found in CLOCKS.items() if place == self.report.division for name, _, ends in found}
            stopped |= {name for name in started if state.value in ends[name] or state is State.WITHDRAWN}
            for name, _, _ in CLOCKS.get((self.report.division or "", state), ()):
                started.setdefault(name, day_of(at))
        return {name: day for name, day in started.items() if name not in stopped}


class CaseworkMachine(RuleBasedStateMachine):
    """`unit` gives transactions of an empty or a used store; `count_audit` the audit rows of a case's number."""

    def __init__(self, unit: UnitOfWork, count_audit: Callable[[int], int] | None = None) -> None:
        super().__init__()
        self.casework, self.count_audit = Casework(unit, FakeRules()), count_audit
        self.known: list[Expected] = []
        self.hours = count(1)

    def now(self) -> datetime:
        return MOMENT + timedelta(hours=7 * next(self.hours))

    @rule(report=REPORTS, chat=st.sampled_from([None, "chat-1"]))
    def register(self, report: Report, chat: str | None) -> None:
        command = registering(uuid4().hex, report, at=self.now(), chat=chat)
        done = self.casework.register(command)

        assert done.is_new and done.case.receipt not in {case.receipt for case in self.known}
        self.known.append(Expected(command, done.case.receipt, report, [(State.RECEIVED, command.at)]))
        self.check(self.known[-1])

    @precondition(lambda self: self.known)
    @rule(data=st.data(), report=REPORTS)
    def register_again(self, data: Any, report: Report) -> None:
        """The same key: with the same report it is the same case, with another it is refused."""
        case = data.draw(st.sampled_from(self.known))
        command = registering(case.command.key, report, at=self.now())
        if report == case.command.report:
            assert self.casework.register(command).case.receipt == case.receipt
        else:
            with pytest.raises(KeyReused):
                self.casework.register(command)
        again = self.casework.register(case.command)

        assert not again.is_new and again.case.receipt == case.receipt
        self.check(case)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), changes=REPORTS, parts=st.lists(st.sampled_from(DETAILS), unique=True, max_size=4).map(tuple))
    def amend(self, data: Any, changes: Report, parts: tuple[str, ...]) -> None:
        case = data.draw(st.sampled_from(self.known))
        command = Amend(case.receipt, changes, parts, self.now())
        if case.state not in (State.RECEIVED, State.VERIFYING):
            with pytest.raises(CaseClosed):
                self.casework.amend(command)
        else:
            self.casework.amend(command)
            told = {**vars(case.report), **{part: getattr(changes, part) for part in parts}}
            if told != vars(case.report):
                case.report = Report(**told)
                case.version += 1
                case.moves.append(("amend", case.state.value, case.state.value))
        self.check(case)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), reason=st.sampled_from(["", " ", "查实了", "查实了"]), facts=st.sets(st.sampled_from(["income_stable", "risk_gone"])))
    def decide(self, data: Any, reason: str, facts: set[str]) -> None:
        case = data.draw(st.sampled_from(self.known))
        legal = [Move(move) for state, move in LEGAL if state == case.state.value]
        move = data.draw(st.sampled_from([*Move, *legal * 5]))  # so that cases also come to their end
        command = Decide(case.receipt, move, "staff:li", self.now(), reason, dict.fromkeys(facts, True))
        target = LEGAL.get((case.state.value, move.value))
        refusal: type[Exception] | None = None
        if target is None:
            refusal = IllegalMove
        elif move.value in ("refuse", "review", "eliminate") and not reason.strip():
            refusal = ReasonMissing
        elif move is Move.ELIMINATE and case.report.division == STRICT and len(facts) < 2:
            refusal = NotEliminated
        if refusal:
            with pytest.raises(refusal):
                self.casework.decide(command)
        else:
            assert target
            self.casework.decide(command)
            case.moves.append((move.value, case.state.value, target))
            case.entered.append((State(target), command.at))
            case.version += 1
        self.check(case)

    @rule(move=st.sampled_from(Move))
    def touch_what_nobody_registered(self, move: Move) -> None:
        with pytest.raises(NoSuchCase):
            self.casework.amend(Amend("0000000000", Report(name="王五"), ("name",), self.now()))
        with pytest.raises(NoSuchCase):
            self.casework.decide(Decide("0000000000", move, "staff:li", self.now(), "查实了"))

    def check(self, expected: Expected) -> None:
        with self.casework.unit() as cases:
            case = cases.by_receipt(expected.receipt)
            assert case is not None
            history, clocks = cases.history(case.number), cases.clocks(case.number)
        assert (case.state, case.report, case.version) == (expected.state, expected.report, expected.version)
        assert case.urgent == FakeRules().urgent(case) and case.registered_at == expected.command.at
        assert [(step.move, step.before and step.before.value, step.after.value) for step in history] == expected.moves
        assert all(step.before == before.after for before, step in zip(history, history[1:], strict=False))
        assert [step.at for step in history] == sorted(step.at for step in history)
        assert {clock.clock: clock.started_on for clock, stopped in clocks if stopped is None} == expected.running_clocks()
        assert {clock.source.split()[0] for clock, stopped in clocks if stopped is None} <= {expected.report.division}
        if self.count_audit:
            assert self.count_audit(case.number) == len(history) == expected.version

    def teardown(self) -> None:
        for case in self.known:
            self.check(case)
