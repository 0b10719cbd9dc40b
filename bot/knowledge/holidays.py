"""The days off and the shifted workdays of a year, as the State Council's notice gives them (policies_kb/holidays.yml)."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pydantic import Field, StrictInt, StrictStr, root_validator, validator

from bot.knowledge.cited import Part, as_date

SATURDAY = 5  # of date.weekday()


class Festival(Part):
    """Days off from `first` to `until`, both counted, and the days at a weekend that are worked for them."""

    name: StrictStr
    first: date = Field(alias="from")
    until: date
    workdays: tuple[date, ...] = ()

    _dates = validator("first", "until", pre=True, allow_reuse=True)(as_date)
    _workdays = validator("workdays", pre=True, each_item=True, allow_reuse=True)(as_date)

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["first"] > values["until"]:
            raise ValueError("period_backwards")
        if any(values["first"] <= day <= values["until"] or day.weekday() < SATURDAY for day in values["workdays"]):
            raise ValueError("shifted_workday")
        return values

    def days_off(self) -> frozenset[date]:
        return frozenset(self.first + timedelta(days=n) for n in range((self.until - self.first).days + 1))


class HolidayYear(Part):
    """A whole year. `notice` says where it is from."""

    notice: StrictStr
    festivals: tuple[Festival, ...]

    @validator("festivals")
    def _some(cls, festivals: tuple[Festival, ...]) -> tuple[Festival, ...]:
        if not festivals:
            raise ValueError("year_without_festivals")
        return festivals

    def days_off(self) -> frozenset[date]:
        return frozenset().union(*(festival.days_off() for festival in self.festivals))

    def workdays(self) -> frozenset[date]:
        """Saturdays and Sundays that are workdays."""
        return frozenset(day for festival in self.festivals for day in festival.workdays)


class Holidays(Part):
    """The years that the calendar library does not know yet, or that were changed after it was made."""

    years: dict[StrictInt, HolidayYear] = {}

    @root_validator(skip_on_failure=True)
    def _each_in_its_year(cls, values: dict[str, Any]) -> dict[str, Any]:
        for year, holidays in values["years"].items():
            # New Year's may begin in the December before, nothing else leaves its year
            if any(year not in (festival.first.year, festival.until.year) for festival in holidays.festivals):
                raise ValueError("festival_of_another_year")
        return values
