"""The daily job that lets go what has been kept long enough. A second run finds nothing to do."""
from __future__ import annotations

from typing import TYPE_CHECKING

from bot.logs import logger
from bot.settings import Settings
from bot.storage import retention
from bot.storage.encryption import Keyring
from bot.storage.engine import forget
from bot.storage.retention import Counts, Periods

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Engine

_log = logger("jobs")


def periods_of(settings: Settings) -> Periods:
    return Periods(settings.keep_cases_days, settings.keep_conversations_days, settings.keep_answers_days, settings.keep_outbox_days)


def retain(engine: Engine, keyring: Keyring, periods: Periods, now: datetime) -> Counts:
    """What was let go. Raises encryption.Unreadable where a key is missing; what was done until then stays done."""
    counts = retention.retain(engine, keyring, periods, now)
    forget(engine)
    _log.info("retention", **counts.as_dict())
    return counts
