"""What a case is. Everything frozen; a change makes a new one."""
from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any, Mapping


class State(str, Enum):
    """Where a case stands (DESIGN 6)."""

    RECEIVED = "received"
    VERIFYING = "verifying"
    MONITORED = "monitored"
    NOT_INCLUDED = "not_included"
    ASSISTED = "assisted"
    RISK_ELIMINATED = "risk_eliminated"
    WITHDRAWN = "withdrawn"


class Risk(str, Enum):
    """Why a household may fall into poverty."""

    ILLNESS = "illness"
    DISABILITY = "disability"
    SCHOOLING = "schooling"
    DISASTER = "disaster"
    ACCIDENT = "accident"
    JOB_LOSS = "job_loss"
    INCOME_FALL = "income_fall"
    HOUSING = "housing"
    WATER = "water"
    INDUSTRY_FAILURE = "industry_failure"
    OTHER = "other"


class Channel(str, Enum):
    """Through which door a report came."""

    CHAT = "chat"
    PAGE = "page"
    HOTLINE = "hotline"
    API = "api"


class Origin(str, Enum):
    """How the household came to notice. Some clocks hold for one of them only."""

    SELF_REPORT = "self_report"
    OFFICIAL_INSPECTION = "official_inspection"
    DEPARTMENT_EARLY_WARNING = "department_early_warning"


@dataclass(frozen=True)
class Report:
    """What was told; each part may be missing. `division` is a six-digit code, `income_per_head` CNY a person a year."""

    risks: tuple[Risk, ...] = ()
    division: str | None = None
    village: str | None = None
    for_other: bool = False
    name: str | None = None  # of the household at risk
    reporter: str | None = None  # of who reports it, when that is somebody else
    phone: str | None = None
    identity_number: str | None = None
    story: str | None = None
    household_size: int | None = None
    income_per_head: int | None = None

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> "Report":
        """The opposite of as_dict. Raises ValueError for an unknown risk, TypeError for an unknown part."""
        return cls(**{**tree, "risks": tuple(Risk(risk) for risk in tree.get("risks") or ())})

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, without what is missing."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        found["risks"] = [risk.value for risk in self.risks]
        return {name: value for name, value in found.items() if value is not None and value is not False and value != []}  # 0 is told


DETAILS = tuple(each.name for each in fields(Report))
PERSONAL = ("name", "reporter", "phone", "identity_number", "story")  # only ever stored encrypted, never logged


@dataclass(frozen=True)
class Consent:
    """To which version of the words somebody agreed. Without it nothing is stored."""

    version: str
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """`number` is the row; `receipt` ten digits (receipt.py); `chat` the conversation that reported it; `version` counts changes."""

    receipt: str
    state: State
    origin: Origin
    channel: Channel
    report: Report
    registered_at: datetime
    changed_at: datetime
    urgent: tuple[str, ...] = ()  # why it goes first (screening.py); empty: it does not
    chat: str | None = None
    number: int = 0
    version: int = 1

    @property
    def is_urgent(self) -> bool:
        return bool(self.urgent)


@dataclass(frozen=True)
class Step:
    """One row of a case's history. `details` names what changed, never the personal values."""

    at: datetime
    move: str
    before: State | None
    after: State
    actor: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """Another case that may be the same household's, and by what: phone, identity_number."""

    case: int
    by: tuple[str, ...]
