"""A clock of casework: from which state to which, and how long a place's document allows for it."""
from __future__ import annotations

from datetime import date
from typing import Any, Literal, Optional

from pydantic import Field, StrictInt, StrictStr, root_validator

from bot.knowledge.cited import Cited, Part

ClockName = Literal["identification", "officer_named", "warning_verified", "warning_settled"]
CaseOrigin = Literal["self_report", "official_inspection", "department_early_warning"]
CaseState = Literal["received", "verifying", "monitored", "not_included", "assisted", "risk_eliminated"]
TimeUnit = Literal["day", "working_day"]


class Clock(Cited):
    """The last day is `value` days or working days after the day on which a case enters `begins`; entering one of `ends` stops it.

    `origin` is how the household came to notice; None: however it did. In content `begins` is written `starts`, the first
    day of the rule `from` and its last one `until`; `starts` of every cited item is that first day. A rule of an ended
    period has its `until`, so that it is never taken for one in force (check_clocks.py).
    """

    class Config(Part.Config):
        allow_population_by_field_name = False  # `starts` is the state here, never the date of that name

    clock: ClockName
    what: StrictStr
    origin: Optional[CaseOrigin] = None
    begins: CaseState = Field(alias="starts")
    ends: tuple[CaseState, ...]
    value: StrictInt
    unit: TimeUnit
    starts: date = Field(alias="from")

    @root_validator(skip_on_failure=True)
    def _goes_somewhere(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["value"] < 1:
            raise ValueError("clock_value")
        if not values["ends"] or values["begins"] in values["ends"]:
            raise ValueError("clock_ends")
        return values

    def words(self) -> str:
        return self.what

    def clashes_with(self, other: "Clock") -> bool:
        """Whether on some day both would be the rule for the same case."""
        same_cases = self.clock == other.clock and (self.origin == other.origin or None in (self.origin, other.origin))
        return same_cases and self.starts <= (other.until or date.max) and other.starts <= (self.until or date.max)
