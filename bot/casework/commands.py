"""What can be asked of casework. `at` is an aware datetime; `actor` who does it: household, staff:<name>, api:<client>, system."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping

from bot.casework.model import Channel, Origin, Report
from bot.casework.states import Move


@dataclass(frozen=True)
class Register:
    """`key` makes a repeated request the same report: it is unique with `channel` and `client`.

    `consent` is the version of the words that were agreed to; without it nothing is registered.
    """

    key: str
    report: Report
    channel: Channel
    consent: str
    at: datetime
    client: str = ""
    actor: str = "household"
    chat: str | None = None
    origin: Origin = Origin.SELF_REPORT

    @property
    def idempotency_key(self) -> str:
        return f"{self.channel.value}:{self.client}:{self.key}"


@dataclass(frozen=True)
class Amend:
    """`parts` of the report become what `changes` says; the other parts of `changes` are passed over."""

    receipt: str
    changes: Report
    parts: tuple[str, ...]
    at: datetime
    actor: str = "household"


@dataclass(frozen=True)
class Decide:
    """A move of the state table. `known` are facts of the household, for the conditions of risk elimination."""

    receipt: str
    move: Move
    actor: str
    at: datetime
    reason: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
