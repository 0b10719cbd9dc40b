"""The use cases: each is one transaction with its history, audit, clocks and announcements."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Callable, Sequence, TypeVar

from bot.casework import states
from bot.casework.commands import Amend, Decide, Register
from bot.casework.deadlines import Deadline
from bot.casework.model import Case, Consent, Likeness, State, Step
from bot.casework.ports import Cases, ConcurrentChange, KeyTaken, Rules, UnitOfWork
from bot.casework.queries import Standing
from bot.casework.receipt import new_receipt
from bot.casework.states import Move
from bot.casework.validation import InvalidReport, Wrong, merged

_TRIES = 5
Result = TypeVar("Result")


class NoSuchCase(Exception):
    """No case has this receipt."""


class CaseClosed(Exception):
    """The case no longer takes details."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


class KeyReused(Exception):
    """The idempotency key came again with another report."""


class NotEliminated(Exception):
    """Conditions of the place's documents that do not hold or are not known."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"{len(missing)} conditions")
        self.missing = missing


@dataclass(frozen=True)
class Registered:
    """`is_new` is False when the same request came again. `like` may be the same household's.

    `standing` is what its reporter sees of a new case; one that was there before may have moved on and must be asked for.
    """

    case: Case
    is_new: bool
    like: tuple[Likeness, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True)
class Casework:
    """The use cases of one database and one body of rules."""

    unit: UnitOfWork
    rules: Rules

    def register(self, command: Register) -> Registered:
        """Raises InvalidReport without consent, KeyReused."""
        if not command.consent:
            raise InvalidReport((Wrong("consent", "missing", {}),))
        return self._again(lambda cases: self._register(cases, command))

    def amend(self, command: Amend) -> Case:
        """Raises NoSuchCase, CaseClosed."""
        return self._again(lambda cases: self._amend(cases, command))

    def decide(self, command: Decide) -> Case:
        """Raises NoSuchCase, states.IllegalMove, states.ReasonMissing, NotEliminated."""
        return self._again(lambda cases: self._decide(cases, command))

    def _again(self, use_case: Callable[[Cases], Result]) -> Result:
        """What another process did first is read again and built upon."""
        for tried in range(_TRIES):
            try:
                with self.unit() as cases:
                    return use_case(cases)
            except (KeyTaken, ConcurrentChange):
                if tried == _TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _register(self, cases: Cases, command: Register) -> Registered:
        fingerprint = fingerprint_of(command)
        before = cases.by_key(command.idempotency_key, fingerprint)
        if before:
            case, is_same = before
            if not is_same:
                raise KeyReused(case.receipt)
            return Registered(case, False)
        at = command.at
        case = Case(new_receipt(), State.RECEIVED, command.origin, command.channel, command.report, at, at, chat=command.chat)
        case = replace(case, urgent=self.rules.urgent(case))
        case = cases.add(case, command.idempotency_key, fingerprint, Consent(command.consent, command.at))
        like = cases.like(case)
        details = {"channel": command.channel.value, "urgent": list(case.urgent), "like": [each.case for each in like]}
        step = Step(command.at, "register", None, State.RECEIVED, command.actor, details=details)
        begun = self._entered(cases, case, step)
        return Registered(case, True, like, Standing(case, (step,), [(clock, None) for clock in begun]))

    def _amend(self, cases: Cases, command: Amend) -> Case:
        case = _found(cases, command.receipt)
        if case.state not in states.OPEN_TO_DETAILS:
            raise CaseClosed(case.state)
        report, differ = merged(case.report, command.changes, command.parts)
        if not differ:
            return case
        moved = "division" in differ
        case = replace(case, report=report, changed_at=command.at)
        case = cases.save(replace(case, urgent=self.rules.urgent(case)))
        like = cases.like(case)
        details = {"parts": list(differ), "urgent": list(case.urgent), "like": [each.case for each in like]}
        cases.record(case, Step(command.at, "amend", case.state, case.state, command.actor, details=details))
        if moved:
            self._clocks_of_its_place(cases, case, command.at)
        return case

    def _decide(self, cases: Cases, command: Decide) -> Case:
        case = _found(cases, command.receipt)
        target = states.after(case.state, command.move, command.reason)
        details: dict[str, object] = {}
        if command.move is Move.ELIMINATE:
            missing = self.rules.missing_for_elimination(case.report.division, command.known)
            if missing:
                raise NotEliminated(missing)
            details["conditions"] = "held" if missing is not None else "not stated"
        if command.move is Move.WITHDRAW:
            cases.withdraw_consent(case, command.at)
        before = case.state
        case = cases.save(replace(case, state=target, changed_at=command.at))
        self._entered(cases, case, Step(command.at, command.move.value, before, target, command.actor, command.reason, details))
        return case

    def _entered(self, cases: Cases, case: Case, step: Step) -> Sequence[Deadline]:
        """The clocks of the state that the case has entered."""
        clocks = self.rules.clocks(case.report.division, case.origin.value, case.state, step.at)
        cases.record(case, step)
        if step.before:
            cases.stop_clocks(case, step.after, step.at)
        cases.start_clocks(case, clocks)
        cases.announce(case, f"case.{step.after.value}", step.at, {"reason": step.reason} if step.reason else {})
        return clocks

    def _clocks_of_its_place(self, cases: Cases, case: Case, at: datetime) -> None:
        """Those of the place as it is known now, from when the case entered each state: details never reset a clock."""
        entered = [step for step in cases.history(case.number) if step.before is not step.after]
        due = [clock for step in entered for clock in self.rules.clocks(case.report.division, case.origin.value, step.after, step.at)]
        gone = {step.after.value for step in entered}
        cases.replace_clocks(case, [clock for clock in due if not gone.intersection(clock.ends)], at)


def fingerprint_of(command: Register) -> str:
    """The same for the same report."""
    told = json.dumps([command.report.as_dict(), command.consent, command.origin.value], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _found(cases: Cases, receipt: str) -> Case:
    case = cases.by_receipt(receipt)
    if case is None:
        raise NoSuchCase(receipt)
    return case
