"""The day that a moment falls on in China, where clocks are counted."""
from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """`at` must know its time zone."""
    return at.astimezone(CHINA).date()
