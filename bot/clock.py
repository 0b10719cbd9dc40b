"""The one place where time comes from. HUINONG_TODAY fixes the date (for tests and for replaying an answer)."""
from __future__ import annotations

from datetime import date, datetime, timezone

from bot.casework.days import day_of
from bot.settings import settings


def now() -> datetime:
    """The moment, in UTC: for what is recorded. HUINONG_TODAY does not move it."""
    return datetime.now(timezone.utc)


def today() -> date:
    return settings().today or day_of(now())
