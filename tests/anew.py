"""Parts that are made once a process (settings, database, keys, …), made again after a test has changed what they come from."""
from __future__ import annotations

from bot import bootstrap
from bot.settings import settings

_MADE_ONCE = tuple(each for each in vars(bootstrap).values() if hasattr(each, "cache_clear"))


def forget() -> None:
    if bootstrap.database.cache_info().currsize:
        bootstrap.database().dispose()
    for each in (settings, *_MADE_ONCE):
        each.cache_clear()
