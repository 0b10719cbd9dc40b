"""The clocks of a case: which rules start them, until when, and how they stand. The rules are content (place.yml)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Mapping, NamedTuple, Sequence

from bot.casework.calendar import Calendar
from bot.knowledge.clocks import Clock

WITHDRAWN = "withdrawn"  # stops every clock: the household wants nothing of anybody any more


class Standing(str, Enum):
    """How a running clock stands on a day."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"  # from one day before to the last day: a calendar day, for working days a working day
    OVERDUE = "overdue"


class Rule(NamedTuple):
    """A clock that a place sets. `is_past`: its period had ended on the day asked for, so it is the last rule known."""

    clock: Clock
    is_past: bool


@dataclass(frozen=True)
class Deadline:
    """A clock that was started. `source` is `<document id> <clause id>`; `due_on` the last day in time; `ends` the states that stop it."""

    clock: str
    what: str
    value: int
    unit: str  # day | working_day
    started_on: date
    due_on: date
    warns_on: date
    ends: tuple[str, ...]
    source: str
    is_provisional: bool = False  # counted over days whose holidays are not known yet
    is_past: bool = False

    def stops_at(self, state: str) -> bool:
        return state == WITHDRAWN or any(state == end for end in self.ends)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        dates = {name: getattr(self, name).isoformat() for name in _DATES}
        return {**self.__dict__, **dates, "ends": list(self.ends)}

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> "Deadline":
        """The opposite of as_dict. Raises KeyError, TypeError, ValueError."""
        dates = {name: date.fromisoformat(tree[name]) for name in _DATES}
        return cls(**{**tree, **dates, "ends": tuple(tree["ends"])})


_DATES = ("started_on", "due_on", "warns_on")


def clocks_for(chain: Sequence[Sequence[Clock]], origin: str, state: str, on: date, calendar: Calendar) -> tuple[Deadline, ...]:
    """The clocks that start when a case of this origin enters `state` on a day. `chain`: as for rules_for."""
    return tuple(deadline(rule, on, calendar) for rule in rules_for(chain, origin, on) if rule.clock.begins == state)


def rules_for(chain: Sequence[Sequence[Clock]], origin: str, on: date) -> tuple[Rule, ...]:
    """The rule of each clock for a case of this origin on a day.

    `chain` has the clocks of each place, the nearest place first. The nearest place that has a rule for a clock by that
    day decides it, also when its period has ended; the wider place's is then not taken.
    """
    found: dict[str, Rule] = {}
    for place in chain:
        begun = [clock for clock in place if clock.origin in (None, origin) and clock.starts <= on]
        for name in dict.fromkeys(clock.clock for clock in begun):
            found.setdefault(name, _decide([clock for clock in begun if clock.clock == name], on))
    return tuple(found.values())


def _decide(rules: Sequence[Clock], on: date) -> Rule:
    """Of a place's rules for one clock the one in force, else the one that ended last. All have begun."""
    last = max(rules, key=lambda clock: clock.until or date.max)
    return Rule(last, last.until is not None and last.until < on)


def deadline(rule: Rule, started_on: date, calendar: Calendar) -> Deadline:
    """The clock of a rule, started on a day."""
    clock = rule.clock
    due = calendar.add(started_on, clock.value, clock.unit)
    return Deadline(clock.clock, clock.what, clock.value, clock.unit, started_on, due.day, calendar.day_before(due.day, clock.unit),
                    clock.ends, str(clock.source), due.is_provisional, rule.is_past)


def standing(clock: Deadline, today: date) -> Standing:
    if today > clock.due_on:
        return Standing.OVERDUE
    return Standing.DUE_SOON if today >= clock.warns_on else Standing.IN_TIME


def last_due_soon(today: date, calendar: Calendar) -> date:
    """The latest day on which a clock can be due of which `standing` says today that it is due soon, or overdue."""
    return max(calendar.add(today, 1, "day").day, calendar.add(today, 1, "working_day").day)
