"""The one place where time comes from. HUINONG_TODAY fixes the date (for tests and for replaying an answer)."""
from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.settings import settings

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    return settings().today or datetime.now(CHINA).date()
