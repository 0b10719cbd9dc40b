"""Days and working days of China, with its public holidays and the weekend days worked for them."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Mapping, NamedTuple

import chinese_calendar

from bot.knowledge.clocks import TimeUnit
from bot.knowledge.holidays import SATURDAY, HolidayYear

_DAY = timedelta(days=1)
_REACHES_BACK = timedelta(days=3)  # New Year's has moved workdays and days off back to 29 December, in the next year's notice


class UnknownYear(Exception):
    """The holidays of this year are not known: neither to the library nor in policies_kb/holidays.yml."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the holidays of {year} are not known; add them to policies_kb/holidays.yml")
        self.year = year


class Due(NamedTuple):
    """The last day on which it is still in time. Provisional: counted over days whose holidays are not known yet."""

    day: date
    is_provisional: bool = False


class Count(NamedTuple):
    """How many working days, and whether some of them are taken from a year whose holidays are not known yet."""

    days: int
    is_provisional: bool = False


class Calendar:
    """`years`: the holidays of later years, or of years that were changed; they count before the library's."""

    def __init__(self, years: Mapping[int, HolidayYear] | None = None) -> None:
        own = years or {}
        off, worked = ({day for day in days if day.year not in own} for days in (chinese_calendar.holidays, chinese_calendar.workdays))
        self._off = frozenset(off).union(*(year.days_off() for year in own.values()))
        self._worked = frozenset(worked).union(*(year.workdays() for year in own.values())) - self._off
        self._years = frozenset(own).union(day.year for day in chinese_calendar.holidays)

    def is_working_day(self, day: date) -> bool:
        """Raises UnknownYear."""
        if day.year not in self._years:
            raise UnknownYear(day.year)
        return self._works(day)

    def add(self, start: date, value: int, unit: TimeUnit) -> Due:
        """The last day of a period of `value` (1 or more) that starts on `start`. Raises ValueError.

        The day of the start is not counted, as is the rule for legal periods. A period in calendar days ends on its last
        day, also when that is a holiday: none of the clauses moves it, and moving it would give the office more days than
        the household was promised. A period in working days always ends on a working day; in a year whose holidays
        are not known, Monday to Friday are taken for workdays and the day is provisional.
        """
        if value < 1:
            raise ValueError(f"a period has at least one day, not {value}")
        if unit == "day":
            return Due(start + value * _DAY)
        day, is_provisional = start, False
        while value:
            day += _DAY
            value -= self._works(day)
            is_provisional |= not self._is_settled(day)
        return Due(day, is_provisional)

    def working_days_between(self, after: date, until: date) -> Count:
        """Those after the first day up to the second one, which counts: 0 if that is not later."""
        days = [after + n * _DAY for n in range(1, (until - after).days + 1)]
        return Count(sum(map(self._works, days)), not all(map(self._is_settled, days)))

    def day_before(self, day: date, unit: TimeUnit) -> date:
        """The calendar day, or the working day, before."""
        day -= _DAY
        while unit == "working_day" and not self._works(day):
            day -= _DAY
        return day

    def _works(self, day: date) -> bool:
        """In an unknown year: Monday to Friday, and what the notice of the year beside it says."""
        return day in self._worked or (day.weekday() < SATURDAY and day not in self._off)

    def _is_settled(self, day: date) -> bool:
        return day.year in self._years and (day + _REACHES_BACK).year in self._years
